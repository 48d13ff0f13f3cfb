import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPrivateNote } from '@gatehouse/kernel';
import { startIndex } from './testing/start-index.ts';
import type { Stage } from './testing/start-index.ts';

let stage: Stage;
const paths = async (query: string) =>
  (await stage.index.search('d', query)).map((found) => found.path);

beforeAll(async () => {
  stage = startIndex();
  stage.write({
    'garden/apple.md':
      '---\naliases: [Malus]\ntags: [fruit/pome]\n---\n# Apple tree\n\nPrune in winter.\n\n## Harvest\n\nPick in October, see [[Cellar]].',
    'garden/pear.md':
      '# Pear\n\nPrune in summer. Grafted on quince. #fruit\n\n## Notes\n\nSlow growth, see [apple](apple.md#harvest) and [[Malus|the apple]].',
    'house/Cellar.md': '# Cellar\n\nKeep the harvest cool. Crème brûlée does not belong here.',
    'house/secret.md': '---\ngatehouse: private\n---\nThe quince safe opens with 4711.',
    'house/words.md': 'snake_case and e-mail and "quoted words" stand here; growth is slow.',
  });
  await stage.run();
});
afterAll(() => stage.end());

describe('searching', () => {
  test.each<[string, string[]]>([
    ['prune', ['garden/pear.md', 'garden/apple.md']],
    ['prune winter', ['garden/apple.md']],
    ['prune october', ['garden/apple.md']],
    ['"slow growth"', ['garden/pear.md']],
    ['graft*', ['garden/pear.md']],
    ['graft', []],
    ['prune -quince', ['garden/apple.md']],
    ['-"slow growth" growth', ['house/words.md']],
    ['tag:fruit', ['garden/apple.md', 'garden/pear.md']],
    ['#fruit/pome', ['garden/apple.md']],
    ['prune -tag:fruit/pome', ['garden/pear.md']],
    ['path:house harvest', ['house/Cellar.md']],
    ['path:HOUSE/ -path:secret', ['house/Cellar.md', 'house/words.md']],
    ['link:cellar', ['garden/apple.md']],
    ['link:Malus', ['garden/pear.md']],
    ['prune -link:cellar', ['garden/pear.md']],
    ['creme brulee', ['house/Cellar.md']],
    ['snake_case e-mail', ['house/words.md']],
    ['apple', ['garden/apple.md', 'garden/pear.md']],
    ['ellar', ['house/Cellar.md']],
    ['malus', ['garden/apple.md', 'garden/pear.md']],
    ['nothing', []],
    ['', []],
  ])('%s', async (query, found) => {
    const got = await paths(query);
    expect([...got].toSorted()).toEqual([...found].toSorted());
  });

  test('a result says where, and shows the words', async () => {
    const found = await stage.index.search('d', 'october');
    expect(found).toEqual([
      {
        root: stage.root,
        path: 'garden/apple.md',
        title: 'Apple tree',
        headings: ['Apple tree', 'Harvest'],
        line: 11,
        snippet: 'Pick in October, see [[Cellar]].',
        marks: [[8, 15]],
        rank: found[0]?.rank,
        private: false,
        also: [],
      },
    ]);
  });

  test('a title ranks before a mention, and a limit is kept', async () => {
    expect((await paths('apple'))[0]).toBe('garden/apple.md');
    expect(await stage.index.search('d', 'prune', { limit: 1 })).toHaveLength(1);
    expect(await stage.index.search('d', 'prune', { limit: -5 })).toHaveLength(1);
  });
});

describe('hostile search queries', () => {
  const hostile = [
    `'; drop table note; --`,
    `" or 1=1 --`,
    `x') union select packed from content --`,
    `"a" OR "b"`,
    'NEAR(a b, 5)',
    'text:prune',
    '{title text}: prune',
    '^prune',
    'prune AND NOT OR',
    '((((((((((',
    '"""""""""',
    'a* * ** -* -',
    'path:% path:_ path:\\ path:"',
    `tag:' tag:" tag:x/*`,
    'link:[[[[ link:]]',
    '\0\0prune\0',
    'pru\u202Ene \u200bx \uFEFF',
    '\ud800 \udfff prune\ud83d',
    'ﷺ'.repeat(500),
    '🦔 𝕡𝕣𝕦𝕟𝕖 ǅ ß ı İ',
    `${'a '.repeat(50_000)}`,
    'x'.repeat(100_000),
    `"${'y '.repeat(50_000)}`,
    '-'.repeat(100_000),
    `${'tag:a '.repeat(20_000)}`,
    Array.from({ length: 5000 }, (_, at) => `-w${String(at)}`).join(' '),
    `${'"'.repeat(99_999)}x`,
    '%s%n{{constructor}}${process.env}',
  ];
  test.each(hostile.map((query) => [query.slice(0, 40), query]))('%j', async (_, query) => {
    const found = await stage.index.search('d', query);
    expect(Array.isArray(found)).toBe(true);
    expect(Array.isArray(await stage.index.passages('d', query))).toBe(true);
  });
  test('and everything is still there', async () => {
    expect((await paths('prune')).length).toBe(2);
    expect((await stage.index.tags('d')).length).toBe(2);
    expect(await paths(`prune') or (1=1`)).toEqual([]);
    await expect(stage.index.search(`d' or '1'='1`, 'prune')).rejects.toMatchObject({
      code: 'domain_not_indexed',
    });
  });
});

