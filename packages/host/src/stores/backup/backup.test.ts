import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createSnapshots } from '../../files/index.ts';
import { newRoot, temporaryHome, testKeys } from '../../ledger/testing/fixtures.ts';
import { fill, openStores } from '../testing/filled.ts';
import { restoreBackup } from './restore-backup.ts';
import { readSealed, writeSealed } from './sealed-file.ts';
import { writeBackup } from './write-backup.ts';

const passphrase = Buffer.from(['correct', 'horse', 'battery'].join(' '));
const refused = (code: string) => expect.objectContaining({ code }) as Error;

function parts(home: string, root = newRoot()) {
  const stores = openStores(home, root);
  const snapshots = createSnapshots({ directory: join(home, 'snapshots'), keys: testKeys(root) });
  return { stores, snapshots, home };
}

async function saved(home: string) {
  const own = parts(home);
  const copy = own.snapshots.put(Buffer.from('canary in a copy'.repeat(10_000)));
  const id = await fill(own.stores, 'canary-work', copy);
  await fill(own.stores, 'canary-home', copy);
  own.stores.grants.add({
    id: 'g',
    length: 'lasting',
    session: id,
    task: '',
    domain: { name: 'canary-work', id: 'd' },
    scope: { operation: 'file.read', limit: 'under', value: '/x' },
    codes: [],
    given: 0,
    until: 1,
    expires: null,
    mac: '',
  });
  writeFileSync(join(home, 'config.json'), '{"canary": true}\n', { mode: 0o600 });
  const path = join(dirname(home), 'saved.backup');
  writeBackup(own, path, passphrase);
  return { ...own, path, id, copy };
}

const kept = ({ stores }: { stores: ReturnType<typeof openStores> }) => ({
  settings: stores.settings.all(),
  domains: stores.domains.list(),
  sessions: stores.sessions.list(99),
  undo: stores.undo.list(99),
  pin: stores.pins.get('/notes/canary-work/p.md'),
});

test('a backup holds everything but keys and grants, and opens under other keys', async () => {
  using home = temporaryHome();
  const old = await saved(home.path);
  expect((statSync(old.path).mode & 0o777).toString(8)).toBe('600');
  expect(readFileSync(old.path).includes('canary')).toBe(false);

  using other = temporaryHome();
  const own = parts(other.path);
  const before = await fill(own.stores, 'before', null);
  expect(restoreBackup(own, old.path, passphrase)).toEqual({ rows: 18, snapshots: 1 });
  const [copy] = own.snapshots.list();
  expect(copy?.id).not.toBe(old.copy);
  expect(own.snapshots.get(copy?.id ?? '').toString()).toBe('canary in a copy'.repeat(10_000));
  const expected = kept(old);
  expect(kept(own)).toEqual({
    ...expected,
    undo: expected.undo.map((entry) => ({ ...entry, snapshot: copy?.id })),
  });
  expect(await own.stores.sessions.history(old.id)).toEqual(
    await old.stores.sessions.history(old.id),
  );
  expect(own.stores.sessions.get(before)).toBe(null);
  expect(own.stores.grants.all()).toEqual([]);
  expect(readFileSync(join(other.path, 'config.json'), 'utf8')).toBe('{"canary": true}\n');
  expect(readdirSync(other.path)).toContain('data.db.before-restore');
  // What was restored can be gone on with.
  await own.stores.sessions.append(old.id, { role: 'person', text: 'more' });
  own.stores.forget({ kind: 'everything' });
  expect(readdirSync(other.path)).not.toContain('data.db.before-restore');
  own.stores.close();
  old.stores.close();
});

