import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { homePaths, redact } from '@gatehouse/kernel/redact';
import { expect, test } from 'vitest';
import { temporaryHome } from '../ledger/testing/fixtures.ts';
import { createLogs } from './create-logs.ts';

const mask = (text: string) => homePaths(redact(text), '/home/ann');
const open = (home: string, limits?: { maxBytes: number; rotated: number }) =>
  createLogs({ home, kept: 'keychain', mask, now: () => 0 }, limits);
const filesOf = (home: string) => readdirSync(join(home, 'logs')).sort();

test('an error is found again by its request id, with code, stack and causes', () => {
  using home = temporaryHome();
  const logs = open(home.path);
  const cause = new TypeError('the detail');
  expect(logs.error('r1', new GatehouseError('store_full', 'The disk is full.', cause))).toBe(true);
  expect(logs.error('r2', 'not even an error')).toBe(true);
  const [entry, ...rest] = logs.find('r1');
  expect(rest).toEqual([]);
  expect({ ...entry, detail: '' }).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    requestId: 'r1',
    code: 'store_full',
    detail: '',
  });
  expect(entry?.detail).toMatch(
    /^GatehouseError: The disk is full\.\n[^]*\ncaused by TypeError: the detail\n/,
  );
  expect(logs.find('r2').map(({ code, detail }) => [code, detail])).toEqual([
    ['internal', `'not even an error'`],
  ]);
  expect(logs.find('r3')).toEqual([]);
});

test('a secret, and the home path, are not in it, wherever in the error they were', () => {
  using home = temporaryHome();
  const logs = open(home.path);
  const key = ['sk', 'ant', 'api03', 'A1b2C3d4'.repeat(12)].join('-');
  const cause = new Error(`GET https://api.example.org with ${key} from /home/ann/notes`);
  logs.error(`r-${key}`, new GatehouseError('internal', `Authorization: Bearer ${key}`, cause));
  const text = readFileSync(join(home.path, 'logs', 'gatehouse.log'), 'utf8');
  expect(text).not.toContain(key);
  expect(text).not.toContain('/home/ann');
  expect(text).toContain('~/notes');
});

test('files are ours alone, rotated, and no more than set', () => {
  using home = temporaryHome();
  const logs = open(home.path, { maxBytes: 3000, rotated: 2 });
  for (let index = 0; index < 40; index += 1) logs.error(`r${index}`, new Error('x'.repeat(500)));
  expect(filesOf(home.path)).toEqual(['gatehouse.log', 'gatehouse.log.1', 'gatehouse.log.2']);
  for (const name of filesOf(home.path)) {
    const { mode, size } = statSync(join(home.path, 'logs', name));
    expect((mode & 0o777).toString(8)).toBe('600');
    expect(size).toBeLessThan(3000 + 4000);
  }
  expect((statSync(join(home.path, 'logs')).mode & 0o777).toString(8)).toBe('700');
  expect(logs.find('r39').length).toBe(1);
  expect(logs.find('r0')).toEqual([]);
});

test('a planted link is not written through; the error itself is not hidden by it', () => {
  using home = temporaryHome();
  using other = temporaryHome();
  mkdirSync(join(home.path, 'logs'), { recursive: true });
  mkdirSync(other.path, { recursive: true });
  const target = join(other.path, 'precious');
  writeFileSync(target, 'precious');
  symlinkSync(target, join(home.path, 'logs', 'gatehouse.log'));
  expect(open(home.path).error('r', new Error('x'))).toBe(false);
  expect(readFileSync(target, 'utf8')).toBe('precious');
});

test('with keys for this run only, nothing is written', () => {
  using home = temporaryHome();
  const logs = createLogs({ home: home.path, kept: 'run', mask, now: () => 0 });
  expect(logs.error('r', new Error('x'))).toBe(false);
  expect(() => statSync(home.path)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test('a line that a crash cut short is passed over', () => {
  using home = temporaryHome();
  const logs = open(home.path);
  logs.error('r1', new Error('x'));
  const path = join(home.path, 'logs', 'gatehouse.log');
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"time":"19`);
  expect(logs.find('r1').length).toBe(1);
});