test('links are resolved both ways', async () => {
  expect((await stage.index.note('d', 'garden/pear.md'))?.links).toEqual([
    { kind: 'markdown', target: 'apple.md', heading: 'harvest', line: 7, path: 'garden/apple.md' },
    { kind: 'wiki', target: 'Malus', heading: null, line: 7, path: 'garden/apple.md' },
  ]);
  const from = (await stage.index.backlinks('d', 'garden/apple.md')).map(({ path, kind, line }) => [
    path,
    kind,
    line,
  ]);
  expect(from).toEqual([
    ['garden/pear.md', 'markdown', 7],
    ['garden/pear.md', 'wiki', 7],
  ]);
  expect(await stage.index.backlinks('d', 'nowhere.md')).toEqual([]);
  expect(await stage.index.note('d', '../secret.md')).toBe(null);
});

test('tags with their counts', async () => {
  expect(await stage.index.tags('d')).toEqual([
    { tag: 'fruit', notes: 1 },
    { tag: 'fruit/pome', notes: 1 },
  ]);
});

test('private notes say so, and stay out where they may not go', async () => {
  const ask = async (withoutPrivate: boolean) =>
    (await stage.index.passages('d', 'Where is quince used?', { withoutPrivate })).map(
      (passage) => [passage.path, passage.private],
    );
  expect(
    (await ask(false)).toSorted((one, other) => String(one).localeCompare(String(other))),
  ).toEqual([
    ['garden/pear.md', false],
    ['house/secret.md', true],
  ]);
  expect(await ask(true)).toEqual([['garden/pear.md', false]]);
  expect((await stage.index.search('d', '4711')).map((found) => found.private)).toEqual([true]);
});

test('the index and the gate agree on what is private', async () => {
  const marks = [
    '---\ngatehouse: private\n---\n',
    '---\n"gatehouse" : [ "private" ]\n---\n',
    '---\r\ngatehouse: private\r\n---\r\n',
    '---\rgatehouse: private\r---\r',
    '\uFEFF---\ngatehouse: private\n---\n',
    '---\n\0gatehouse:\n  - private\n---\n',
    '---\ngatehouse: private\n',
    '---\n{gatehouse: private}\n---\n',
    '---\ngatehouse: privateer\n---\n',
    '---\na: 1\n---\ngatehouse: private',
  ];
  const other = startIndex();
  try {
    other.write(Object.fromEntries(marks.map((raw, at) => [`${String(at)}.md`, raw])));
    await other.run();
    const indexed = await Promise.all(
      marks.map(async (_, at) => (await other.index.note('d', `${String(at)}.md`))?.private),
    );
    expect(indexed).toEqual(marks.map(isPrivateNote));
    expect(indexed).toEqual([...Array.from({ length: 8 }, () => true), false, false]);
  } finally {
    await other.end();
  }
});

test('a file name cannot pose as another citation', async () => {
  const other = startIndex();
  try {
    const name = 'a.md › Top\n\n[2] README.md';
    other.write({
      [name]: 'quince',
      'b\u0085.md': 'quince',
      'c\n/d.md': 'quince',
      'e.md': 'quince',
    });
    const { problems } = await other.run();
    expect(problems.map(({ code }) => code)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect((await other.index.passages('d', 'quince')).map(({ path }) => path)).toEqual(['e.md']);
  } finally {
    await other.end();
  }
});

test.each<[string, Readonly<Record<string, string | Uint8Array>>, number]>([
  ['a plain note', { 'a.md': 'text' }, 0],
  ['a private note', { 'a.md': '---\ngatehouse: private\n---\n' }, 1],
  ['a note too large to read', { 'a.md': 'x'.repeat(2000) }, 1],
  ['a note in another encoding', { 'a.md': new Uint8Array([0xff, 0xfe, 0x2d]) }, 1],
  ['a note that lies too deep', { 'a/b/c/d.md': 'text' }, 1],
])('what could not be read counts as private: %s', async (_name, files, count) => {
  const other = startIndex({ limits: { noteBytes: 1000, depth: 2 } });
  try {
    other.write(files);
    expect((await other.run()).privateNotes).toBe(count);
  } finally {
    await other.end();
  }
});

test('an answer quotes the note and says where', async () => {
  const [first] = await stage.index.passages('d', 'When should I prune the apple tree?');
  expect({ path: first?.path, headings: first?.headings, quotes: first?.quotes }).toEqual({
    path: 'garden/apple.md',
    headings: ['Apple tree'],
    quotes: [{ text: 'Prune in winter.', line: 7 }],
  });
});
