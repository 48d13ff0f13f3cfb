import { lstatSync, opendirSync, type BigIntStats } from 'node:fs';
import type { Directory } from './containment.ts';
import { isHidden } from './follow-links.ts';

/** How many entries are looked at for one whose name has two cases. */
const LOOKS = 16;

/**
 * True where a name in other letter case is the same entry of this directory. Asked of the entry
 * itself, or of a neighbour where it does not exist; a directory that holds nothing to ask says false.
 * It is a property of a directory on ext4, f2fs and tmpfs, so that no list of file systems can tell.
 */
export function foldsCase(
  parent: Directory,
  name: string | null,
  own: BigIntStats | null,
): boolean {
  if (name !== null && own !== null && otherCase(name) !== name) {
    return isOneEntry(parent, name, own);
  }
  try {
    const entries = opendirSync(parent.at);
    try {
      for (let looks = 0; looks < LOOKS; looks++) {
        const entry = entries.readSync();
        if (entry === null) return false;
        if (otherCase(entry.name) === entry.name) continue;
        const stats = look(`${parent.at}/${entry.name}`);
        return stats !== null && isOneEntry(parent, entry.name, stats);
      }
      return false;
    } finally {
      entries.closeSync();
    }
  } catch (error) {
    if (isHidden(error)) return false;
    throw error;
  }
}

function isOneEntry(parent: Directory, name: string, own: BigIntStats): boolean {
  const other = look(`${parent.at}/${otherCase(name)}`);
  return other !== null && own.ino === other.ino && own.dev === other.dev;
}

function look(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    if (isHidden(error)) return null;
    throw error;
  }
}

const otherCase = (name: string): string =>
  name.toLowerCase() === name ? name.toUpperCase() : name.toLowerCase();
