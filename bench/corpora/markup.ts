import { openBrowser } from '../../packages/kernel/src/markup/testing/browser.ts';
import type { Behaviour, Browser } from '../../packages/kernel/src/markup/testing/browser.ts';
import { grammarProblem } from '../../packages/kernel/src/markup/testing/grammar.ts';
import { row } from '../row.ts';
import { percent } from './bench.ts';
import type { Bench } from './bench.ts';

/** Every so many of the raw payloads is tried as it is. */
const every = 4;
const forms = ['markdown', 'html'] as const;
const isLive = ({ ran, asked, odd }: Behaviour): boolean =>
  ran.length + asked.length + odd.length > 0;

async function browserOrWhy(): Promise<Browser | string> {
  try {
    return await openBrowser();
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

async function vectors(bench: Bench, browser: Browser, form: string): Promise<void> {
  const rows = bench.rows('markup/xss.jsonl');
  const inputs = rows.map(({ id, payload }) => ({ id, payload, form }));
  const answers = await bench.explain(['markup'], inputs);
  // The same result is looked at once.
  const results = new Map(answers.map(({ id, html = '' }) => [html, id]));
  const cases = [...results].map(([html, id]) => ({ id, html }));
  const live = (await browser.behaviours(cases)).filter(isLive);
  const beyond = cases.flatMap(({ id, html }) => {
    const problem = grammarProblem(html);
    return problem === null ? [] : [{ id, problem }];
  });
  for (const each of live) bench.show('live', { id: each.id }, JSON.stringify(each));
  for (const each of beyond) bench.show('beyond the grammar', each, each.problem);
  bench.figure(
    row(
      `markup as ${form}: live in a browser's DOM`,
      live.length + beyond.length,
      { most: 0 },
      'vectors',
      `of ${rows.length} payloads, ${cases.length} results, each by dozens of ways into a document`,
    ),
  );
}

/** What keeps a browser that sees nothing from giving the figures above. */
async function control(bench: Bench, browser: Browser): Promise<void> {
  const cases = bench
    .rows('markup/xss.jsonl')
    .filter((_, at) => at % every === 0)
    .map(({ id, payload }) => ({ id, html: String(payload) }));
  const found = await browser.behaviours(cases);
  const acted = found.filter(({ ran, asked }) => ran.length + asked.length > 0).length;
  bench.figure(
    row(
      'markup, left as it is: ran or asked for something',
      percent(acted, cases.length),
      { least: 25 },
      '%',
      `of ${cases.length} payloads, every ${every}th; beyond the allowlist ${found.filter(isLive).length}`,
    ),
  );
}

/** Markup: what comes of a payload, in a real browser by every way into a document. */
export async function measureMarkup(bench: Bench): Promise<void> {
  const browser = await browserOrWhy();
  if (typeof browser === 'string') {
    for (const form of forms)
      bench.skip(`markup as ${form}: live in a browser's DOM`, '<= 0 vectors', browser);
    return;
  }
  try {
    for (const form of forms) await vectors(bench, browser, form);
    await control(bench, browser);
  } finally {
    await browser.close();
  }
}
