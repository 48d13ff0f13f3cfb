import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readEnvFile } from './env-file.ts';

const place = { folder: '' };
beforeEach(() => {
  place.folder = mkdtempSync(join(tmpdir(), 'env-'));
});
afterEach(() => rmSync(place.folder, { recursive: true }));

const file = () => join(place.folder, '.env');
const read = (variable = 'A_KEY') => {
  try {
    return readEnvFile(place.folder, variable)?.toString() ?? null;
  } catch (error) {
    return error instanceof GatehouseError ? error.code : error;
  }
};

it.each([
  ['A_KEY=value', 'value'],
  ['A_KEY = value ', 'value'],
  ['export A_KEY=value\r\n', 'value'],
  ['A_KEY="va lue" # comment', 'va lue'],
  ["A_KEY='va\"lue'", 'va"lue'],
  ['A_KEY=value # comment', 'value'],
  ['A_KEY=val#ue', 'val#ue'],
  ['A_KEY=a=b==', 'a=b=='],
  ['A_KEY=one\nA_KEY=two', 'two'],
  ['A_KEY=one\nA_KEY=', null],
  ['#A_KEY=value', null],
  ['B_KEY=value', null],
  ['XA_KEY=value', null],
  ['A_KEY', null],
  ['A_KEY=', null],
  ['A_KEY=""', null],
  ['', null],
  ['=value', null],
])('%j', (text, value) => {
  writeFileSync(file(), text, { mode: 0o600 });
  expect(read()).toBe(value);
});

it('a folder without one names no keys', () => {
  expect(read()).toBe(null);
});

it('refuses a file everybody can write, where it names the key', () => {
  writeFileSync(file(), 'A_KEY=value');
  chmodSync(file(), 0o666);
  expect([read(), read('B_KEY')]).toEqual(['env_file_unsafe', null]);
});

it('takes no link, no pipe, no folder and no flood for one', () => {
  const real = join(place.folder, 'real');
  writeFileSync(real, 'A_KEY=value', { mode: 0o600 });
  symlinkSync(real, file());
  const link = read();
  rmSync(file());
  execFileSync('mkfifo', [file()]);
  const pipe = read();
  rmSync(file());
  writeFileSync(file(), `A_KEY=value\n${'#'.repeat(70_000)}`, { mode: 0o600 });
  expect({ link, pipe, flood: read() }).toEqual({ link: null, pipe: null, flood: null });
});
