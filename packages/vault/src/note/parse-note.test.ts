import { describe, expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';
import type { Note } from './note.ts';
import { parseNote } from './parse-note.ts';

const parse = (raw: string): Note => parseNote(cleanText(raw).text);

describe('links', () => {
  const link = (kind: string, target: string, more: object = {}) => ({
    ...{ kind, target, heading: null, block: null, alias: null, line: 1 },
    ...more,
  });
  test.each([
    ['[[Plan]]', [link('wiki', 'Plan')]],
    ['[[Plan|the plan]]', [link('wiki', 'Plan', { alias: 'the plan' })]],
    ['| [[Plan\\|the plan]] |', [link('wiki', 'Plan', { alias: 'the plan' })]],
    ['[[Plan#Next steps]]', [link('wiki', 'Plan', { heading: 'Next steps' })]],
    ['[[Plan#^a1|x]]', [link('wiki', 'Plan', { block: 'a1', alias: 'x' })]],
    ['[[#Below]]', [link('wiki', '', { heading: 'Below' })]],
    ['![[photo.png]]', [link('embed', 'photo.png')]],
    ['a ![[Plan#Costs]] b', [link('embed', 'Plan', { heading: 'Costs' })]],
    ['[[a/b/Plan.md]]', [link('wiki', 'a/b/Plan.md')]],
    ['[see](../b/Plan.md)', [link('markdown', '../b/Plan.md', { alias: 'see' })]],
    ['[see](My%20Plan.md#a-b)', [link('markdown', 'My Plan.md', { alias: 'see', heading: 'a-b' })]],
    ['[see](<My Plan.md> "title")', [link('markdown', 'My Plan.md', { alias: 'see' })]],
    ['[see](a_(b).md)', [link('markdown', 'a_(b).md', { alias: 'see' })]],
    ['[up](#top)', [link('markdown', '', { heading: 'top', alias: 'up' })]],
    ['[bad](%E0%A4.md)', [link('markdown', '%E0%A4.md', { alias: 'bad' })]],
    ['> [[Quoted]]', [link('wiki', 'Quoted')]],
    ['[[A]][[B]]', [link('wiki', 'A'), link('wiki', 'B')]],
    ['[web](https://x.example/a.md) [mail](mailto:a.md) [img](x.png)', []],
    ['`[[code]]` and ``a ` [[code]]``', []],
    ['\\[[escaped]]', []],
    ['[[never closed', []],
    ['[[ ]] [[]]', []],
    ['    [[indented code]]', []],
    ['<!-- [[comment]] --> <!-- [[open]]\n[[still]]\n-->', []],
  ])('%s', (text, links) => {
    expect(parse(text).links).toEqual(links);
  });

  test('fenced code of every kind is not scanned, and what follows is', () => {
    const fenced = ['```js', '[[a]] #b', '````', '', '~~~', '[[c]]', '~~~~', '', '[[d]]'];
    expect(parse(fenced.join('\n')).links).toEqual([link('wiki', 'd', { line: 9 })]);
    expect(parse('```\n[[open to the end]]').links).toEqual([]);
    expect(parse('> ```\n> [[quoted code]]\n> ```\n[[d]]').links).toHaveLength(1);
    expect(parse('- item\n\n    ```\n    [[x]]\n    ```\n').links).toEqual([]);
  });
});

describe('tags', () => {
  test.each([
    ['#one and #two/three', ['one', 'two/three']],
    ['#Über-größe #日本', ['Über-größe', '日本']],
    ['#1984 #y1984 # no', ['y1984']],
    ['a#b c/#d', []],
    ['`#code` \\#escaped', []],
    ['(#in) "#quoted"', ['in', 'quoted']],
    ['#Twice #twice', ['Twice']],
    ['# Heading with #tag', ['tag']],
    ['[[Note#Part]] https://x.example/#part', []],
    ['---\ntags: [a, "#b", c/d]\n---\n#e', ['a', 'b', 'c/d', 'e']],
    ['---\ntags: a, b c\ntag: d\n---', ['a', 'b', 'c', 'd']],
    ['---\ntags:\n  - a\n  - 2024\n---', ['a', '2024']],
  ])('%s', (text, tags) => {
    expect(parse(text).tags).toEqual(tags);
  });
});

describe('headings', () => {
  const headings = (text: string) =>
    parse(text).headings.map(({ level, text: words, anchor, line }) => [
      level,
      words,
      anchor,
      line,
    ]);
  test.each([
    [
      '# One\n\n## Two ##',
      [
        [1, 'One', 'one', 1],
        [2, 'Two', 'two', 3],
      ],
    ],
    [
      '# Same\n# Same',
      [
        [1, 'Same', 'same', 1],
        [1, 'Same', 'same-1', 2],
      ],
    ],
    [
      'Title\n=====\n\nSub\n---',
      [
        [1, 'Title', 'title', 1],
        [2, 'Sub', 'sub', 4],
      ],
    ],
    ['## `a()` & ümlaut!', [[2, '`a()` & ümlaut!', 'a--ümlaut', 1]]],
    ['####### seven\n#tag', []],
    ['- item\n---', []],
    ['```\n# code\n```', []],
  ])('%s', (text, found) => {
    expect(headings(text)).toEqual(found);
  });
});

test('tasks, callouts and blocks', () => {
  const note = parse(
    [
      '- [ ] open',
      '  * [x] done #t',
      '1. [-] dropped',
      '- [link](x.md)',
      '> [!Warning]- Mind the gap',
      '> text ^b-1',
      '> [!tip]',
    ].join('\n'),
  );
  expect(note.tasks).toEqual([
    { line: 1, mark: ' ', done: false, text: 'open' },
    { line: 2, mark: 'x', done: true, text: 'done #t' },
    { line: 3, mark: '-', done: false, text: 'dropped' },
  ]);
  expect(note.callouts).toEqual([
    { line: 5, kind: 'warning', title: 'Mind the gap' },
    { line: 7, kind: 'tip', title: '' },
  ]);
  expect(note.blocks).toEqual([{ id: 'b-1', line: 6 }]);
});

test('byte-order mark, NUL and CRLF', () => {
  const raw = '\uFEFF---\r\ntitle: A\r\n---\r\n# B\0\r\n[[c]]\r\n';
  expect(cleanText(raw)).toEqual({
    ...{ text: '---\ntitle: A\n---\n# B\n[[c]]\n', bom: true, nul: true },
  });
  const note = parse(raw);
  expect([note.title, note.headings[0]?.text, note.links[0]?.line]).toEqual(['A', 'B', 5]);
});

test('broken frontmatter is reported by line and never fatal', () => {
  const note = parse('---\ntitle: Good\n}{ bad\ntags: [a\n---\n# H\n[[l]]');
  expect(note.problems).toEqual([
    { code: 'frontmatter_broken', line: 3 },
    { code: 'frontmatter_broken', line: 4 },
  ]);
  expect([note.title, note.links.length]).toEqual(['Good', 1]);
  expect(parse('---\ntitle: x\n\n# H').problems).toEqual([
    { code: 'frontmatter_unclosed', line: 1 },
  ]);
});
