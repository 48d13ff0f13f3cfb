import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sanitizeHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { openBrowser } from './testing/browser.ts';
import type { Behaviour, Browser, Case } from './testing/browser.ts';
import { vectors } from './testing/vectors.ts';

const attacks = Object.entries({ ...vectors.html, ...vectors.markdown }).flatMap(([kind, texts]) =>
  texts.map((text) => ({ id: `${kind}: ${text.slice(0, 200)}`, text })),
);

describe('in a real browser', () => {
  const opened: Browser[] = [];
  beforeAll(async () => {
    opened.push(await openBrowser());
  });
  afterAll(async () => {
    for (const browser of opened) await browser.close();
  });
  async function behaviours(cases: readonly Case[]): Promise<readonly Behaviour[]> {
    const [browser] = opened;
    if (browser === undefined) throw new Error('no browser was opened');
    return browser.behaviours(cases);
  }

  /** What every attack becomes, each result once. */
  async function alive(render: (text: string) => string): Promise<readonly Behaviour[]> {
    const results = new Map(attacks.map(({ id, text }) => [render(text), id]));
    const found = await behaviours([...results].map(([html, id]) => ({ id, html })));
    return found.filter(({ ran, asked, odd }) => ran.length + asked.length + odd.length > 0);
  }

  test('no attack lives in a note', async () => {
    expect(await alive(renderMarkdown)).toEqual([]);
  });

  test('no attack lives in HTML from elsewhere', async () => {
    expect(await alive(sanitizeHtml)).toEqual([]);
  });

  const nothing = { ran: false, asked: false, odd: false };
  const odd = { ran: false, asked: false, odd: true };
  const ran = { ran: true, asked: false, odd: true };
  const asked = { ran: false, asked: true, odd: true };
  // What keeps the two tests above from passing for want of eyes.
  test.each<Readonly<Record<string, Readonly<Record<'ran' | 'asked' | 'odd', boolean>>>>>([
    {
      '<p class="task">x <a href="https://e.invalid/">y</a></p>': nothing,
      '<a href="#note/x" class="note-link">y</a>': nothing,
      '<p onclick=x>y</p>': odd,
      '<p id=x>y</p>': odd,
      '<u>x</u>': odd,
      '<a href="ftp://e.invalid/">x</a>': odd,
      '<input type="checkbox">': odd,
      '<a href="relative">x</a>': asked,
      '<script>__hit=1</script>': ran,
      '<script>document.cookie</script>': ran,
      '<p onpointerover=alert(1)>x</p>': ran,
      '<p onscrollend=__hit=1>x</p>': ran,
      '<body onhashchange=__hit=1>': ran,
      '<a href="javascript:__hit=1">x</a>': ran,
      '<svg><a href="javascript:__hit=1"><text>x</text></a></svg>': ran,
      '<iframe srcdoc="<script>alert(1)</script>"></iframe>': ran,
      '<iframe src="data:text/html,<script>alert(1)</script>"></iframe>': ran,
      '<noscript><p title="</noscript><img src=x: onerror=__hit=1>">': ran,
      '<img src=x onerror=__hit=1>': { ran: true, asked: true, odd: true },
      '<p style="background:url(/1)">x</p>': asked,
      '<meta http-equiv=refresh content="0;url=/1">': asked,
      '<form action=/1><button class=x>y</button></form>': asked,
    },
    { '<script>top.location="/1"</script>': asked },
  ])('what is left as it is shows what it does: %#', async (table) => {
    const cases = Object.keys(table).map((html) => ({ id: html, html }));
    const seen = (await behaviours(cases)).map((found) => [
      found.id,
      {
        ran: found.ran.length > 0,
        asked: found.asked.length > 0,
        odd: found.odd.length > 0,
      },
    ]);
    expect(Object.fromEntries(seen)).toEqual(table);
  });
});
