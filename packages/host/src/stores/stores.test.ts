import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredMessage } from '@gatehouse/assistant';
import type { Grant } from '@gatehouse/kernel';
import { expect, test } from 'vitest';
import { openDatabase } from '../database/index.ts';
import { newRoot, temporaryHome, testKeys } from '../ledger/testing/fixtures.ts';
import { createStores } from './create-stores.ts';
import { copyPath, migrate } from './migrate.ts';
import { migrations } from './migrations.ts';

let tick = 0;
const open = (home: string, root: Buffer, kept: 'keychain' | 'run' = 'keychain') =>
  createStores({ home, keys: testKeys(root, kept), now: () => (tick += 1) });

const said = (text: string): StoredMessage => ({ role: 'person', text });

const grant: Grant = {
  id: 'g1',
  length: 'lasting',
  session: 's1',
  task: '',
  domain: { name: 'notes', id: 'd' },
  scope: { operation: 'file.read', limit: 'under', value: '/home/ann' },
  codes: ['path_outside'],
  given: 1,
  until: 20,
  expires: null,
  mac: 'm',
};

test.each(['remove', 'forget'] as const)('%s: what was allowed in a domain goes with it', (how) => {
  using home = temporaryHome();
  const stores = open(home.path, newRoot());
  stores.domains.put({
    name: 'notes',
    roots: ['/n'],
    protocols: [],
    models: [],
    mode: 'standard',
    localOnly: false,
  });
  stores.grants.add(grant);
  stores.grants.add({ ...grant, id: 'g2', domain: { name: 'other', id: 'o' } });
  if (how === 'remove') stores.domains.remove('notes');
  else stores.forget({ kind: 'domain', name: 'notes' });
  expect(stores.grants.list().map(({ id }) => id)).toEqual(['g2']);
  stores.close();
});

test('settings, domains, pins and grants are kept over a restart', () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = open(home.path, root);
  const domain = {
    name: 'notes',
    roots: ['/home/ann/notes'],
    protocols: ['weekly'],
    models: ['offline'],
    mode: 'standard',
    localOnly: true,
  } as const;
  first.settings.set('mode', 'standard');
  first.settings.set('webHosts', ['example.org']);
  first.settings.set('gone', { deep: [1, null] });
  first.settings.remove('gone');
  first.domains.put({ ...domain, mode: 'yolo' });
  first.domains.put(domain);
  first.domains.put({ ...domain, name: 'gone' });
  expect(first.domains.remove('gone')).toBe(true);
  expect(first.domains.remove('gone')).toBe(false);
  first.pins.pin('/n/p.md', 'notes', 'd1');
  first.pins.pin('/n/p.md', 'notes', 'd2');
  first.grants.add(grant);
  first.grants.add({ ...grant, id: 'g2', session: 's2' });
  first.close();

  const second = open(home.path, root);
  expect(second.settings.all()).toEqual({ mode: 'standard', webHosts: ['example.org'] });
  expect(second.domains.list()).toEqual([domain]);
  expect([second.domains.get('notes'), second.domains.get('gone')]).toEqual([domain, null]);
  expect([second.pins.get('/n/p.md'), second.pins.get('/n/q.md')]).toEqual(['d2', null]);
  second.grants.used('g1', 5);
  second.grants.used('g1', 7);
  expect(second.grants.all()).toEqual([
    { grant, uses: 2, used: 7 },
    { grant: { ...grant, id: 'g2', session: 's2' }, uses: 0, used: null },
  ]);
  expect([second.grants.revoke('g1'), second.grants.revoke('g1')]).toEqual([true, false]);
  expect(second.grants.list().map(({ id }) => id)).toEqual(['g2']);
  // What has ended is swept out when the next one is given.
  second.grants.add({ ...grant, id: 'g3', given: 20, until: 30 });
  expect(second.grants.list().map(({ id }) => id)).toEqual(['g3']);
  second.close();
});

