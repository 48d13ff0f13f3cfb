import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { expect, test } from 'vitest';
import { requireOwnFolder } from './require-own-folder.ts';

test.each([
  ['an empty folder', [], true],
  ['its own', ['keys.json', 'data.db', 'data.db-wal', 'logs', 'audit'], true],
  ['its own, with something a person put there', ['keys.json', 'notes.txt'], true],
  ['prepared by a person', ['config.json', 'policy.json', '.env'], true],
  ['one that kept nothing', ['cache'], true],
  ['a folder of notes', ['a.md', 'b.md'], false],
  ['somebody’s home', ['.bashrc', '.env', 'logs'], false],
  ['a project', ['.env', 'package.json'], false],
] as const)('%s may be the home: %o', (_name, names, may) => {
  const folder = mkdtempSync(join(tmpdir(), 'own-'));
  try {
    for (const name of names) writeFileSync(join(folder, name), '');
    const act = () => requireOwnFolder(folder);
    if (may) expect(act()).toBeUndefined();
    else expect(act).toThrow(GatehouseError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
test('a folder that is not there may become it; the top of the disk may not', () => {
  expect(requireOwnFolder(join(tmpdir(), 'not', 'there'))).toBeUndefined();
  expect(() => requireOwnFolder('/')).toThrow(GatehouseError);
});
