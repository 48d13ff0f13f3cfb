import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Database from 'better-sqlite3-multiple-ciphers';
import { openDatabase } from '../database/index.ts';
import { finish, startIndex, testKeys } from './testing/start-index.ts';
import type { Stage } from './testing/start-index.ts';

let stage: Stage;
beforeEach(() => {
  stage = startIndex();
});
afterEach(() => stage.end());

const paths = async (query: string, index = stage.index) =>
  (await index.search('d', query)).map((found) => found.path);
const counted = ({ notes, links, tags, removed }: Awaited<ReturnType<Stage['run']>>) => ({
  ...{ notes, links, tags, removed },
});

test('a first run, then nothing to do, then what changed', async () => {
  stage.write({
    'a.md': '# Alpha\n\nThe quick fox. [[b]] #animal',
    'sub/b.markdown': '---\naliases: [Bee]\ntags: [animal/insect]\n---\nA slow bear.',
    'c.txt': 'quick',
    '.obsidian/d.md': 'quick',
  });
  expect(counted(await stage.run())).toEqual({ notes: 2, links: 1, tags: 2, removed: 0 });
  expect(await paths('quick')).toEqual(['a.md']);
  expect(counted(await stage.run())).toEqual({ notes: 2, links: 1, tags: 2, removed: 0 });

  stage.write({ 'a.md': '# Alpha\n\nThe brown dog.', 'sub/b.markdown': null, 'e.md': 'An eel.' });
  expect(counted(await stage.run())).toEqual({ notes: 2, links: 0, tags: 0, removed: 1 });
  expect([
    await paths('quick'),
    await paths('dog'),
    await paths('bear'),
    await paths('eel'),
  ]).toEqual([...[[], ['a.md'], [], ['e.md']]]);
});

test('a moved note, a note of the same size and time, and a copy', async () => {
  stage.write({ 'old.md': 'walnut one' });
  await stage.run();
  renameSync(join(stage.root, 'old.md'), join(stage.root, 'new.md'));
  stage.write({ 'copy.md': 'walnut one' });
  expect(counted(await stage.run())).toMatchObject({ notes: 2, removed: 1 });
  expect(await stage.index.search('d', 'walnut')).toMatchObject([
    { path: 'new.md', also: ['copy.md'] },
  ]);

  const { atime, mtime } = statSync(join(stage.root, 'new.md'));
  rmSync(join(stage.root, 'new.md'));
  stage.write({ 'new.md': 'chestnut 1', 'spare.md': 'x' });
  utimesSync(join(stage.root, 'new.md'), atime, mtime);
  await stage.run();
  expect(await paths('chestnut')).toEqual(['new.md']);
});

test('indexing never changes a note, its times included', async () => {
  stage.write({ 'a.md': '\uFEFFx\r\n\0y', 'b.md': '---\n}{\n---\n' });
  const look = () =>
    ['a.md', 'b.md'].map((name) => {
      const path = join(stage.root, name);
      const { mtimeMs, ctimeMs, size } = statSync(path);
      return [
        createHash('sha256').update(readFileSync(path)).digest('hex'),
        mtimeMs,
        ctimeMs,
        size,
      ];
    });
  const before = look();
  await stage.run();
  expect(look()).toEqual(before);
  expect(readdirSync(stage.root).toSorted()).toEqual(['a.md', 'b.md']);
});