test('a session keeps its messages in order, for two programs at once', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const left = open(home.path, root);
  const right = open(home.path, root);
  const id = left.sessions.start('notes', 'A question');
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  await left.sessions.append(id, said('one'));
  await right.sessions.append(id, said('two'));
  await left.sessions.append(id, said('three'));
  await right.sessions.usage(id, { input: 3, output: 4, model: 'offline/quote' });
  expect(await right.sessions.history(id)).toEqual(['one', 'two', 'three'].map(said));
  expect(left.sessions.list(5)).toEqual([
    {
      id,
      domain: 'notes',
      title: 'A question',
      started: expect.any(Number) as number,
      messages: 3,
      imported: false,
    },
  ]);
  expect(right.sessions.get(id)?.messages).toBe(3);
  expect(right.sessions.get('x')).toBe(null);
  await expect(left.sessions.append('x', said('lost'))).rejects.toMatchObject({
    code: 'session_unknown',
  });
  left.close();
  right.close();
});

test('an undo is claimed by exactly one, and given back where it failed', () => {
  using home = temporaryHome();
  const stores = open(home.path, newRoot());
  const given = {
    session: 's',
    domain: 'notes',
    operation: 'file.write',
    path: '/n/a.md',
    destination: null,
    snapshot: 'c1',
    digest: 'd1',
  } as const;
  const entry = stores.undo.add(given);
  const later = stores.undo.add({ ...given, operation: 'file.move', destination: '/n/b.md' });
  expect(entry).toEqual({ ...given, id: entry.id, time: entry.time, undone: false });
  expect(stores.undo.list(1)).toEqual([later]);
  expect([stores.undo.claim(entry.id), stores.undo.claim(entry.id)]).toEqual([true, false]);
  expect(stores.undo.get(entry.id)?.undone).toBe(true);
  stores.undo.release(entry.id);
  expect(stores.undo.claim(entry.id)).toBe(true);
  expect(stores.undo.claim('none')).toBe(false);
  stores.close();
});

test('what is forgotten is found nowhere: not in the decrypted pages, not in the files', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const stores = open(home.path, root);
  const canary = (name: string) => `canary-${name}-${'x'.repeat(300)}`;
  const fill = async (domain: string, name: string) => {
    const id = stores.sessions.start(domain, canary(name));
    for (let index = 0; index < 50; index += 1) {
      await stores.sessions.append(id, said(`${index} ${canary(name)}`));
    }
    await stores.sessions.usage(id, { input: 1, output: 1, model: canary(name) });
    const entry = {
      session: id,
      domain,
      operation: 'file.delete',
      path: `/n/${canary(name)}.md`,
      destination: null,
      digest: null,
    } as const;
    stores.undo.add({ ...entry, snapshot: `copy-${name}` });
    stores.undo.add({ ...entry, snapshot: 'copy-shared' });
    return id;
  };
  const first = await fill('work', 'first');
  await fill('work', 'second');
  await fill('home', 'third');
  stores.pins.pin(canary('second'), 'work', 'd');
  stores.settings.set('name', canary('setting'));
  // What an older program left beside the file is history too.
  writeFileSync(join(home.path, 'data.db.before-1'), canary('first'));

  const found = (name: string) => {
    const pages = stores.rows.database.serialize().includes(`canary-${name}`);
    const files = readdirSync(home.path).filter((file) =>
      readFileSync(join(home.path, file)).includes(`canary-${name}`),
    );
    return { pages, files };
  };
  const nowhere = { pages: false, files: [] };
  expect(found('first')).toEqual({ pages: true, files: ['data.db.before-1'] });

  expect(stores.forget({ kind: 'session', id: first })).toEqual({
    sessions: 1,
    messages: 50,
    snapshots: ['copy-first'],
  });
  expect(found('first')).toEqual(nowhere);
  expect(found('second').pages).toBe(true);
  expect(statSync(join(home.path, 'data.db-wal')).size).toBe(0);

  expect(stores.forget({ kind: 'domain', name: 'work' })).toEqual({
    sessions: 1,
    messages: 50,
    snapshots: ['copy-second'],
  });
  expect(found('second')).toEqual(nowhere);
  expect(stores.forget({ kind: 'everything' })).toEqual({
    sessions: 1,
    messages: 50,
    snapshots: ['copy-third', 'copy-shared'],
  });
  expect([found('third'), found('setting')]).toEqual([nowhere, nowhere]);
  stores.close();
});

