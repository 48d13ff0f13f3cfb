import * as fs from 'node:fs';
import type { PathFact, Result } from '@gatehouse/kernel';
import { allSegments } from '@gatehouse/kernel/scope';
import type { Directory } from './containment.ts';
import { isHidden } from './follow-links.ts';
import { kindOf, requireDirectory } from './identity.ts';
import type { Tools } from './tools.ts';

/** More entries than anybody reads; the rest is said to be there. */
const MOST_ENTRIES = 10_000;

/** The entries of the folder of the facts, by name; links are named, not followed. */
export function listFolder(tools: Tools, fact: PathFact): Result<'file.list'> {
  return inDirectory(tools, fact, (folder) => {
    const { names, truncated } = namesIn(folder, MOST_ENTRIES);
    const entries: { name: string; kind: string; size: number }[] = [];
    for (const name of names) {
      const stats = lookAt(folder, name);
      if (stats !== null) entries.push({ name, kind: kindOf(stats), size: Number(stats.size) });
    }
    return { entries, truncated };
  });
}

/** Holds the folder of the facts itself open. Throws `changed` where it is another one. */
function inDirectory<T>(tools: Tools, fact: PathFact, act: (folder: Directory) => T): T {
  const folder = tools.containment.enter(tools.top(), allSegments(fact.real));
  try {
    requireDirectory(folder.fd, fact);
    return act(folder);
  } finally {
    fs.closeSync(folder.fd);
  }
}

/** The names in a held folder, sorted by code unit, at most `most` of them. */
export function namesIn(
  folder: Directory,
  most: number,
): { readonly names: readonly string[]; readonly truncated: boolean } {
  const names: string[] = [];
  const entries = fs.opendirSync(`${folder.at}/.`);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (names.length === most) return { names: names.sort(), truncated: true };
      names.push(entry.name);
    }
    return { names: names.sort(), truncated: false };
  } finally {
    entries.closeSync();
  }
}

/** The entry itself, never what it points to; null where it is gone or may not be seen. */
export function lookAt(folder: Directory, name: string): fs.BigIntStats | null {
  try {
    return fs.lstatSync(`${folder.at}/${name}`, { bigint: true });
  } catch (error) {
    if (isHidden(error)) return null;
    throw error;
  }
}
