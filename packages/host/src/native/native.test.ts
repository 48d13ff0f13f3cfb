import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { readdirSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, codeOf, createNative, MFD, RENAME, RESOLVE, RLIMIT, SEAL } from './index.ts';
import { CLOSE_RANGE, temporaryFile } from './index.ts';

const native = createNative();
let folder: string;
let directory: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-native-'));
  directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
});
afterEach(() => {
  closeSync(directory);
  rmSync(folder, { recursive: true });
});

const thrown = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing thrown';
};
const contained = RESOLVE.BENEATH | RESOLVE.NO_SYMLINKS | RESOLVE.NO_MAGICLINKS;

describe('openat2', () => {
  it('reads below the directory and closes on exec', () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'ü.md'), 'inside');
    const fd = native.openat2(directory, 'a/ü.md', constants.O_RDONLY, contained);
    expect(readFileSync(fd, 'utf8')).toBe('inside');
    const flags = /flags:\t(\d+)/.exec(
      readFileSync(`/proc/self/fdinfo/${String(fd)}`, 'utf8'),
    )?.[1];
    expect(Number.parseInt(flags ?? '0', 8) & 0o2000000).toBe(0o2000000);
    closeSync(fd);
  });

  it.each([
    ['..', 'EXDEV'],
    ['../x', 'EXDEV'],
    ['/etc/hostname', 'EXDEV'],
    ['absent', 'ENOENT'],
    ['link', 'ELOOP'],
    ['through/hostname', 'ELOOP'],
    ['a'.repeat(300), 'ENAMETOOLONG'],
    ['a\0b', 'path_nul'],
  ])('refuses %j with %s', (path, code) => {
    symlinkSync('/etc/hostname', join(folder, 'link'));
    symlinkSync('/etc', join(folder, 'through'));
    expect(thrown(() => native.openat2(directory, path, constants.O_RDONLY, contained))).toBe(code);
  });
});

it('creates, links, renames and unlinks through a descriptor', () => {
  native.mkdirat(directory, 'd', 0o700);
  const fd = native.openat(directory, 'one', constants.O_WRONLY | constants.O_CREAT, 0o600);
  expect(fstatSync(fd).mode & 0o777).toBe(0o600);
  closeSync(fd);
  native.linkat(directory, 'one', directory, 'two', 0);
  expect(thrown(() => native.linkat(directory, 'one', directory, 'two', 0))).toBe('EEXIST');
  const clash = () => native.renameat2(directory, 'one', directory, 'two', RENAME.NOREPLACE);
  expect(thrown(clash)).toBe('EEXIST');
  native.renameat2(directory, 'two', directory, 'three', RENAME.NOREPLACE);
  native.unlinkat(directory, 'd', AT.REMOVEDIR);
  expect(readdirSync(folder).sort()).toEqual(['one', 'three']);
  native.unlinkat(directory, 'three', 0);
  expect(thrown(() => native.unlinkat(directory, 'three', 0))).toBe('ENOENT');
});

it('gives a nameless file a name', () => {
  const fd = native.openat(
    directory,
    '.',
    temporaryFile(constants.O_DIRECTORY) | constants.O_WRONLY,
    0o600,
  );
  writeSync(fd, 'whole');
  native.linkat(AT.FDCWD, `/proc/self/fd/${String(fd)}`, directory, 'named', AT.SYMLINK_FOLLOW);
  closeSync(fd);
  expect(readFileSync(join(folder, 'named'), 'utf8')).toBe('whole');
});

it('reads into a buffer and no further', () => {
  writeFileSync(join(folder, 'f'), 'abc');
  const fd = native.openat(directory, 'f', constants.O_RDONLY);
  const buffer = Buffer.alloc(8);
  expect([
    native.read(fd, buffer, 2),
    native.read(fd, buffer, 8),
    native.read(fd, buffer, 8),
  ]).toEqual([2, 1, 0]);
  expect(thrown(() => native.read(fd, buffer, 9))).toBe('native_misuse');
  native.close(fd);
  expect(thrown(() => native.close(fd))).toBe('EBADF');
});

it('seals a memory file against every change', () => {
  const fd = native.memfdCreate('script', MFD.CLOEXEC | MFD.ALLOW_SEALING);
  writeSync(fd, 'echo');
  const seals = SEAL.SEAL | SEAL.SHRINK | SEAL.GROW | SEAL.WRITE;
  native.addSeals(fd, seals);
  expect(native.getSeals(fd)).toBe(seals);
  expect(thrown(() => writeSync(fd, 'x', 0))).toBe('EPERM');
  expect(thrown(() => native.addSeals(fd, SEAL.SEAL))).toBe('EPERM');
  closeSync(fd);
});

it('marks descriptors for exec one by one and as a range', () => {
  const fd = native.openat(directory, '.', constants.O_RDONLY);
  const closesOnExec = () =>
    (Number.parseInt(
      /flags:\t(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${String(fd)}`, 'utf8'))?.[1] ?? '',
      8,
    ) &
      0o2000000) !==
    0;
  native.setInheritable(fd, true);
  expect(closesOnExec()).toBe(false);
  native.closeRange(fd, fd, CLOSE_RANGE.CLOEXEC);
  expect(closesOnExec()).toBe(true);
  native.closeRange(fd, fd, 0);
  expect(thrown(() => fstatSync(fd))).toBe('EBADF');
});

it('reads the clock that counts suspend', () => {
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
  const now = native.bootTime();
  expect(now).toBeGreaterThanOrEqual(uptime);
  expect(native.bootTime()).toBeGreaterThanOrEqual(now);
});

it('forbids tracing and core files', () => {
  native.setDumpable(0);
  expect(native.getDumpable()).toBe(0);
  native.setDumpable(1);
  const before = native.getrlimit(RLIMIT.CORE);
  native.setrlimit(RLIMIT.CORE, 0, before.hard);
  expect(native.getrlimit(RLIMIT.CORE)).toEqual({ soft: 0, hard: before.hard });
  native.setrlimit(RLIMIT.CORE, before.soft, before.hard);
});
