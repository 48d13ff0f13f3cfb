import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../database/index.ts';
import type { Connection } from '../database/index.ts';
import { createLedger } from './create-ledger.ts';
import { eventsOf, newRoot, temporaryHome, testKeys } from './testing/fixtures.ts';

const { record, event } = eventsOf('run-1');

function open(home: string, root: Buffer) {
  const deps = { home, keys: testKeys(root), record, now: () => 1, report: () => undefined };
  return createLedger(deps, { maxBytes: 3700, rotated: 5 });
}

/** Nine events: three files of three, all written out. */
async function filled(home: string, root: Buffer): Promise<void> {
  const ledger = open(home, root);
  for (let index = 1; index <= 9; index += 1) {
    await ledger.append({ events: [event(`r${index}`)], burn: [] });
    if (index % 3 === 0) await ledger.verify();
  }
  expect(await ledger.verify()).toMatchObject({ ok: true, events: 9 });
  await ledger.close();
}

async function problems(home: string, root: Buffer): Promise<string[]> {
  const ledger = open(home, root);
  const found = await ledger.verify();
  await ledger.close();
  expect(found.ok).toBe(found.problems.length === 0);
  return found.problems.map(
    ({ code, where, line, sequence }) => `${code} ${where}:${line} #${sequence}`,
  );
}

type Lines = (lines: string[]) => string[];
const swap = (lines: string[], left: number, right: number) =>
  lines.map((line, at) => (at === left ? lines[right] : at === right ? lines[left] : line) ?? '');

const newest = 'agent-audit.jsonl';
const oldest = 'agent-audit.2.jsonl';
const cases: [string, string, Lines, string[]][] = [
  ['nothing', newest, (lines) => lines, []],
  [
    'an event edited',
    newest,
    (lines) => lines.map((line) => line.replace('r8.md', 'rX.md')),
    [`edited ${newest}:3 #8`],
  ],
  [
    'a space put in, the meaning unchanged',
    newest,
    (lines) => lines.map((line, at) => (at === 2 ? line.replace('":', '": ') : line)),
    [`edited ${newest}:3 #8`],
  ],
  [
    'an event in a rotated file edited',
    oldest,
    (lines) => lines.map((line) => line.replace('r1.md', 'rX.md')),
    [`edited ${oldest}:2 #1`],
  ],
  [
    'two events in the other order',
    newest,
    (lines) => swap(lines, 1, 2),
    [`removed ${newest}:2 #7`, `reordered ${newest}:3 #7`],
  ],
  [
    'an event removed',
    newest,
    (lines) => lines.filter((_, at) => at !== 2),
    [`removed ${newest}:3 #8`],
  ],
  ['the last line cut off', newest, (lines) => lines.slice(0, -1), [`cut ${newest}:3 #9`]],
  [
    'the last line of a rotated file cut off',
    oldest,
    (lines) => lines.slice(0, -1),
    [`cut ${oldest}:3 #3`],
  ],
  ['all events cut off', newest, (lines) => lines.slice(0, 1), [`cut ${newest}:1 #7`]],
  ['an event doubled', newest, (lines) => [...lines, lines[3] ?? ''], [`reordered ${newest}:5 #9`]],
  [
    'a line that is no event',
    newest,
    (lines) => [...lines.slice(0, 2), 'x', ...lines.slice(2)],
    [`edited ${newest}:3 #8`],
  ],
  [
    'the signed opening removed',
    newest,
    (lines) => lines.slice(1),
    [`checkpoint ${newest}:1 #6`, `removed ${newest}:2 #7`],
  ],
  [
    'the signed opening edited',
    newest,
    (lines) => lines.map((line) => line.replace('audit.checkpoint', 'audit.check')),
    [`checkpoint ${newest}:1 #6`],
  ],
];

