import { closeSync } from 'node:fs';
import type { PathFact } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import { READ, type Directory } from './containment.ts';
import { digestOf } from './digest.ts';
import { changed, isSame, kindOf, requireFile } from './identity.ts';
import { lookAt } from './list.ts';
import { temporaryName, type Tools } from './tools.ts';

/**
 * The entry is the one of the facts: same inode, and for a file the same bytes, because an inode
 * number is given again as soon as it is free. Throws `changed`, or `path_hard_linked`.
 */
export function requireEntry(tools: Tools, folder: Directory, name: string, fact: PathFact): void {
  const stats = lookAt(folder, name);
  if (stats === null || !isSame(stats, fact) || kindOf(stats) !== fact.kind) throw changed('entry');
  if (fact.kind !== 'file') return;
  const fd = tools.containment.open(folder, [name], READ);
  try {
    const opened = requireFile(fd, fact);
    if (opened.size !== fact.size) throw changed('file');
    if (fact.digest === null) return;
    const bytes = tools.contents.read(fd, fact.size, fact.size);
    if (digestOf(bytes) !== fact.digest) throw changed('file');
  } finally {
    closeSync(fd);
  }
}

/**
 * Gives the entry of the facts a temporary name in its own folder, so that nobody can put another
 * in its place while it is kept or copied. A crash leaves it under that name, `.gatehouse-….tmp`.
 */
export function setAside(tools: Tools, folder: Directory, name: string, fact: PathFact) {
  requireEntry(tools, folder, name, fact);
  const aside = temporaryName();
  tools.containment.rename(folder, name, folder, aside, 'fresh');
  const putBack = (): void => {
    try {
      tools.containment.rename(folder, aside, folder, name, 'fresh');
    } catch (error) {
      throw new GatehouseError(
        'left_aside',
        `It could not be put back; it is ${aside} now.`,
        error,
      );
    }
  };
  try {
    requireEntry(tools, folder, aside, fact);
  } catch (error) {
    putBack();
    throw error;
  }
  return { name: aside, putBack };
}