test('on disk it is unreadable without the key, and nobody else may open it', async () => {
  using home = temporaryHome();
  const stores = open(home.path, newRoot());
  const canary = ['canary', 'in', 'a', 'message'].join('-');
  const id = stores.sessions.start(canary, canary);
  await stores.sessions.append(id, said(canary));
  for (const name of readdirSync(home.path)) {
    expect([name, (statSync(join(home.path, name)).mode & 0o777).toString(8)]).toEqual([
      name,
      '600',
    ]);
    expect(readFileSync(join(home.path, name)).includes(canary), name).toBe(false);
  }
  stores.close();
});

test('with keys for this run only, nothing is written', () => {
  using home = temporaryHome();
  const stores = open(home.path, newRoot(), 'run');
  stores.settings.set('a', 1);
  expect(stores.settings.all()).toEqual({ a: 1 });
  expect(() => statSync(home.path)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  stores.forget({ kind: 'everything' });
  stores.close();
});

test('another key, damage, a newer schema and a planted link are refused, and lose nothing', () => {
  using home = temporaryHome();
  const root = newRoot();
  const path = join(home.path, 'data.db');
  const stores = open(home.path, root);
  stores.settings.set('a', 'x'.repeat(20_000));
  stores.close();
  const whole = readFileSync(path);
  const refused = (code: string) => expect.objectContaining({ code }) as Error;

  expect(() => open(home.path, newRoot())).toThrow(refused('store_unreadable'));
  expect(readFileSync(path).equals(whole)).toBe(true);

  const damaged = Buffer.from(whole);
  damaged[whole.length - 9] = (damaged[whole.length - 9] ?? 0) ^ 1;
  writeFileSync(path, damaged);
  expect(() => {
    const hurt = open(home.path, root);
    try {
      hurt.settings.all();
    } finally {
      hurt.close();
    }
  }).toThrow(refused('store_damaged'));
  expect(readFileSync(path).equals(damaged)).toBe(true);

  writeFileSync(path, whole);
  const late = open(home.path, root);
  const newer = openDatabase(path, testKeys(root).derive('data'));
  newer.exec(`pragma user_version = ${migrations.length + 1}`);
  newer.close();
  // It was opened before the other program migrated: every transaction looks.
  expect(() => late.settings.all()).toThrow(refused('store_newer'));
  expect(() => late.settings.set('a', 1)).toThrow(refused('store_newer'));
  late.close();
  expect(() => open(home.path, root)).toThrow(refused('store_newer'));

  using other = temporaryHome();
  open(other.path, root).close();
  symlinkSync(path, join(other.path, 'data.db-wal'));
  expect(() => open(other.path, root)).toThrow(refused('home_not_private'));
});

test('a migration goes forward in one step after a copy, or not at all', () => {
  using home = temporaryHome();
  const root = newRoot();
  const path = join(home.path, 'data.db');
  const stores = open(home.path, root);
  stores.settings.set('kept', true);
  stores.close();
  const key = () => testKeys(root).derive('data');
  const next = 'alter table setting add column note text';

  const failing = openDatabase(path, key());
  expect(() => migrate(failing, path, [...migrations, next, 'no sql at all'])).toThrow('near "no"');
  failing.close();
  const unchanged = open(home.path, root);
  expect(unchanged.settings.all()).toEqual({ kept: true });
  unchanged.close();

  const database = openDatabase(path, key());
  migrate(database, path, [...migrations, next]);
  migrate(database, path, [...migrations, next]);
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
  database.close();
  const before = copyPath(path, migrations.length);
  expect((statSync(before).mode & 0o777).toString(8)).toBe('600');
  expect(readFileSync(before).includes('kept')).toBe(false);
  const copy = openDatabase(before, key());
  expect(copy.pragma('user_version', { simple: true })).toBe(migrations.length);
  expect(copy.prepare('select key from setting').all()).toEqual([{ key: 'kept' }]);
  copy.close();
});