test.each(cases)('in the lines, found: %s', async (_, name, change, expected) => {
  using home = temporaryHome();
  const root = newRoot();
  await filled(home.path, root);
  const path = join(home.path, 'audit', name);
  const before = readFileSync(path, 'utf8').trimEnd().split('\n');
  const after = change(before);
  writeFileSync(path, after.map((line) => `${line}\n`).join(''));
  expect(await problems(home.path, root)).toEqual(expected);
  // It is still named after more was written, and what is written afterwards is sound.
  const ledger = open(home.path, root);
  await ledger.append({ events: [event('later')], burn: [] });
  await ledger.close();
  const names = (found: string[]) => found.map((problem) => problem.replace(/^.* #/, ''));
  expect(names(await problems(home.path, root))).toEqual(names(expected));
});

test('in the files, found: a file gone, a file put in its place, the signed head changed or gone', async () => {
  using home = temporaryHome();
  const root = newRoot();
  await filled(home.path, root);
  const path = (name: string) => join(home.path, 'audit', name);
  const head = readFileSync(path('agent-audit.head.json'), 'utf8');

  writeFileSync(
    path('agent-audit.head.json'),
    head.replace(/[0-9a-f]"\}/, (end) => `x${end.slice(1)}`),
  );
  expect(await problems(home.path, root)).toEqual(['head agent-audit.head.json:0 #9']);
  rmSync(path('agent-audit.head.json'));
  expect(await problems(home.path, root)).toEqual(['head agent-audit.head.json:0 #9']);
  writeFileSync(path('agent-audit.head.json'), head, { mode: 0o600 });

  rmSync(path('agent-audit.1.jsonl'));
  expect(await problems(home.path, root)).toEqual(['removed agent-audit.1.jsonl:0 #0']);
  symlinkSync(path(oldest), path('agent-audit.1.jsonl'));
  expect(await problems(home.path, root)).toEqual(['unreadable agent-audit.1.jsonl:0 #0']);
});

/** Someone who has the database's key, though not the key that signs the chain's ends. */
function withKey(home: string, root: Buffer, work: (database: Connection) => void): void {
  const database = openDatabase(join(home, 'ledger.db'), testKeys(root).derive('ledger'));
  try {
    work(database);
  } finally {
    database.close();
  }
}

const rows: [string, string, string[]][] = [
  [
    'edited',
    `update event set body = replace(body, 'r5.md', 'rX.md') where sequence = 5`,
    ['edited ledger:0 #5'],
  ],
  ['removed', 'delete from event where sequence = 5', ['removed ledger:0 #5']],
  [
    'the last removed',
    'delete from event where sequence = 9',
    ['cut ledger:0 #9', 'head agent-audit.head.json:0 #9'],
  ],
  [
    'the floor moved',
    'delete from event where sequence <= 2; update floor set sequence = 2',
    ['checkpoint ledger:0 #2', 'edited ledger:0 #3'],
  ],
];
test.each(rows)('in the database, found: an event %s', async (_, sql, expected) => {
  using home = temporaryHome();
  const root = newRoot();
  await filled(home.path, root);
  withKey(home.path, root, (database) => database.exec(sql));
  expect(await problems(home.path, root)).toEqual(expected);
});

test('a chain cut and its head set back is refused before anything is signed on to it', async () => {
  using home = temporaryHome();
  const root = newRoot();
  await filled(home.path, root);
  withKey(home.path, root, (database) => {
    database.exec(`delete from event where sequence = 9;
      update head set sequence = 8, hash = (select hash from event where sequence = 8)`);
  });
  expect(await problems(home.path, root)).toContain('head ledger:0 #8');
  const ledger = open(home.path, root);
  await expect(ledger.append({ events: [event('x')], burn: [] })).rejects.toMatchObject({
    code: 'ledger_damaged',
  });
  await ledger.close();
});

test('a ledger written by a newer program is not touched', async () => {
  using home = temporaryHome();
  const root = newRoot();
  await filled(home.path, root);
  withKey(home.path, root, (database) => database.exec('pragma user_version = 2'));
  const ledger = open(home.path, root);
  await expect(ledger.append({ events: [event('x')], burn: [] })).rejects.toMatchObject({
    code: 'ledger_newer',
  });
  await ledger.close();
});

test.each(['ledger.db', 'ledger.db-wal', 'audit'])(
  'a link planted as %s is not followed',
  async (name) => {
    using home = temporaryHome();
    using other = temporaryHome();
    const root = newRoot();
    await filled(home.path, root);
    await filled(other.path, root);
    rmSync(join(home.path, name), { recursive: true, force: true });
    symlinkSync(
      join(other.path, name === 'ledger.db-wal' ? 'ledger.db' : name),
      join(home.path, name),
    );
    const before = readFileSync(join(other.path, 'ledger.db'));
    const ledger = open(home.path, root);
    await expect(ledger.append({ events: [event('x')], burn: [] })).rejects.toMatchObject({
      code: 'home_not_private',
    });
    await ledger.close();
    expect(readFileSync(join(other.path, 'ledger.db')).equals(before)).toBe(true);
  },
);