test('another passphrase, any change and any cut leave everything as it was', async () => {
  using home = temporaryHome();
  const old = await saved(home.path);
  old.stores.close();
  const whole = readFileSync(old.path);
  const flip = (at: number) => {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  // Still a digit, so that the salt is well formed and only another one.
  const otherDigit = (at: number) => {
    const copy = Buffer.from(whole);
    copy[at] = copy[at] === 0x30 ? 0x31 : 0x30;
    return copy;
  };
  const header = whole.indexOf(0x0a) + 1;
  const chunk = 64 * 1024 + 16;
  const cases: [string, Buffer][] = [
    ['backup_unreadable', flip(header + 5)],
    ['backup_unreadable', otherDigit(whole.indexOf('salt=') + 6)],
    ['backup_damaged', flip(header + chunk + 5)],
    ['backup_damaged', flip(whole.length - 1)],
    ['backup_damaged', whole.subarray(0, header + chunk)],
    ['backup_damaged', whole.subarray(0, whole.length - 1)],
    ['backup_damaged', Buffer.concat([whole, Buffer.from('x')])],
    ['backup_damaged', Buffer.concat([whole.subarray(0, header + chunk), whole.subarray(header)])],
    [
      'backup_unreadable',
      Buffer.concat([
        whole.subarray(0, header),
        whole.subarray(header + chunk, header + 2 * chunk),
        whole.subarray(header, header + chunk),
        whole.subarray(header + 2 * chunk),
      ]),
    ],
    ['backup_unreadable', whole.subarray(0, header)],
    ['backup_malformed', whole.subarray(0, header - 1)],
    ['backup_malformed', Buffer.from('')],
    [
      'backup_malformed',
      Buffer.from(whole.toString('latin1').replace('m=65536', 'm=999999'), 'latin1'),
    ],
  ];
  using other = temporaryHome();
  const own = parts(other.path);
  await fill(own.stores, 'before', own.snapshots.put(Buffer.from('old')));
  const before = { ...kept(own), snapshots: own.snapshots.list() };
  const path = join(dirname(other.path), 'hostile.backup');
  for (const [code, bytes] of cases) {
    writeFileSync(path, bytes);
    expect(() => restoreBackup(own, path, passphrase), code).toThrow(refused(code));
    expect({ ...kept(own), snapshots: own.snapshots.list() }).toEqual(before);
  }
  expect(() => restoreBackup(own, old.path, Buffer.from('another passphrase'))).toThrow(
    refused('backup_unreadable'),
  );
  expect({ ...kept(own), snapshots: own.snapshots.list() }).toEqual(before);
  expect(readdirSync(other.path)).not.toContain('config.json');
  own.stores.close();
});

const sealedLines: [string, string[]][] = [
  ['no end', ['{"kind":"start","version":1}']],
  ['no start', ['{"kind":"end","rows":0,"snapshots":0}']],
  [
    'a table of our own choosing',
    [
      '{"kind":"start","version":1}',
      '{"kind":"row","table":"permission","values":["a","b","c"]}',
      '{"kind":"end","rows":1,"snapshots":0}',
    ],
  ],
  [
    'a column too many',
    [
      '{"kind":"start","version":1}',
      '{"kind":"row","table":"setting","values":["a","1","c"]}',
      '{"kind":"end","rows":1,"snapshots":0}',
    ],
  ],
  [
    'a count that does not fit',
    ['{"kind":"start","version":1}', '{"kind":"end","rows":1,"snapshots":0}'],
  ],
  [
    'lines after the end',
    [
      '{"kind":"start","version":1}',
      '{"kind":"end","rows":0,"snapshots":0}',
      '{"kind":"config","text":"{}"}',
    ],
  ],
  ['a newer version', ['{"kind":"start","version":2}', '{"kind":"end","rows":0,"snapshots":0}']],
];
test.each(sealedLines)('an authentic file with %s is refused whole', (_, lines) => {
  using home = temporaryHome();
  const own = parts(home.path);
  own.stores.settings.set('kept', 1);
  const path = join(dirname(home.path), 'x.backup');
  writeSealed(path, passphrase, (write) => write(Buffer.from(`${lines.join('\n')}\n`)));
  expect(() => restoreBackup(own, path, passphrase)).toThrow(refused('backup_malformed'));
  expect(own.stores.settings.all()).toEqual({ kept: 1 });
  own.stores.close();
});

test('a sealed file of any length around a chunk gives back its bytes', () => {
  using home = temporaryHome();
  const own = parts(home.path);
  const chunk = 64 * 1024;
  for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 7]) {
    const bytes = Buffer.alloc(length, `${length}`);
    const path = join(home.path, `${length}.backup`);
    writeSealed(path, passphrase, (write) => {
      for (let at = 0; at < length; at += 10_000) write(bytes.subarray(at, at + 10_000));
    });
    expect(Buffer.concat([...readSealed(path, passphrase)]).equals(bytes)).toBe(true);
    expect(() => writeSealed(path, passphrase, () => undefined)).toThrow(refused('backup_exists'));
  }
  expect(() => writeSealed('x', Buffer.from('short'), () => undefined)).toThrow(
    refused('passphrase_too_short'),
  );
  const failing = join(home.path, 'failing.backup');
  expect(() =>
    writeSealed(failing, passphrase, () => {
      throw new Error('no more');
    }),
  ).toThrow('no more');
  expect(readdirSync(home.path)).not.toContain('failing.backup');
  own.stores.close();
});
