import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitizeHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { grammarProblem } from './testing/grammar.ts';

const js = 'java' + 'script';

describe('a note', () => {
  test.each([
    [
      '# A *b* **c** ~~d~~ `e`',
      '<h1>A <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></h1>\n',
    ],
    ['[[Note]]', '<p><a href="#note/Note" class="note-link">Note</a></p>\n'],
    ['[[a/b c#H|words]]', '<p><a href="#note/a%2Fb%20c%23H" class="note-link">words</a></p>\n'],
    ['![[Pic.png]]', '<p><a href="#note/Pic.png" class="note-link embed">Pic.png</a></p>\n'],
    ['[[ ]] [[]] [[a', '<p>[[ ]] [[]] [[a</p>\n'],
    ['[[<b>|"x"]]', '<p><a href="#note/%3Cb%3E" class="note-link">&quot;x&quot;</a></p>\n'],
    ['[a](b%20c.md)', '<p><a href="#note/b%20c.md" class="note-link">a</a></p>\n'],
    ['[a](#h)', '<p><a href="#note/%23h" class="note-link">a</a></p>\n'],
    [
      '![a](https://e.org/x.png)',
      '<p><a href="https://e.org/x.png" rel="noopener noreferrer nofollow" class="image">a</a></p>\n',
    ],
    ['![a](pic.png)', '<p><a href="#note/pic.png" class="image note-link">a</a></p>\n'],
    [
      'https://e.org/x',
      '<p><a href="https://e.org/x" rel="noopener noreferrer nofollow">https://e.org/x</a></p>\n',
    ],
    [
      '<mailto:a@b.org>',
      '<p><a href="mailto:a@b.org" rel="noopener noreferrer nofollow">mailto:a@b.org</a></p>\n',
    ],
    [
      '- [x] a\n- [ ] b',
      '<ul>\n<li class="task"><input type="checkbox" disabled checked> a</li>\n<li class="task"><input type="checkbox" disabled> b</li>\n</ul>\n',
    ],
    [
      '> [!WARNING]- Look\n> out',
      '<blockquote class="callout callout-warning">\n<p class="callout-title">Look</p>\n<p>out</p></blockquote>\n',
    ],
    [
      '> [!note]\n> x',
      '<blockquote class="callout callout-note">\n<p class="callout-title">note</p>\n<p>x</p></blockquote>\n',
    ],
    [
      '|a|\n|-:|\n|b|',
      '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="align-right">b</td>\n</tr>\n</tbody>\n</table>\n',
    ],
    ['```ts x\n<a>\n```', '<pre><code class="language-ts">&lt;a&gt;\n</code></pre>\n'],
    [
      '---\na: <b>\n---\nc',
      '<pre class="frontmatter"><code class="language-yaml">a: &lt;b&gt;</code></pre><p>c</p>\n',
    ],
    ['3. c', '<ol start="3">\n<li>c</li>\n</ol>\n'],
    ['a \\_b\\_ &copy; &lt;', '<p>a _b_ © &lt;</p>\n'],
    ['<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>\n'],
    ['a\u202Eb\u200Bc\u{E0041}', '<p>a⟨U+202E⟩b⟨U+200B⟩c⟨U+E0041⟩</p>\n'],
    ['👨‍👩‍👧 می‌خواهم ❤️', '<p>👨‍👩‍👧 می‌خواهم ❤️</p>\n'],
    [
      '[x](https://gооgle.com)',
      '<p><a href="https://xn--ggle-55da.com" rel="noopener noreferrer nofollow">x</a></p>\n',
    ],
    [
      'https://gооgle.com',
      '<p><a href="https://xn--ggle-55da.com" rel="noopener noreferrer nofollow">https://xn--ggle-55da.com</a></p>\n',
    ],
  ])('%j', (text, expected) => {
    expect({ html: renderMarkdown(text), problem: grammarProblem(renderMarkdown(text)) }).toEqual({
      html: expected,
      problem: null,
    });
  });
});