describe('what is wrong with a note is reported, and the rest is indexed', () => {
  test('each kind of file', async () => {
    const outside = join(stage.root, '../outside.md');
    writeFileSync(outside, 'secret walnut');
    stage.write({
      'good.md': 'walnut',
      'bad-front.md': '---\na: [\n---\nwalnut',
      'nul.md': 'wal\0nut',
      'latin.md': Buffer.from([0x77, 0xe4, 0x6c, 0x6e, 0x75, 0x74]),
      'huge.md': 'x',
      'dir.md/in.md': 'walnut',
      'one/same.md': 'a',
      'two/Same.md': 'b',
      'linked.md': 'walnut',
    });
    truncateSync(join(stage.root, 'huge.md'), 2 ** 30);
    linkSync(join(stage.root, 'linked.md'), join(stage.root, '../second-name'));
    symlinkSync(outside, join(stage.root, 'link.md'));
    symlinkSync(join(stage.root, '..'), join(stage.root, 'up'));
    execFileSync('mkfifo', [join(stage.root, 'fifo.md')]);
    const { problems, notes } = await stage.run();
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'bad-front.md frontmatter_broken',
      'fifo.md not_regular',
      'huge.md too_large',
      'latin.md not_utf8',
      'linked.md hard_linked',
      'nul.md nul_removed',
      'one/same.md duplicate_name',
      'two/Same.md duplicate_name',
    ]);
    expect(notes).toBe(6);
    expect(
      (
        await Promise.all(
          ['walnut path:dir.md', 'walnut -path:dir.md'].map((query) => paths(query)),
        )
      )
        .flat()
        .toSorted(),
    ).toEqual([...['bad-front.md', 'dir.md/in.md', 'good.md', 'nul.md']]);
    const again = await stage.run();
    expect(again.problems).toEqual(problems);
  });

  test('a folder that cannot be read keeps what is known of it', async () => {
    if (process.getuid?.() === 0) {
      // Root reads everything: a name that is not UTF-8 stands for what cannot be reached.
      writeFileSync(
        Buffer.concat([Buffer.from(`${stage.root}/n`), Buffer.from([0xff, 0x2e, 0x6d, 0x64])]),
        'x',
      );
      const { problems } = await stage.run();
      expect(problems.map(({ code }) => code)).toEqual(['unreadable']);
      return;
    }
    stage.write({ 'sub/a.md': 'walnut' });
    await stage.run();
    chmodSync(join(stage.root, 'sub'), 0);
    const { problems, removed } = await stage.run();
    chmodSync(join(stage.root, 'sub'), 0o700);
    expect([problems, removed]).toEqual([[{ path: 'sub', code: 'unreadable' }], 0]);
    expect(await paths('walnut')).toEqual(['sub/a.md']);
  });

  test('a root that is not there is an error, and forgets nothing', async () => {
    stage.write({ 'a.md': 'walnut' });
    await stage.run();
    renameSync(stage.root, `${stage.root}-away`);
    await expect(stage.run()).rejects.toMatchObject({ code: 'ENOENT' });
    renameSync(`${stage.root}-away`, stage.root);
    expect(await paths('walnut')).toEqual(['a.md']);
  });
});

describe('the index is nothing but an index', () => {
  const file = () => join(stage.home, 'index.db');
  const rebuilds = async () => {
    const fresh = stage.again();
    await finish(fresh, 'd', [stage.root]);
    expect(await paths('walnut', fresh)).toEqual(['a.md']);
    await fresh.close();
  };
  beforeEach(async () => {
    stage.write({ 'a.md': 'walnut' });
    await stage.run();
    await stage.index.close();
  });

  test('deleted', async () => {
    rmSync(file());
    await rebuilds();
  });
  test('cut, overwritten, or of another key', async () => {
    truncateSync(file(), 5000);
    await rebuilds();
    writeFileSync(file(), Buffer.alloc(20_000, 0x41));
    await rebuilds();
    const other = stage.again({ keys: testKeys('keychain', 9) });
    await finish(other, 'd', [stage.root]);
    expect(await paths('walnut', other)).toEqual(['a.md']);
    await other.close();
  });
  test('of a newer version', async () => {
    const database = openDatabase(file(), Buffer.alloc(32, 7));
    database.pragma('user_version = 999');
    database.exec('drop table alias');
    database.close();
    await rebuilds();
  });
  test('damaged while it is in use: it is cleared, and the next run builds it', async () => {
    const fresh = stage.again();
    await fresh.domains();
    const bytes = readFileSync(file());
    await fresh.close();
    for (let at = 8192; at < bytes.length; at += 4096)
      bytes[at + 100] = (bytes[at + 100] ?? 0) ^ 0xff;
    writeFileSync(file(), bytes);
    const damaged = stage.again();
    await expect(damaged.search('d', 'walnut')).rejects.toMatchObject({ code: 'index_damaged' });
    await finish(damaged, 'd', [stage.root]);
    expect(await paths('walnut', damaged)).toEqual(['a.md']);
  });
  test('it is encrypted, 0600, and holds no word in the clear', () => {
    for (const name of readdirSync(stage.home)) {
      expect(statSync(join(stage.home, name)).mode & 0o077, name).toBe(0);
      expect(readFileSync(join(stage.home, name)).includes('walnut'), name).toBe(false);
    }
  });
});

