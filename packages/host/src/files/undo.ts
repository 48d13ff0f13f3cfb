import { closeSync, fchmodSync, fsyncSync, symlinkSync, writeSync } from 'node:fs';
import type { Chunk, PathFact } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf } from '../native/index.ts';
import { CREATE, ENTER_READ, systemError, type Directory } from './containment.ts';
import { deleteEntry } from './delete.ts';
import { asFailure } from './failure.ts';
import { moveEntry } from './move.ts';
import { requireSegment } from './segments.ts';
import { holdNewFolder, sync, temporaryName, type Tools } from './tools.ts';
import { parseTree, type KeptEntry, type KeptTree } from './tree.ts';
import { writeFile, type Written } from './write.ts';

/**
 * What takes a file change back. Each acts on fresh facts (with contents), under the same checks as
 * the operations; that the fact is what the change left behind (`digest` of the write's result,
 * `absent` after a delete) is for the caller to compare before.
 */
export interface Undo {
  /** Puts back the exact bytes a write replaced; what is there now is kept first. */
  overwritten(fact: PathFact, snapshot: string): Written;
  /** Puts back what a delete took, as it was; throws `changed` where the place is not free. */
  deleted(fact: PathFact, snapshot: string): void;
  /** Takes away what a write created; it is kept too. */
  created(
    fact: PathFact,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, { readonly snapshot: string }>;
  moved(
    fact: PathFact,
    back: PathFact,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, { readonly moved: true }>;
}

export function createUndo(tools: Tools): Undo {
  return {
    overwritten: (fact, snapshot) =>
      explained(() => writeFile(tools, fact, () => tools.snapshots.get(snapshot))),
    deleted: (fact, snapshot) => explained(() => giveBack(tools, fact, readTree(tools, snapshot))),
    created: (fact, signal) => deleteEntry(tools, fact, signal),
    moved: (fact, back, signal) => moveEntry(tools, fact, back, signal),
  };
}

function explained<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asFailure(error);
  }
}

/** The list is our own, sealed; it is looked over still, because any snapshot's id may be given. */
function readTree(tools: Tools, id: string): KeptTree {
  const bytes = tools.snapshots.get(id);
  const tree = parseTree(bytes);
  if (tree === null) {
    throw new GatehouseError('snapshot_damaged', 'That copy is not of a deleted entry.');
  }
  for (const { path } of tree.entries) for (const name of path) requireSegment(name);
  return tree;
}

/** All of it is made under a temporary name and takes the free one in one step. */
function giveBack(tools: Tools, fact: PathFact, tree: KeptTree): void {
  if (fact.kind !== 'absent') {
    throw new GatehouseError('changed', 'There is something of that name again.');
  }
  const { folder, name, abandon, close } = holdNewFolder(tools, fact);
  const temporary = temporaryName();
  const folders = tree.entries.filter((entry) => entry.kind === 'directory').toReversed();
  const begun: KeptEntry[] = [];
  try {
    for (const entry of tree.entries) {
      begun.push(entry);
      within(tools, folder, [temporary, ...entry.path], (parent, own) => {
        make(tools, parent, own, entry);
      });
    }
    for (const { path } of folders) {
      const held = tools.containment.enter(folder, [temporary, ...path]);
      try {
        sync(held);
      } finally {
        closeSync(held.fd);
      }
    }
    tools.containment.rename(folder, temporary, folder, name, 'fresh');
    begun.length = 0;
    // A folder that forbids writing could not have been filled or renamed.
    for (const { path, mode } of folders) {
      within(tools, folder, [name, ...path], (parent, own) => {
        const fd = tools.containment.open(parent, [own], ENTER_READ);
        try {
          fchmodSync(fd, mode);
        } finally {
          closeSync(fd);
        }
      });
    }
    sync(folder);
  } catch (error) {
    for (const entry of begun.toReversed()) discard(tools, folder, temporary, entry);
    abandon();
    throw systemError('restore', error);
  } finally {
    close();
  }
}

function discard(tools: Tools, folder: Directory, name: string, entry: KeptEntry): void {
  try {
    within(tools, folder, [name, ...entry.path], (parent, own) => {
      tools.containment.remove(parent, own, entry.kind === 'directory' ? 'directory' : 'file');
    });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error; // the last one was begun, not made
  }
}

function within(
  tools: Tools,
  folder: Directory,
  names: readonly string[],
  act: (parent: Directory, name: string) => void,
): void {
  const parent = tools.containment.enter(folder, names.slice(0, -1));
  try {
    act(parent, names.at(-1) ?? '');
  } finally {
    closeSync(parent.fd);
  }
}

function make(tools: Tools, parent: Directory, name: string, entry: KeptEntry): void {
  requireSegment(name);
  switch (entry.kind) {
    case 'directory':
      tools.containment.makeDirectory(parent, name, 0o700);
      return;
    case 'link':
      symlinkSync(entry.target, `${parent.at}/${name}`);
      return;
    case 'file': {
      const content = tools.snapshots.get(entry.content);
      const fd = tools.containment.open(parent, [name], CREATE, 0o600);
      try {
        for (let done = 0; done < content.length;) done += writeSync(fd, content, done);
        fchmodSync(fd, entry.mode);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    }
  }
}
