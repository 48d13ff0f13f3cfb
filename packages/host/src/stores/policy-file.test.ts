import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPolicyText } from './policy-file.ts';

function home(): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-policy-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test.each([
  ['that is not there', () => undefined, null],
  ['of the person alone', (path: string) => writeFileSync(path, '{}', { mode: 0o600 }), '{}'],
  ['that others may read', (path: string) => writeFileSync(path, '{}', { mode: 0o644 }), '{}'],
])('a file %s is read', (_name, make, text) => {
  const folder = home();
  make(join(folder, 'policy.json'));
  expect(readPolicyText(folder)).toBe(text);
});

test.each([
  [
    'its group may write',
    (path: string) => {
      writeFileSync(path, '{}');
      chmodSync(path, 0o620);
    },
    'others may write it',
  ],
  [
    'anybody may write',
    (path: string) => {
      writeFileSync(path, '{}');
      chmodSync(path, 0o602);
    },
    'others may write it',
  ],
  [
    'a link',
    (path: string) => {
      writeFileSync(`${path}.real`, '{}', { mode: 0o600 });
      symlinkSync(`${path}.real`, path);
    },
    'it is a link',
  ],
  ['a folder', (path: string) => mkdirSync(path), 'it is no file'],
  [
    'too large',
    (path: string) => {
      writeFileSync(path, '', { mode: 0o600 });
      truncateSync(path, (1 << 20) + 1);
    },
    'larger than 1 MiB',
  ],
])('%s: it stops the program and says why', (_name, make, why) => {
  const folder = home();
  make(join(folder, 'policy.json'));
  expect(() => readPolicyText(folder)).toThrow(why);
});