describe('HTML from elsewhere', () => {
  test.each([
    ['<p>a<br>b</p>', '<p>a<br>b</p>'],
    [
      '<b>a</b><i>b</i><s>c</s><kbd>d</kbd>',
      '<strong>a</strong><em>b</em><del>c</del><code>d</code>',
    ],
    ['<blockquote class="x callout fixed inset-0">a', '<blockquote class="callout">a</blockquote>'],
    ['<p class="task callout">a<p class=cut>b', '<p>a<p class="cut">b</p></p>'],
    [
      '<span class="callout">a</span><ul class="task"><li class="task">b',
      'a<ul><li class="task">b</li></ul>',
    ],
    ['<p>a\r\nb\rc', '<p>a\nb\nc</p>'],
    ['<div><p>a</div>b', '<p>ab</p>'],
    ['<strong><em>a</strong>b', '<strong><em>a</em></strong>b'],
    ['</p></div>a', 'a'],
    [
      '<a href="https://e.org/?a=1&b=2">x</a>',
      '<a href="https://e.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a>',
    ],
    [
      '<a href=x><a href=y>z',
      '<a href="#note/x" class="note-link"></a><a href="#note/y" class="note-link">z</a>',
    ],
    [
      '<img src=https://e.org/x alt="a<b">',
      '<a href="https://e.org/x" rel="noopener noreferrer nofollow" class="image">a&lt;b</a>',
    ],
    [`<img src="${js}:x" alt=a onerror=b>`, 'a'],
    [
      '<input type=checkbox checked onclick=a><input type=text><input>',
      '<input type="checkbox" disabled checked>',
    ],
    ['<td style="text-align:center" colspan=2 rowspan=999>a', '<td class="align-center">a</td>'],
    ['<td align=right>a</td><td align=top>b', '<td class="align-right">a</td><td>b</td>'],
    ['<ol start=007><li>a</ol><ol start=-1>', '<ol start="7"><li>a</li></ol><ol></ol>'],
    ['<script>a<b></script>c', 'c'],
    ['<style>a</style><title>b</title>c', 'c'],
    ['<script>a', ''],
    ['<SCRIPT >a</sCript x>b', 'b'],
    ['<!-- <p> -->a<!-->b<!--->c<!-- --!>d', 'abcd'],
    ['<!doctype html><?php x ?>a</ b>c', 'ac'],
    ['a < b > c & d', 'a &lt; b &gt; c &amp; d'],
    ['<p title="', '&lt;p title=&quot;'],
    ['&lt;script&gt;', '&lt;script&gt;'],
    ['&#60;b&#62;&#x202e;', '&lt;b&gt;⟨U+202E⟩'],
    ['<p/onclick=a/class=task>x', '<p>x</p>'],
    ['<h2 id=top>a</h2>', '<h2>a</h2>'],
  ])('%j', (html, expected) => {
    expect(sanitizeHtml(html)).toBe(expected);
  });
});

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>a</script>',
  `<a href="${js}:alert(1)">x</a>`,
  '<a href="java&#115;cript:alert(1)">x</a>',
  '<a href="java&#x09;script:alert(1)">x</a>',
  '<a href="&#106avascript:alert(1)">x</a>',
  `<a href="&Tab;${js}&colon;alert(1)">x</a>`,
  '<iframe srcdoc="<script>a</script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<form><button formaction=x>y',
  '<base href=//e.org>',
  '<meta http-equiv=refresh content=0>',
  '<link rel=stylesheet href=x>',
  '<object data=x>',
  '<embed src=x>',
  '<p style="background:url(x)">',
  '<table background=x>',
  '<template><script>a',
  '<xmp><script>a</script></xmp>',
  '<plaintext><b>',
  '<a href="data:text/html;base64,x">x',
  '<video><source onerror=a>',
  '<details open ontoggle=a>',
  '<body onload=a>',
  '<!--<img src="--><img src=x onerror=a//">',
  '<![CDATA[><img src=x onerror=a>]]>',
  '<a/href="x"onmouseover=a>',
  '<p a="\n>"b=\'>\'onclick=c>',
  '<<script>a</script>',
  '<scr<script>ipt>',
  '<\0script>a',
  '<p id=x name=y data-z=1 is=w slot=v>',
  `[x](${js}:a)`,
  `![x](${js}:a)`,
  `<${js}:a>`,
  `[x]: ${js}:a\n\n[x]`,
  '[x](<https://e.org" onclick="a>)',
  '[x](https://e.org "t\\" onclick=a")',
  '![x"onerror="a](y)',
  '```"><script>\n```',
  '[[a"onclick=b|c"d]]',
  '[[a|<script>]]',
  '> [!x"y] z',
  '- [ ] <script>',
  '| <b> |\n|-|\n| " |',
  '&lt;script&gt;',
  '`<b>`',
  '[a](http://e.org/\u202Ex)',
  '\u{E0041}\u202E\u2066',
  '<a href=https://a@b>x',
  '[![x](y)](z)',
  '<a href=x><img src=y></a>',
];

