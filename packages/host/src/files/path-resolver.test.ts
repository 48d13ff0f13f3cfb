import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PathFact } from '@gatehouse/kernel';
import { allSegments, pathText, type ScopedPath } from '@gatehouse/kernel/scope';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, createNative } from '../native/index.ts';
import { createOpenat2Containment } from './openat2.ts';
import { createPathResolver } from './path-resolver.ts';
import { createStage, startRacer } from './testing/index.ts';
import { createWalkContainment } from './walk.ts';

const signal = new AbortController().signal;
let home: string;
let root: string;
let outside: string;
beforeEach(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'gatehouse-facts-')));
  [root, outside] = [join(home, 'root'), join(home, 'outside')];
  fs.mkdirSync(join(root, 'sub'), { recursive: true });
  fs.mkdirSync(outside);
  fs.writeFileSync(join(root, 'note.md'), 'hällo');
  fs.writeFileSync(join(outside, 'secret'), 'secret');
});
afterEach(() => fs.rmSync(home, { recursive: true }));

const below = (...segments: string[]): ScopedPath => ({ root, segments });
const sha = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const id = (path: string) => {
  const { dev, ino } = fs.lstatSync(path, { bigint: true });
  return { device: String(dev), inode: String(ino) };
};

describe.each([
  ['openat2', () => createOpenat2Containment(createNative())],
  ['walk', createWalkContainment],
] as const)('facts by %s', (_, create) => {
  const resolver = createPathResolver({
    containment: create(),
    roots: () => [root, join(root, 'sub')],
    maxBytes: 1000,
  });
  const ask = (path: ScopedPath, contents = true): Promise<PathFact> =>
    resolver.resolve({ kind: 'path', path, contents }, signal);

  it('tells everything of a file', async () => {
    expect(await ask(below('note.md'))).toEqual({
      asked: below('note.md'),
      real: below('note.md'),
      kind: 'file',
      ...id(join(root, 'note.md')),
      parent: id(root),
      size: 6,
      links: 1,
      folds: false,
      digest: sha('hällo'),
      text: 'hällo',
    });
    const { digest, text } = await ask(below('note.md'), false);
    expect([digest, text]).toEqual([null, null]);
  });

  it.each([
    { name: 'a folder', path: ['sub'], kind: 'directory', real: 'root/sub' },
    { name: 'a link inside', path: ['in'], kind: 'file', real: 'root/note.md' },
    { name: 'a chain of links', path: ['in2'], kind: 'file', real: 'root/note.md' },
    { name: 'a link to a folder', path: ['to-sub', 'x'], kind: 'absent', real: 'root/sub/x' },
    { name: 'a link out', path: ['out'], kind: 'file', real: 'outside/secret' },
    { name: 'a folder link out', path: ['away', 'secret'], kind: 'file', real: 'outside/secret' },
    { name: 'a dangling link out', path: ['gone'], kind: 'absent', real: 'outside/new/x' },
    { name: 'a dangling link that climbs', path: ['climb'], kind: 'absent', real: 'outside/y' },
    { name: 'below a file', path: ['note.md', 'x'], kind: 'absent', real: 'root/note.md/x' },
    { name: 'deep below nothing', path: ['a', 'b', 'c'], kind: 'absent', real: 'root/a/b/c' },
    { name: 'a loop', path: ['loop'], kind: 'link', real: 'root/loop' },
    { name: 'below a loop', path: ['loop', 'x'], kind: 'link', real: 'root/loop/x' },
    {
      name: 'a long name',
      path: ['n'.repeat(300)],
      kind: 'absent',
      real: `root/${'n'.repeat(300)}`,
    },
    { name: 'a FIFO', path: ['fifo'], kind: 'fifo', real: 'root/fifo' },
  ])('follows $name', async ({ path, kind, real }) => {
    fs.symlinkSync('note.md', join(root, 'in'));
    fs.symlinkSync('./sub/../in', join(root, 'in2'));
    fs.symlinkSync('sub', join(root, 'to-sub'));
    fs.symlinkSync(join(outside, 'secret'), join(root, 'out'));
    fs.symlinkSync('../outside', join(root, 'away'));
    fs.symlinkSync(join(outside, 'new', 'x'), join(root, 'gone'));
    fs.symlinkSync('missing/../../outside/y', join(root, 'climb'));
    fs.symlinkSync('pool', join(root, 'loop'));
    fs.symlinkSync('loop', join(root, 'pool'));
    execFileSync('mkfifo', [join(root, 'fifo')]);
    const fact = await ask(below(...path));
    expect([fact.kind, pathText(fact.real)]).toEqual([kind, join(home, real)]);
  });

  it('gives a place under the longest root that holds it', async () => {
    expect((await ask(below('sub', 'x'))).real).toEqual({
      root: join(root, 'sub'),
      segments: ['x'],
    });
    const segments = allSegments({ root: outside, segments: ['secret'] });
    expect((await ask({ root: outside, segments: ['secret'] })).real).toEqual({
      root: '/',
      segments,
    });
  });

  it('names the nearest folder that exists as the parent', async () => {
    expect((await ask(below('sub', 'a', 'b'))).parent).toEqual(id(join(root, 'sub')));
    expect((await ask({ root: '/', segments: [] })).parent).toEqual(id('/'));
  });

  it('answers for sockets and devices without opening them', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(root, 'socket'), resolve);
    });
    expect((await ask(below('socket'))).kind).toBe('socket');
    server.close();
    expect((await ask({ root: '/dev', segments: ['zero'] })).kind).toBe('device');
  });

  it('gives no text for what is large or not UTF-8, and counts hard links', async () => {
    fs.writeFileSync(join(root, 'large'), 'x'.repeat(1001));
    fs.writeFileSync(join(root, 'binary'), Buffer.from([0xff, 0xfe, 0]));
    fs.linkSync(join(outside, 'secret'), join(root, 'hard'));
    const facts = await resolver.resolve(
      { kind: 'paths', paths: ['large', 'binary', 'hard'].map((n) => below(n)), contents: true },
      signal,
    );
    expect(facts.map(({ digest, text, size, links }) => ({ digest, text, size, links }))).toEqual([
      { digest: null, text: null, size: 1001, links: 1 },
      { digest: sha(Buffer.from([0xff, 0xfe, 0])), text: null, size: 3, links: 1 },
      { digest: sha('secret'), text: 'secret', size: 6, links: 2 },
    ]);
  });

  it('says a folder it may not enter holds nothing, and changes nothing by looking', async () => {
    // As root nothing is closed; what is asked for is then simply not there either.
    fs.mkdirSync(join(root, 'closed'), { mode: 0 });
    const before = fs.statSync(root, { bigint: true });
    expect((await ask(below('closed', 'x'))).kind).toBe('absent');
    const after = fs.statSync(root, { bigint: true });
    expect([after.mtimeNs, after.ctimeNs]).toEqual([before.mtimeNs, before.ctimeNs]);
    fs.chmodSync(join(root, 'closed'), 0o700);
  });

  it('never gives the text of one place under the name of another while they are exchanged', async () => {
    const stage = createStage();
    const racer = await startRacer([
      [join(stage.root, 'd'), join(stage.root, 'l')],
      [join(stage.root, 'd', 'f'), join(stage.root, 'd', 'g')],
    ]);
    const seen = new Set<string>();
    try {
      for (let tries = 0; tries < 5000; tries++) {
        const path = { root: stage.root, segments: ['d', 'f'] };
        try {
          const { real, text } = await ask(path);
          seen.add(`${pathText(real).startsWith(stage.outside) ? 'out' : 'in'}:${String(text)}`);
        } catch (error) {
          seen.add((error as { code: string }).code);
        }
      }
    } finally {
      await racer.stop();
      stage.remove();
    }
    const honest = ['in:inside', 'out:outside', 'in:null', 'out:null', 'changed'];
    expect([...seen].filter((one) => !honest.includes(one))).toEqual([]);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('never gives the text of one file with the inode of another', async () => {
    fs.writeFileSync(join(root, 'other.md'), 'another');
    const texts = Object.fromEntries(
      ['note.md', 'other.md'].map((name) => [
        id(join(root, name)).inode,
        fs.readFileSync(join(root, name), 'utf8'),
      ]),
    );
    const racer = await startRacer([[join(root, 'note.md'), join(root, 'other.md')]]);
    const seen = new Set<string>();
    try {
      for (let tries = 0; tries < 20_000; tries++) {
        const fact = await ask(below('note.md')).catch((error: unknown) => codeOf(error));
        seen.add(typeof fact === 'string' ? fact : `${fact.inode} ${String(fact.text)}`);
      }
    } finally {
      await racer.stop();
    }
    seen.delete('changed');
    expect(seen).toEqual(new Set(Object.entries(texts).map(([inode, text]) => `${inode} ${text}`)));
  });

  it('stops before it looks when it was cancelled', async () => {
    const query = { kind: 'path', path: below('note.md'), contents: true } as const;
    await expect(resolver.resolve(query, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