test('keys of this run only: the index is in memory and nothing is written', async () => {
  const memory = stage.again({ keys: testKeys('run') });
  stage.write({ 'a.md': 'walnut' });
  await finish(memory, 'd', [stage.root]);
  expect(await paths('walnut', memory)).toEqual(['a.md']);
  expect(() => readdirSync(stage.home)).toThrow('ENOENT');
});

test('forgetting scrubs: no word of it is left in the decrypted files', async () => {
  stage.write({
    'keep.md': 'ordinary',
    'drop.md': '# Zanzibarquux\n\nzanzibarquux [[zanzibarquux]] #zanzibarquux',
  });
  await stage.run();
  const holds = () => {
    const database = openDatabase(join(stage.home, 'index.db'), Buffer.alloc(32, 7));
    const found = database.serialize().toString('latin1').toLowerCase().includes('zanzib');
    database.close();
    return found;
  };
  expect(holds()).toBe(true);
  expect(await stage.index.forget('d', 'drop.md')).toBe(1);
  expect(holds()).toBe(false);
  expect(statSync(join(stage.home, 'index.db-wal')).size).toBe(0);
  expect(await paths('ordinary')).toEqual(['keep.md']);
  await stage.index.forget('d');
  await expect(stage.index.search('d', 'ordinary')).rejects.toMatchObject({
    code: 'domain_not_indexed',
  });
});

test('stopping keeps what was read, and the next run finishes', async () => {
  for (let folder = 0; folder < 10; folder += 1) {
    for (let note = 0; note < 100; note += 1) {
      stage.write({
        [`${String(folder)}/${String(note)}.md`]: `walnut ${String(folder * 100 + note)}`,
      });
    }
  }
  const control = new AbortController();
  const run = stage.index.index('d', [stage.root], control.signal);
  await run.next();
  control.abort(new Error('enough'));
  await expect(
    (async () => {
      while ((await run.next()).done !== true);
    })(),
  ).rejects.toThrow('enough');
  expect((await stage.run()).notes).toBe(1000);
});

test('one indexer among processes: the second waits and says for whom', async () => {
  stage.write({ 'a.md': 'walnut' });
  const holder = openLease(join(stage.home, 'index.lease'));
  const run = stage.index.index('d', [stage.root], new AbortController().signal);
  const first = await run.next();
  expect(first.value).toEqual({
    progress: { done: 0, total: null, label: 'waiting for process 4242, which is indexing' },
  });
  holder.close();
  let last = await run.next();
  while (last.done !== true) last = await run.next();
  expect(last.value.notes).toBe(1);
});

function openLease(path: string) {
  mkdirSync(join(path, '..'), { mode: 0o700, recursive: true });
  writeFileSync(path, '', { mode: 0o600 });
  const database = new Database(path);
  database.exec('create table holder (one integer primary key check (one = 1), pid integer)');
  database.exec('insert into holder values (1, 4242); begin immediate');
  return database;
}

test('domains share what is below the same root, and each sees only its own', async () => {
  stage.write({ 'in/a.md': 'walnut in', 'out/b.md': 'walnut out' });
  await stage.run('d', [join(stage.root, 'in')]);
  await stage.run('e', [join(stage.root, 'in'), join(stage.root, 'out')]);
  await stage.run('f', [stage.root, join(stage.root, 'in')]);
  const found = async (domain: string) =>
    (await stage.index.search(domain, 'walnut'))
      .map(({ root, path }) => join(root, path).slice(stage.root.length))
      .toSorted();
  expect(await found('d')).toEqual(['/in/a.md']);
  expect(await found('e')).toEqual(['/in/a.md', '/out/b.md']);
  expect(await found('f')).toEqual(['/in/a.md', '/out/b.md']);
  await stage.index.forget('e');
  expect(await found('d')).toEqual(['/in/a.md']);
});