describe('no attack leaves anything but the grammar', () => {
  test.each(payloads)('%j', (payload) => {
    for (const html of [
      renderMarkdown(payload),
      sanitizeHtml(payload),
      sanitizeHtml(`<p>${payload}`),
    ]) {
      expect(grammarProblem(html)).toBeNull();
    }
  });

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...payloads) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...Array.from('<>"\'`=/&;:#[]()!|*_~-\\ \n\t\0'),
        'a',
        'href',
        '<a ',
        '</',
        '<!--',
        '-->',
        `${js}:`,
        '&#',
        'https://',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  const soup = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''));

  test('however they are mixed', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect([grammarProblem(renderMarkdown(text)), grammarProblem(sanitizeHtml(text))]).toEqual([
          null,
          null,
        ]);
      }),
      { numRuns: 1_500 },
    );
  });

  test('what came out once comes out of it again the same', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const [once, note] = [sanitizeHtml(text), renderMarkdown(text)];
        expect([sanitizeHtml(once), sanitizeHtml(note)]).toEqual([once, note]);
      }),
    );
  });
});

describe('size and depth', () => {
  test('depth is capped, text kept', () => {
    const html = sanitizeHtml('<blockquote>'.repeat(5_000) + 'x');
    expect([grammarProblem(html), html.includes('x')]).toEqual([null, true]);
    expect(grammarProblem(renderMarkdown(`${'>'.repeat(3_000)} x`))).toBeNull();
  });

  test('what is cut is said', () => {
    expect(sanitizeHtml('a'.repeat(1_000_005))).toBe(
      `${'a'.repeat(1_000_000)}<p class="cut">… +5</p>`,
    );
    expect(renderMarkdown('a '.repeat(600_000)).endsWith('<p class="cut">… +200000</p>')).toBe(
      true,
    );
  });

  // Quadratic work on this much would outlast the runner's own limit many times over.
  const worst = [
    '<',
    '<a',
    '<a ',
    '<a b',
    '<a b=',
    '<a b="',
    '<p>',
    '</p>',
    '<!--',
    '<!',
    '<script>',
    '<script',
    '</script',
    '<p/',
    '&',
    '&#',
    '&#x41',
    '&amp',
    '<p a=1>',
    '<a href=x>',
    '<b><i>',
    '\u202E',
    '👨‍',
    '"',
    '<table><td>',
    '<style><',
    "<p a='",
  ];
  test.each(worst)('a lot of HTML %j', (part) => {
    expect(grammarProblem(sanitizeHtml(part.repeat(Math.floor(900_000 / part.length))))).toBeNull();
  });
  test.each(['href="x ', 'class="x ', 'href="x\n', 'href="&#1'])('a long value %j', (begin) => {
    const html = sanitizeHtml(`<a ${begin}${begin.slice(-1).repeat(900_000)}y">z`);
    expect(grammarProblem(html)).toBeNull();
  });
  const marks = [
    '[',
    '![',
    '[[',
    '![[',
    '[a](',
    '**a',
    '`',
    '``a`',
    '<',
    '> ',
    '- ',
    '|a',
    '~~',
    '[a]: b\n',
    'http://',
    '\\',
    '- [ ] a\n',
    '> [!x] a\n',
    '[[a|',
    '---\n',
    '---\na',
  ];
  test.each(marks)('a lot of Markdown %j', (part) => {
    expect(
      grammarProblem(renderMarkdown(part.repeat(Math.floor(100_000 / part.length)))),
    ).toBeNull();
  });
});
