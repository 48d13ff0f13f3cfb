import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgramKeys } from '../../database/program-keys.ts';
import { codeOf } from '../../native/index.ts';
import { createSnapshots } from './index.ts';

const root = randomBytes(32);
const keysOf = (kept: ProgramKeys['kept'], key = root): ProgramKeys => ({
  kept,
  derive: () => Buffer.from(key),
});
let home: string;
let directory: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-snapshots-'));
  directory = join(home, 'snapshots');
});
afterEach(() => rmSync(home, { recursive: true }));

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const thrown = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing thrown';
};

describe.each(['keychain', 'run'] as const)('kept: %s', (kept) => {
  it('gives back every byte, once for equal content', () => {
    const snapshots = createSnapshots({ directory, keys: keysOf(kept) });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const id = snapshots.put(bytes);
        expect(snapshots.put(Buffer.from(bytes))).toBe(id);
        expect(snapshots.get(id)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
    const ids = snapshots.list().map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lists, forgets and says what is missing', () => {
    const snapshots = createSnapshots({ directory, keys: keysOf(kept) });
    expect(snapshots.list()).toEqual([]);
    const id = snapshots.put(Buffer.from('four'));
    expect(snapshots.list()).toEqual([{ id, size: 4, time: expect.any(Number) as number }]);
    expect(snapshots.has(id)).toBe(true);
    snapshots.forget(id);
    snapshots.forget(id);
    expect([snapshots.has(id), snapshots.list()]).toEqual([false, []]);
    expect(thrown(() => snapshots.get(id))).toBe('snapshot_missing');
    expect(thrown(() => snapshots.get('../../etc/passwd'))).toBe('snapshot_missing');
  });
});

it('keeps nothing on disk for a run', () => {
  const snapshots = createSnapshots({ directory, keys: keysOf('run') });
  snapshots.put(Buffer.from('secret'));
  expect(existsSync(directory)).toBe(false);
});

it('writes neither the content nor its plain digest, readable by nobody else', () => {
  const snapshots = createSnapshots({ directory, keys: keysOf('keychain') });
  const content = 'canary '.repeat(100);
  const id = snapshots.put(Buffer.from(content));
  const files = filesOf(directory);
  expect(files.map((path) => path.endsWith(id))).toEqual([true]);
  for (const path of files) {
    expect(readFileSync(path).includes('canary')).toBe(false);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  }
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const other = createSnapshots({ directory, keys: keysOf('keychain', randomBytes(32)) });
  expect(thrown(() => other.get(id))).toBe('snapshot_damaged');
  expect(other.put(Buffer.from(content))).not.toBe(id);
});

it.each([
  ['cut at the end', (path: string) => truncateSync(path, statSync(path).size - 1)],
  ['cut to nothing', (path: string) => truncateSync(path, 0)],
  [
    'one bit changed',
    (path: string) => {
      const bytes = readFileSync(path);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
  ],
])('notices a copy %s and replaces it by a whole one', (_, damage) => {
  const snapshots = createSnapshots({ directory, keys: keysOf('keychain') });
  const content = randomBytes(100);
  const id = snapshots.put(content);
  for (const path of filesOf(directory)) damage(path);
  expect(thrown(() => snapshots.get(id))).toBe('snapshot_damaged');
  snapshots.put(content);
  expect(snapshots.get(id)).toEqual(content);
});

it('notices two copies that were exchanged', () => {
  const snapshots = createSnapshots({ directory, keys: keysOf('keychain') });
  const [one, two] = [snapshots.put(Buffer.from('one')), snapshots.put(Buffer.from('two'))];
  const at = (id: string) => join(directory, id.slice(0, 2), id);
  chmodSync(at(two), 0o600);
  writeFileSync(at(two), readFileSync(at(one)));
  expect(thrown(() => snapshots.get(two))).toBe('snapshot_damaged');
});
