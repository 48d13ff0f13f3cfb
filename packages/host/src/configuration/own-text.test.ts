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
import { describe, expect, onTestFinished, test } from 'vitest';
import { readOwnText } from './own-text.ts';

function home(): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse-own-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const files = ['config', 'policy'] as const;

describe.each(files)('%s.json', (file) => {
  test.each([
    ['that is not there', () => undefined, null],
    ['of the person alone', (path: string) => writeFileSync(path, '{}', { mode: 0o600 }), '{}'],
    ['that others may read', (path: string) => writeFileSync(path, '{}', { mode: 0o644 }), '{}'],
  ])('%s is read', (_name, make, text) => {
    const folder = home();
    make(join(folder, `${file}.json`));
    expect(readOwnText(folder, file)).toBe(text);
  });

  test.each([
    [
      'its group may write',
      (path: string) => {
        writeFileSync(path, '{}');
        chmodSync(path, 0o620);
      },
      `others may write it. Run: chmod 600 ${file}.json`,
    ],
    [
      'anybody may write',
      (path: string) => {
        writeFileSync(path, '{}');
        chmodSync(path, 0o602);
      },
      `others may write it. Run: chmod 600 ${file}.json`,
    ],
    [
      'a link',
      (path: string) => {
        writeFileSync(`${path}.real`, '{}', { mode: 0o600 });
        symlinkSync(`${path}.real`, path);
      },
      'it is a link, or cannot be opened. Put the file itself there',
    ],
    ['a folder', (path: string) => mkdirSync(path), 'it is no file'],
    [
      'too large',
      (path: string) => {
        writeFileSync(path, '', { mode: 0o600 });
        truncateSync(path, (1 << 20) + 1);
      },
      'it is larger than 1 MiB',
    ],
  ])('%s: it stops the program and says why', (_name, make, why) => {
    const folder = home();
    make(join(folder, `${file}.json`));
    expect(() => readOwnText(folder, file)).toThrow(
      expect.objectContaining({
        code: `${file}_not_private`,
        message: `${file}.json is not taken: ${why}.`,
      }) as Error,
    );
  });

  test('in another encoding is no UTF-8, and stops the program', () => {
    const folder = home();
    writeFileSync(join(folder, `${file}.json`), Uint8Array.of(0x22, 0xe9, 0x22), { mode: 0o600 });
    expect(() => readOwnText(folder, file)).toThrow(`${file}.json is not UTF-8`);
  });
});
