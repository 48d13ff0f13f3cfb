import * as fs from 'node:fs';
import type { PathFact } from '@gatehouse/kernel';
import { codeOf } from '../native/index.ts';
import { CREATE, READ, systemError, type Directory } from './containment.ts';
import { digestOf } from './digest.ts';
import { changed, requireFile } from './identity.ts';
import { holdFolder, holdNewFolder, sync, temporaryName, type Tools } from './tools.ts';

export interface Written {
  readonly snapshot: string | null;
  readonly created: boolean;
  readonly size: number;
  readonly digest: string;
}

/**
 * Writes a whole file, or leaves what was there: a temporary file in the same folder is filled,
 * synced and takes the name. `make` gets the old bytes, or null. What is replaced must be the file of
 * the facts, byte for byte, also after the exchange (where the adapter can exchange; the walk looks
 * once more just before it renames), and is in the snapshots before anything changes. Permissions
 * and owner are kept; set-id bits, extended attributes and ACLs are not.
 * Throws `changed`, `path_too_large`, `path_hard_linked`, `path_not_regular` and the errno's name.
 */
export function writeFile(
  tools: Tools,
  fact: PathFact,
  make: (old: Buffer | null) => Buffer,
): Written {
  return fact.kind === 'absent' ? create(tools, fact, make(null)) : replace(tools, fact, make);
}

function create(tools: Tools, fact: PathFact, bytes: Buffer): Written {
  const { folder, name, abandon, close } = holdNewFolder(tools, fact);
  try {
    const temporary = fill(tools, folder, bytes, null);
    try {
      tools.containment.rename(folder, temporary, folder, name, 'fresh');
    } catch (error) {
      tools.containment.remove(folder, temporary, 'file');
      throw error;
    }
    sync(folder);
    return { snapshot: null, created: true, size: bytes.length, digest: digestOf(bytes) };
  } catch (error) {
    abandon();
    throw error;
  } finally {
    close();
  }
}

function replace(tools: Tools, fact: PathFact, make: (old: Buffer) => Buffer): Written {
  const { folder, name, close } = holdFolder(tools, fact);
  try {
    const { bytes: seen, stats } = readExpected(tools, folder, name, fact);
    const old = Buffer.from(seen); // the reader's memory is used again below
    const bytes = make(old);
    const snapshot = tools.snapshots.put(old);
    takeOver(tools, folder, fill(tools, folder, bytes, stats), name, fact);
    sync(folder);
    return { snapshot, created: false, size: bytes.length, digest: digestOf(bytes) };
  } finally {
    close();
  }
}

/** The file of the facts: same inode, one name, same bytes. */
function readExpected(tools: Tools, folder: Directory, name: string, fact: PathFact) {
  const fd = tools.containment.open(folder, [name], READ);
  try {
    const stats = requireFile(fd, fact);
    const bytes = tools.contents.read(fd, stats.size, tools.maxFileBytes());
    if (digestOf(bytes) !== fact.digest) throw changed('file');
    return { bytes, stats };
  } finally {
    fs.closeSync(fd);
  }
}

/** A synced file of a temporary name; gone again where the disk refused any of it. */
function fill(tools: Tools, folder: Directory, bytes: Buffer, like: fs.Stats | null): string {
  const name = temporaryName();
  const fd = tools.containment.open(folder, [name], CREATE, like === null ? 0o666 : 0o600);
  try {
    for (let done = 0; done < bytes.length;) done += fs.writeSync(fd, bytes, done);
    if (like !== null) keepOwner(fd, like);
    fs.fsyncSync(fd);
  } catch (error) {
    tools.containment.remove(folder, name, 'file');
    throw systemError('write', error);
  } finally {
    fs.closeSync(fd);
  }
  return name;
}

/** Owner, group and permissions of another file. Throws `EPERM` where that is not allowed. */
export function keepOwner(fd: number, like: fs.Stats): void {
  const own = fs.fstatSync(fd);
  if (own.uid !== like.uid || own.gid !== like.gid) fs.fchownSync(fd, like.uid, like.gid);
  fs.fchmodSync(fd, like.mode & 0o777);
}

/**
 * The temporary file takes the name, and the old one goes, if it still is the one of the facts. Else
 * both are where they were; only where the way back is barred too, the old one stays under the
 * temporary name: nothing of the person's is ever removed unread.
 */
function takeOver(
  tools: Tools,
  folder: Directory,
  temporary: string,
  name: string,
  fact: PathFact,
): void {
  const { containment } = tools;
  let exchanged = false;
  try {
    try {
      containment.rename(folder, temporary, folder, name, 'exchange');
      exchanged = true;
    } catch (error) {
      if (!['EINVAL', 'ENOSYS', 'ENOTSUP'].includes(codeOf(error))) throw error;
    }
    readExpected(tools, folder, exchanged ? temporary : name, fact);
    if (!exchanged) containment.rename(folder, temporary, folder, name, 'replace');
  } catch (error) {
    if (exchanged) containment.rename(folder, temporary, folder, name, 'exchange');
    containment.remove(folder, temporary, 'file');
    throw error;
  }
  if (exchanged) containment.remove(folder, temporary, 'file');
}
