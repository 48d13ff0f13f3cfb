/**
 * The system calls Node does not offer. Every path is relative to a directory descriptor; every
 * failure throws `GatehouseError` with the errno's name as code, a NUL in a name throws `path_nul`,
 * and a machine where the binding does not load throws `native_unavailable`.
 */
export interface Native {
  /** openat2(2), Linux 5.6. Opens below `directory` under the RESOLVE flags. Always O_CLOEXEC. */
  openat2(directory: number, path: string, flags: number, resolve: number, mode?: number): number;
  /** openat(2). Always O_CLOEXEC. */
  openat(directory: number, path: string, flags: number, mode?: number): number;
  mkdirat(directory: number, name: string, mode: number): void;
  /** renameat2(2): `flags` is 0, `RENAME.NOREPLACE` or `RENAME.EXCHANGE`. */
  renameat2(from: number, oldName: string, to: number, newName: string, flags: number): void;
  unlinkat(directory: number, name: string, flags: number): void;
  linkat(from: number, oldName: string, to: number, newName: string, flags: number): void;
  /** read(2) at the file's own offset into the start of `buffer`; returns bytes, 0 at the end. */
  read(fd: number, buffer: Uint8Array, length: number): number;
  close(fd: number): void;
  /** memfd_create(2): an anonymous file in memory. Without CLOEXEC unless asked by `flags`. */
  memfdCreate(name: string, flags: number): number;
  /** fcntl(2) F_ADD_SEALS. */
  addSeals(fd: number, seals: number): void;
  /** fcntl(2) F_GET_SEALS. */
  getSeals(fd: number): number;
  /** fcntl(2) F_SETFD: whether the descriptor survives an exec. */
  setInheritable(fd: number, inheritable: boolean): void;
  /** prctl(2) PR_SET_DUMPABLE: 0 keeps same-user processes from tracing this one. */
  setDumpable(dumpable: 0 | 1): void;
  getDumpable(): number;
  /** close_range(2), Linux 5.9 (CLOSE_RANGE_CLOEXEC 5.11). `last` of 0xffffffff means all. */
  closeRange(first: number, last: number, flags: number): void;
  /** clock_gettime(2) CLOCK_BOOTTIME in milliseconds: counts suspend, never jumps. */
  bootTime(): number;
  /** setrlimit(2), bytes or counts; `Infinity` is RLIM_INFINITY. */
  setrlimit(resource: number, soft: number, hard: number): void;
  getrlimit(resource: number): { readonly soft: number; readonly hard: number };
}

/** Values of linux/openat2.h, fcntl.h, memfd.h, close_range.h and resource.h (Linux, every arch). */
export const RESOLVE = {
  NO_XDEV: 0x01,
  NO_MAGICLINKS: 0x02,
  NO_SYMLINKS: 0x04,
  BENEATH: 0x08,
} as const;
export const RENAME = { NOREPLACE: 1, EXCHANGE: 2 } as const;
export const AT = { FDCWD: -100, REMOVEDIR: 0x200, SYMLINK_FOLLOW: 0x400 } as const;
export const MFD = { CLOEXEC: 1, ALLOW_SEALING: 2, EXEC: 0x10 } as const;
export const SEAL = { SEAL: 1, SHRINK: 2, GROW: 4, WRITE: 8 } as const;
export const CLOSE_RANGE = { CLOEXEC: 4 } as const;
export const RLIMIT = { CPU: 0, FSIZE: 1, CORE: 4, NOFILE: 7, AS: 9 } as const;

/** O_CLOEXEC and O_TMPFILE, which Node's constants lack (asm-generic; x86, arm, riscv, ppc alike). */
export const O_CLOEXEC = 0o2000000;
const O_TMPFILE_BIT = 0o20000000;

/** O_TMPFILE as open(2) wants it: the bit together with O_DIRECTORY. */
export const temporaryFile = (directoryFlag: number) => O_TMPFILE_BIT | directoryFlag;
