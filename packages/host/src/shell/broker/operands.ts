import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { AT, codeOf, MFD, RESOLVE, SEAL, type Native } from '../../native/index.ts';
import { changedOf } from '../program-stamp.ts';
import { pinnedPlaces } from '../sandbox/arguments.ts';
import { isRootsAlone } from '../sandbox/system.ts';
import type { RunSpec } from '../spec.ts';

/** O_PATH of asm-generic/fcntl.h: a descriptor of the place, not of its contents. */
const O_PATH = 0o10000000;
const NO_LINKS = RESOLVE.NO_SYMLINKS | RESOLVE.NO_MAGICLINKS;
/** A sealed copy lies in memory; larger programs belong where only root writes. */
const MAX_SEALED_BYTES = 512 << 20;

export interface Place {
  readonly path: string;
  readonly device: bigint;
  readonly inode: bigint;
}

/** Everything a command names, held open as it was when compared with what was approved. */
export interface Operands {
  /** The working directory, for what runs outside the sandbox. */
  readonly cwd: number;
  /** Roots, guarded and pinned places: what must lie there inside, too. */
  readonly places: readonly Place[];
  readonly masked: readonly { readonly path: string; readonly directory: boolean }[];
  /** Sealed memory files in the order of `spec.sealed`, at offset 0. */
  readonly sealed: readonly { readonly fd: number; readonly mode: number }[];
  close(): void;
}

/**
 * Opens what the spec names, following no link anywhere, and compares it with the binding. Throws
 * `cwd_changed`, `root_changed`, `operand_changed`, `program_changed`, `program_writable`.
 */
export function openOperands(native: Native, spec: RunSpec): Operands {
  const open: number[] = [];
  const close = () => {
    for (const fd of open.splice(0)) closeSync(fd);
  };
  try {
    const at = (path: string, flags: number) => {
      const fd = native.openat2(AT.FDCWD, path, flags, NO_LINKS);
      open.push(fd);
      return fd;
    };
    const directory = (path: string) => at(path, O_PATH | constants.O_DIRECTORY);
    const places: Place[] = [];

    const cwd = bound('cwd_changed', () => directory(spec.cwd.path));
    requireSame(place(spec.cwd.path, cwd), spec.cwd, 'cwd_changed');
    for (const root of spec.roots) {
      const found = place(
        root.path,
        bound('root_changed', () => directory(root.path)),
      );
      requireSame(found, root, 'root_changed');
      places.push(found);
    }
    for (const path of [...spec.guarded, ...pinnedPlaces(spec)]) {
      places.push(
        place(
          path,
          bound('operand_changed', () => at(path, O_PATH)),
        ),
      );
    }
    const masked = spec.masked.map((path) => {
      const fd = bound('operand_changed', () => at(path, O_PATH));
      return { path, directory: fstatSync(fd).isDirectory() };
    });
    for (const program of spec.programs) requireProgram(program);
    const sealed = spec.sealed.map(({ path, sha256 }) => {
      const source = bound('operand_changed', () =>
        at(path, constants.O_RDONLY | constants.O_NONBLOCK),
      );
      const copy = sealedCopy(native, source);
      open.push(copy.fd);
      if (copy.sha256 !== sha256) throw changed('operand_changed');
      return { fd: copy.fd, mode: copy.mode };
    });
    return { cwd, places, masked, sealed, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Copies a file into memory, seals the copy, and only then hashes it: what was hashed is what runs. */
function sealedCopy(native: Native, source: number) {
  const stat = fstatSync(source);
  if (!stat.isFile() || stat.size > MAX_SEALED_BYTES) throw changed('operand_changed');
  const fd = native.memfdCreate('operand', MFD.CLOEXEC | MFD.ALLOW_SEALING);
  try {
    const piece = Buffer.allocUnsafe(1 << 16);
    let size = 0;
    for (;;) {
      const read = readSync(source, piece, 0, piece.length, size);
      if (read === 0) break;
      for (let written = 0; written < read;) {
        written += writeSync(fd, piece, written, read - written, size + written);
      }
      size += read;
      if (size > MAX_SEALED_BYTES) throw changed('operand_changed');
    }
    native.addSeals(fd, SEAL.SEAL | SEAL.SHRINK | SEAL.GROW | SEAL.WRITE);
    return { fd, mode: stat.mode, sha256: digestOf(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** SHA-256 of a descriptor's contents, hex; leaves its offset where it is. */
export function digestOf(fd: number): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 16);
  for (let at = 0; ;) {
    const read = readSync(fd, piece, 0, piece.length, at);
    if (read === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, read));
    at += read;
  }
}

/** A system program: still the same file, in a place only root writes to. */
function requireProgram(program: RunSpec['programs'][number]): void {
  const stat = bound('program_changed', () => statSync(program.path, { bigint: true }));
  if (
    String(stat.dev) !== program.device ||
    String(stat.ino) !== program.inode ||
    changedOf(stat) !== program.changed
  ) {
    throw changed('program_changed');
  }
  if (!isRootsAlone(program.path) || !isRootsAlone(dirname(program.path))) {
    throw new GatehouseError('program_writable', 'A program of this command is not the system’s.');
  }
}

function place(path: string, fd: number): Place {
  const stat = fstatSync(fd, { bigint: true });
  return { path, device: stat.dev, inode: stat.ino };
}

function requireSame(
  found: Place,
  expected: { readonly device: string; readonly inode: string },
  code: string,
): void {
  if (String(found.device) === expected.device && String(found.inode) === expected.inode) return;
  throw changed(code);
}

/** A place that is gone, or behind a link by now, has changed. */
function bound<T>(code: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(codeOf(error)))
      throw changed(code, error);
    throw error;
  }
}

export const changed = (code: string, cause?: unknown) =>
  new GatehouseError(code, 'Something this command uses changed after it was approved.', cause);
