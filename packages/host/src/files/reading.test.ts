import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapters, codeFrom, createFilesStage } from './testing/files-stage.ts';
import type { FilesStage } from './testing/files-stage.ts';

const sha = (content: string) => createHash('sha256').update(content).digest('hex');

describe.each(adapters)('reading files by %s', (_, create) => {
  let stage: FilesStage;
  let at: (...names: string[]) => string;
  beforeEach(() => {
    stage = createFilesStage(create(), { maxFileBytes: 100_000 });
    at = (...names) => join(stage.root, ...names);
  });
  afterEach(() => stage.remove());

  describe('file.read', () => {
    it.each([
      { name: 'plain text', bytes: 'hällo\n', text: 'hällo\n', bom: false, nul: false },
      { name: 'nothing', bytes: '', text: '', bom: false, nul: false },
      { name: 'a byte-order mark', bytes: '\uFEFF# a', text: '# a', bom: true, nul: false },
      { name: 'NUL characters', bytes: 'a\0b\0', text: 'ab', bom: false, nul: true },
      { name: 'marks inside', bytes: 'a\uFEFFb', text: 'ab', bom: true, nul: false },
    ])('reads $name', async ({ bytes, text, bom, nul }) => {
      fs.writeFileSync(at('n.md'), bytes);
      const size = Buffer.byteLength(bytes);
      expect(await stage.perform('file.read', { path: 'n.md' })).toEqual({
        text,
        bom,
        nul,
        size,
        digest: sha(bytes),
      });
    });

    it('refuses what is not UTF-8, too large, a folder, a FIFO or a second name', async () => {
      fs.writeFileSync(at('latin.txt'), Buffer.from([0x68, 0xe4]));
      fs.writeFileSync(at('large'), 'x'.repeat(100_001));
      fs.writeFileSync(join(stage.home, 'elsewhere'), 'secret');
      fs.linkSync(join(stage.home, 'elsewhere'), at('hard'));
      fs.mkdirSync(at('folder'));
      execFileSync('mkfifo', [at('fifo')]);
      const codes: Record<string, string> = {};
      for (const path of ['latin.txt', 'large', 'hard', 'folder', 'fifo', '/dev/zero']) {
        codes[path] = await codeFrom(stage.perform('file.read', { path }));
      }
      expect(codes).toEqual({
        'latin.txt': 'path_not_text',
        large: 'path_too_large',
        hard: 'path_hard_linked',
        folder: 'path_not_regular',
        fifo: 'path_not_regular',
        '/dev/zero': 'path_not_regular',
      });
    });

    it('refuses a sparse file of 1 GB at once, without reading it', async () => {
      fs.writeFileSync(at('1GB.md'), '');
      fs.truncateSync(at('1GB.md'), 2 ** 30);
      expect((await stage.fact('1GB.md')).digest).toBe(null);
      const before = process.memoryUsage().arrayBuffers;
      expect(await codeFrom(stage.perform('file.read', { path: '1GB.md' }))).toBe('path_too_large');
      expect(await codeFrom(stage.perform('file.write', { path: '1GB.md', text: '' }))).toBe(
        'path_too_large',
      );
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
    });

    it('reads a large file whole', async () => {
      const text = 'ü'.repeat(49_999);
      fs.writeFileSync(at('big.md'), text);
      expect((await stage.perform('file.read', { path: 'big.md' })).text).toBe(text);
    });

    it.each([
      ['another file', () => fs.renameSync(at('other'), at('n.md'))],
      ['a link', () => fs.symlinkSync(at('other'), at('n.md'))],
      ['nothing', () => undefined],
      ['a folder', () => fs.mkdirSync(at('n.md'))],
    ])('says changed where %s took the name since it was judged', async (__, swap) => {
      fs.writeFileSync(at('n.md'), 'asked');
      fs.writeFileSync(at('other'), 'other');
      const target = await stage.fact('n.md');
      fs.renameSync(at('n.md'), at('away'));
      swap();
      const read = stage.perform('file.read', { path: 'n.md' }, { facts: { target } });
      expect(await codeFrom(read)).toBe('changed');
    });
  });

  it('lists a folder, naming links without following them', async () => {
    fs.mkdirSync(at('sub'));
    fs.writeFileSync(at('b.md'), 'four');
    fs.symlinkSync('/etc', at('a-link'));
    execFileSync('mkfifo', [at('fifo')]);
    const { entries, truncated } = await stage.perform('file.list', { path: '.' });
    expect(truncated).toBe(false);
    expect(entries.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'a-link link',
      'b.md file',
      'fifo fifo',
      'sub directory',
    ]);
    expect(entries[1]?.size).toBe(4);
    fs.writeFileSync(at('not-a-folder'), '');
    expect(await codeFrom(stage.perform('file.list', { path: 'not-a-folder' }))).toBe('changed');
  });

  describe('file.search', () => {
    it('finds lines in any case, and never looks behind a link or into a refused place', async () => {
      fs.mkdirSync(at('sub', 'deep'), { recursive: true });
      fs.mkdirSync(at('.git'));
      fs.mkdirSync(at('.ssh'));
      fs.mkdirSync(join(stage.home, 'gatehouse'));
      fs.writeFileSync(at('a.md'), 'one\r\nThe NEEDLE here\r\n');
      fs.writeFileSync(at('sub', 'deep', 'b.md'), '---\ngatehouse: private\n---\nneedle\nneedle');
      fs.writeFileSync(at('.git', 'x'), 'needle');
      fs.writeFileSync(at('binary'), Buffer.from('needle\xff', 'latin1'));
      fs.writeFileSync(join(stage.home, 'elsewhere'), 'needle outside');
      fs.writeFileSync(join(stage.home, 'gatehouse', 'data'), 'needle own');
      fs.linkSync(join(stage.home, 'elsewhere'), at('hard'));
      fs.symlinkSync(join(stage.home, 'elsewhere'), at('link'));
      fs.symlinkSync(stage.home, at('up'));
      execFileSync('mkfifo', [at('fifo')]);
      expect(await stage.perform('file.search', { path: '.', text: 'Needle' })).toEqual({
        matches: [
          { path: at('a.md'), line: 2, text: 'The NEEDLE here', private: false },
          { path: at('sub', 'deep', 'b.md'), line: 4, text: 'needle', private: true },
          { path: at('sub', 'deep', 'b.md'), line: 5, text: 'needle', private: true },
        ],
        truncated: false,
        skipped: 6,
      });
      const above = await stage.perform('file.search', { path: stage.home, text: 'needle own' });
      expect(above.matches).toEqual([]);
    });

    it('stops at its limit of matches and cuts long lines around the match', async () => {
      fs.writeFileSync(at('many.md'), 'hit\n'.repeat(600));
      const many = await stage.perform('file.search', { path: '.', text: 'hit' });
      expect([many.matches.length, many.truncated]).toEqual([500, true]);
      fs.writeFileSync(at('many.md'), `${'x'.repeat(5000)}hit${'y'.repeat(5000)}`);
      const { matches } = await stage.perform('file.search', { path: '.', text: 'hit' });
      expect([matches[0]?.text.length, matches[0]?.text.includes('hit')]).toEqual([400, true]);
    });

    it('stops when it is told to', async () => {
      for (let n = 0; n < 100; n++) fs.writeFileSync(at(`${String(n)}.md`), 'x');
      const signal = AbortSignal.abort();
      const search = stage.perform('file.search', { path: '.', text: 'x' }, { signal });
      expect(await codeFrom(search)).toBe('cancelled');
    });
  });
});
