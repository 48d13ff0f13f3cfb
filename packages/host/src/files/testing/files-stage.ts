import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClearances } from '@gatehouse/kernel';
import type { Chunk, Intent, Name, Operand, PathFact, Result } from '@gatehouse/kernel';
import type { ScopedPath } from '@gatehouse/kernel/scope';
import { codeOf, createNative } from '../../native/index.ts';
import type { Containment } from '../containment.ts';
import { createFiles, type FileEffects } from '../files.ts';
import { createOpenat2Containment } from '../openat2.ts';
import { createPathResolver } from '../path-resolver.ts';
import { createSnapshots, type Snapshots } from '../snapshots/index.ts';
import type { Undo } from '../undo.ts';
import { createWalkContainment } from '../walk.ts';

type FileName = keyof FileEffects & Name;

/** A folder on disk with everything between the gate's decision and the effect on it. */
export interface FilesStage {
  readonly home: string;
  readonly root: string;
  readonly snapshots: Snapshots;
  readonly undo: Undo;
  /** Facts as the gate would take them now; `path` is relative to the root or absolute. */
  fact(path: string): Promise<PathFact>;
  /** Performs on facts of now, or on facts taken before. */
  perform<N extends FileName>(
    name: N,
    intent: { readonly [key: string]: string },
    options?: { facts?: { target: PathFact; destination?: PathFact }; signal?: AbortSignal },
  ): Promise<Result<N>>;
  remove(): void;
}

export function createFilesStage(
  containment: Containment,
  options: { readonly maxFileBytes?: number; readonly snapshots?: Snapshots } = {},
): FilesStage {
  const home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'gatehouse-files-')));
  const root = join(home, 'root');
  fs.mkdirSync(root);
  const maxFileBytes = options.maxFileBytes ?? 16 << 20;
  const key = randomBytes(32);
  const snapshots =
    options.snapshots ??
    createSnapshots({
      directory: join(home, 'snapshots'),
      keys: { kept: 'keychain', derive: () => Buffer.from(key) },
    });
  const clearances = createClearances();
  const scope = { home, gatehouse: join(home, 'gatehouse'), roots: [root] };
  const { effects, undo } = createFiles({
    spend: clearances.spend,
    containment,
    snapshots,
    scope: () => scope,
    maxFileBytes: () => maxFileBytes,
  });
  const resolver = createPathResolver({ containment, roots: () => [root], maxBytes: maxFileBytes });
  const placeOf = (path: string): ScopedPath =>
    path.startsWith('/')
      ? { root: '/', segments: path.split('/').filter((name) => name !== '') }
      : { root, segments: path === '.' ? [] : path.split('/') };
  const fact = (path: string) =>
    resolver.resolve(
      { kind: 'path', path: placeOf(path), contents: true },
      new AbortController().signal,
    );

  return {
    home,
    root,
    snapshots,
    undo,
    fact,
    async perform<N extends FileName>(
      name: N,
      intent: { readonly [key: string]: string },
      how: { facts?: { target: PathFact; destination?: PathFact }; signal?: AbortSignal } = {},
    ) {
      const facts = how.facts ?? {
        target: await fact(intent['path'] ?? intent['from'] ?? ''),
        ...(intent['to'] === undefined ? {} : { destination: await fact(intent['to']) }),
      };
      const operand = { intent: intent as unknown as Intent<N>, facts, binding: '', requestId: '' };
      const clearance = clearances.issue(name, operand as unknown as Operand<N>);
      const signal = how.signal ?? new AbortController().signal;
      return finish(effects[name](clearance, signal) as AsyncGenerator<Chunk, Result<N>>);
    },
    remove: () => fs.rmSync(home, { recursive: true, force: true }),
  };
}

/** Every adapter that is tested, by name. */
export const adapters = [
  ['openat2', () => createOpenat2Containment(createNative())],
  ['walk', createWalkContainment],
] as const;

/** Every entry below the root with what it holds; nothing temporary may ever be left. */
export function treeOf(stage: FilesStage): Record<string, string> {
  const entries = fs.readdirSync(stage.root, { recursive: true, withFileTypes: true });
  const tree: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    let held = '?';
    if (entry.isSymbolicLink()) held = `-> ${fs.readlinkSync(path)}`;
    if (entry.isFile()) held = fs.readFileSync(path, 'latin1');
    if (entry.isDirectory()) held = '/';
    tree[path.slice(stage.root.length + 1)] = held;
  }
  return tree;
}

/** The code a promise fails with, or `done`. */
export async function codeFrom(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return codeOf(error);
  }
  return 'done';
}

/** Runs a generator to its end and gives what it returns. */
export async function finish<R>(run: AsyncGenerator<Chunk, R>): Promise<R> {
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
  }
}
