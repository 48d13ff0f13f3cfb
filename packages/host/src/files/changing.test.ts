import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adapters, codeFrom, createFilesStage, finish, treeOf } from './testing/files-stage.ts';
import type { FilesStage } from './testing/files-stage.ts';

const sha = (content: string) => createHash('sha256').update(content).digest('hex');

describe.each(adapters)('changing files by %s', (_, create) => {
  let stage: FilesStage;
  let at: (...names: string[]) => string;
  beforeEach(() => {
    stage = createFilesStage(create(), { maxFileBytes: 100_000 });
    at = (...names) => join(stage.root, ...names);
  });
  afterEach(() => stage.remove());
  const tree = () => treeOf(stage);

  describe('file.write', () => {
    it('makes a file and the folders on the way', async () => {
      const made = await stage.perform('file.write', { path: 'new/deep/n.md', text: 'hällo' });
      expect(made).toEqual({ snapshot: null, created: true, size: 6, digest: sha('hällo') });
      expect(tree()).toEqual({ new: '/', 'new/deep': '/', 'new/deep/n.md': 'h\xc3\xa4llo' });
    });

    it('replaces a file, keeps its permissions and what it held', async () => {
      fs.writeFileSync(at('n.md'), 'old');
      fs.chmodSync(at('n.md'), 0o4640);
      const result = await stage.perform('file.write', { path: 'n.md', text: 'new' });
      expect({ ...result, snapshot: '' }).toEqual({
        snapshot: '',
        created: false,
        size: 3,
        digest: sha('new'),
      });
      expect(stage.snapshots.get(result.snapshot ?? '').toString()).toBe('old');
      expect(tree()).toEqual({ 'n.md': 'new' });
      expect(fs.statSync(at('n.md')).mode & 0o7777).toBe(0o640);
    });

    it.each([
      { name: 'keeps a byte-order mark', old: '\uFEFFold', text: 'new', now: '\uFEFFnew' },
      { name: 'does not double it', old: '\uFEFFold', text: '\uFEFFnew', now: '\uFEFFnew' },
      { name: 'refuses where NUL would be lost', old: 'a\0b', text: 'new', code: 'path_not_text' },
      { name: 'refuses for an inner mark', old: 'a\uFEFFb', text: 'new', code: 'path_not_text' },
      { name: 'refuses over bytes', old: '\xff\xfe', text: 'new', code: 'path_not_text' },
      { name: 'refuses to write NUL', old: 'a', text: 'b\0', code: 'text_malformed' },
      { name: 'refuses half a character', old: 'a', text: '\ud800', code: 'text_malformed' },
    ])('$name', async ({ old, text, now, code }) => {
      fs.writeFileSync(at('n.md'), old, old === '\xff\xfe' ? 'latin1' : 'utf8');
      const before = tree();
      expect(await codeFrom(stage.perform('file.write', { path: 'n.md', text }))).toBe(
        code ?? 'done',
      );
      expect(tree()).toEqual(
        now === undefined ? before : { 'n.md': Buffer.from(now).toString('latin1') },
      );
    });

    it.each([
      ['edited in place', () => fs.writeFileSync(at('n.md'), 'theirs')],
      ['replaced', () => fs.renameSync(at('other'), at('n.md'))],
      ['removed', () => fs.unlinkSync(at('n.md'))],
      [
        'turned into a link',
        () => {
          fs.unlinkSync(at('n.md'));
          fs.symlinkSync('other', at('n.md'));
        },
      ],
      ['linked a second time', () => fs.linkSync(at('n.md'), at('second'))],
      [
        'moved with its folder',
        () => {
          fs.renameSync(stage.root, `${stage.root}-old`);
          fs.mkdirSync(stage.root);
          fs.writeFileSync(at('n.md'), 'asked');
        },
      ],
    ])('changes nothing where the file was %s since it was judged', async (__, change) => {
      fs.writeFileSync(at('n.md'), 'asked');
      fs.writeFileSync(at('other'), 'other');
      const target = await stage.fact('n.md');
      change();
      const before = tree();
      const write = stage.perform('file.write', { path: 'n.md', text: 'x' }, { facts: { target } });
      expect(['changed', 'path_hard_linked']).toContain(await codeFrom(write));
      expect(tree()).toEqual(before);
    });

    it('gives way to an edit made in the very moment it takes the name', async () => {
      const containment = create();
      const edited = createFilesStage({
        ...containment,
        rename(from, name, to, newName, how) {
          if (how === 'exchange') fs.writeFileSync(`${to.at}/${newName}`, 'theirs');
          containment.rename(from, name, to, newName, how);
        },
      });
      fs.writeFileSync(join(edited.root, 'n.md'), 'asked');
      const write = edited.perform('file.write', { path: 'n.md', text: 'ours' });
      expect(await codeFrom(write)).toBe('changed');
      expect(treeOf(edited)).toEqual({ 'n.md': 'theirs' });
      edited.remove();
    });

    it('does not take a name that appeared since it was judged', async () => {
      const facts = { target: await stage.fact('a/n.md') };
      fs.mkdirSync(at('a'));
      const write = () => stage.perform('file.write', { path: '', text: 'x' }, { facts });
      expect(await codeFrom(write())).toBe('changed');
      expect(tree()).toEqual({ a: '/' });
      const file = { target: await stage.fact('a/n.md') };
      fs.writeFileSync(at('a', 'n.md'), 'theirs');
      expect(await codeFrom(stage.perform('file.write', { text: 'x' }, { facts: file }))).toBe(
        'changed',
      );
      expect(tree()).toEqual({ a: '/', 'a/n.md': 'theirs' });
    });
  });

  describe('file.move', () => {
    it('moves a file and a folder, making folders on the way', async () => {
      fs.mkdirSync(at('d'));
      fs.writeFileSync(at('d', 'n.md'), 'x');
      expect(await stage.perform('file.move', { from: 'd/n.md', to: 'a/b/n.md' })).toEqual({
        moved: true,
      });
      await stage.perform('file.move', { from: 'a', to: 'd/a' });
      expect(tree()).toEqual({ d: '/', 'd/a': '/', 'd/a/b': '/', 'd/a/b/n.md': 'x' });
    });

    it('never overwrites, also where the name was taken since', async () => {
      fs.writeFileSync(at('one'), '1');
      const facts = { target: await stage.fact('one'), destination: await stage.fact('x/two') };
      fs.mkdirSync(at('x'));
      expect(await codeFrom(stage.perform('file.move', {}, { facts }))).toBe('changed');
      const again = { ...facts, destination: await stage.fact('x/two') };
      fs.writeFileSync(at('x', 'two'), '2');
      const taken = ['path_already_exists', 'changed'];
      expect(taken).toContain(await codeFrom(stage.perform('file.move', {}, { facts: again })));
      expect(tree()).toEqual({ one: '1', x: '/', 'x/two': '2' });
      expect(await codeFrom(stage.perform('file.move', { from: 'one', to: 'x/two' }))).toBe(
        'path_already_exists',
      );
    });

    it('moves nothing else than what was judged, and no folder into itself', async () => {
      fs.writeFileSync(at('one'), '1');
      const facts = { target: await stage.fact('one'), destination: await stage.fact('new/two') };
      fs.unlinkSync(at('one'));
      fs.writeFileSync(at('one'), 'another');
      expect(await codeFrom(stage.perform('file.move', {}, { facts }))).toBe('changed');
      fs.mkdirSync(at('d'));
      expect(await codeFrom(stage.perform('file.move', { from: 'd', to: 'd/in/d' }))).toBe(
        'move_into_itself',
      );
      expect(tree()).toEqual({ d: '/', one: 'another' });
    });

    it('takes a file to another disk, whole, and a folder not', async () => {
      const other = fs.mkdtempSync('/dev/shm/gatehouse-files-');
      try {
        expect(fs.statSync(other).dev).not.toBe(fs.statSync(stage.root).dev);
        fs.writeFileSync(at('n.md'), 'x'.repeat(3_000_000));
        fs.chmodSync(at('n.md'), 0o640);
        fs.mkdirSync(at('d'));
        await stage.perform('file.move', { from: 'n.md', to: join(other, 'a/n.md') });
        expect(fs.readFileSync(join(other, 'a', 'n.md'), 'utf8')).toBe('x'.repeat(3_000_000));
        expect(fs.statSync(join(other, 'a', 'n.md')).mode & 0o777).toBe(0o640);
        expect(
          await codeFrom(stage.perform('file.move', { from: 'd', to: join(other, 'd') })),
        ).toBe('other_disk');
        fs.writeFileSync(at('m.md'), 'x');
        const signal = AbortSignal.abort();
        const stopped = stage.perform(
          'file.move',
          { from: 'm.md', to: join(other, 'b/m') },
          { signal },
        );
        expect(await codeFrom(stopped)).toBe('cancelled');
        expect(tree()).toEqual({ d: '/', 'm.md': 'x' });
        expect(fs.readdirSync(other, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
          'a',
          'a/n.md',
        ]);
      } finally {
        fs.rmSync(other, { recursive: true });
      }
    });
  });

  describe('file.delete and undo', () => {
    const plant = () => {
      fs.mkdirSync(at('d', 'e'), { recursive: true });
      fs.writeFileSync(at('d', 'n.md'), 'note');
      fs.writeFileSync(at('d', 'e', 'bytes'), Buffer.from([0, 255]));
      fs.symlinkSync('/etc/hostname', at('d', 'e', 'link'));
      fs.chmodSync(at('d', 'n.md'), 0o604);
      fs.chmodSync(at('d', 'e'), 0o710);
      fs.mkdirSync(at('d', 'read-only'), { mode: 0o510 });
    };

    it.each(['d', 'd/n.md', 'd/e/bytes'])(
      'deletes %s and gives it back as it was',
      async (path) => {
        plant();
        const before = tree();
        const { snapshot } = await stage.perform('file.delete', { path });
        expect(Object.keys(tree()).filter((name) => name.startsWith(path))).toEqual([]);
        stage.undo.deleted(await stage.fact(path), snapshot);
        expect(tree()).toEqual(before);
        expect(fs.statSync(at('d', 'n.md')).mode & 0o777).toBe(0o604);
        expect(fs.statSync(at('d', 'e')).mode & 0o777).toBe(0o710);
        expect(fs.statSync(at('d', 'read-only')).mode & 0o777).toBe(0o510);
      },
    );

    it('undoes a write, a creation and a move', async () => {
      fs.writeFileSync(at('n.md'), '\uFEFFold\0');
      fs.writeFileSync(at('n.md'), 'old');
      const { snapshot } = await stage.perform('file.write', { path: 'n.md', text: 'new' });
      await stage.perform('file.write', { path: 'made.md', text: 'x' });
      stage.undo.overwritten(await stage.fact('n.md'), snapshot ?? '');
      const signal = new AbortController().signal;
      await finish(stage.undo.created(await stage.fact('made.md'), signal));
      expect(tree()).toEqual({ 'n.md': 'old' });
      await stage.perform('file.move', { from: 'n.md', to: 'm.md' });
      await finish(stage.undo.moved(await stage.fact('m.md'), await stage.fact('n.md'), signal));
      expect(tree()).toEqual({ 'n.md': 'old' });
    });

    it('gives back only deleted entries, and never over something', async () => {
      fs.writeFileSync(at('n.md'), 'x');
      const { snapshot } = await stage.perform('file.delete', { path: 'n.md' });
      fs.writeFileSync(at('n.md'), 'theirs');
      const fact = await stage.fact('n.md');
      expect(() => stage.undo.deleted(fact, snapshot)).toThrow('again');
      const bad = '{"version":1,"entries":[{"path":[],"mode":448,"kind":"directory"},';
      for (const content of [
        'no list',
        `${bad}{"path":["..","x"],"mode":448,"kind":"directory"}]}`,
        `${bad}{"path":["x"],"mode":2496,"kind":"file","content":""}]}`,
      ]) {
        const id = stage.snapshots.put(Buffer.from(content));
        const absent = await stage.fact('free');
        expect(() => stage.undo.deleted(absent, id)).toThrow(/not of a deleted|may not hold/u);
      }
      expect(tree()).toEqual({ 'n.md': 'theirs' });
    });

    it.each([
      ['a FIFO', 'path_not_regular', () => execFileSync('mkfifo', [at('d', 'fifo')])],
      ['a second name', 'path_hard_linked', () => fs.linkSync(at('out'), at('d', 'hard'))],
      ['a large file', 'path_too_large', () => fs.writeFileSync(at('d', 'l'), 'x'.repeat(100_001))],
    ])('leaves a folder with %s as it was', async (__, code, spoil) => {
      plant();
      fs.writeFileSync(at('out'), 'x');
      spoil();
      const all = () =>
        fs.readdirSync(stage.root, { recursive: true, encoding: 'utf8' }).toSorted();
      const before = all();
      expect(await codeFrom(stage.perform('file.delete', { path: 'd' }))).toBe(code);
      expect(all()).toEqual(before);
    });

    it('removes all of a folder or nothing, also where a part is closed to writing', async () => {
      plant();
      fs.chmodSync(at('d', 'e'), 0o500);
      const before = tree();
      // Nothing is closed to root.
      const isRoot = process.getuid?.() === 0;
      expect(await codeFrom(stage.perform('file.delete', { path: 'd' }))).toBe(
        isRoot ? 'done' : 'path_not_permitted',
      );
      expect(tree()).toEqual(isRoot ? {} : before);
      if (!isRoot) fs.chmodSync(at('d', 'e'), 0o700);
    });

    it('keeps its hands off refused places below a folder', async () => {
      fs.mkdirSync(join(stage.home, '.ssh'));
      fs.writeFileSync(join(stage.home, '.ssh', 'id'), 'key');
      expect(await codeFrom(stage.perform('file.delete', { path: stage.home }))).toBe(
        'path_refused',
      );
      expect(fs.readFileSync(join(stage.home, '.ssh', 'id'), 'utf8')).toBe('key');
    });

    it('deletes nothing else than what was judged', async () => {
      fs.writeFileSync(at('n.md'), 'asked');
      const facts = { target: await stage.fact('n.md') };
      fs.unlinkSync(at('n.md'));
      fs.writeFileSync(at('n.md'), 'another');
      expect(await codeFrom(stage.perform('file.delete', {}, { facts }))).toBe('changed');
      expect(tree()).toEqual({ 'n.md': 'another' });
    });

    it('puts a folder back where the asker walks away in the middle', async () => {
      fs.mkdirSync(at('d'));
      for (let n = 0; n < 200; n++) fs.writeFileSync(at('d', String(n)), 'x');
      const run = stage.undo.created(await stage.fact('d'), new AbortController().signal);
      expect((await run.next()).done).toBe(false);
      expect(fs.existsSync(at('d'))).toBe(false);
      await run.return({ snapshot: '' });
      expect(fs.readdirSync(at('d')).length).toBe(200);
      expect(fs.readdirSync(stage.root)).toEqual(['d']);
    });
  });
});
