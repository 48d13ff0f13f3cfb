import { createRequire } from 'node:module';
import { endianness } from 'node:os';
import { GatehouseError } from '@gatehouse/kernel/error';
import { errnoError } from './errno.ts';
import { O_CLOEXEC, type Native } from './native.ts';

const SYS_OPENAT2 = 437; // one number on every architecture, as for all calls since Linux 5.1
const SYS_CLOSE_RANGE = 436;
const CLOCK_BOOTTIME = 7;
const PR_GET_DUMPABLE = 3;
const PR_SET_DUMPABLE = 4;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const F_ADD_SEALS = 1033;
const F_GET_SEALS = 1034;
const RLIM_INFINITY = 2n ** 64n - 1n;
/** struct open_how: flags, mode, resolve; three u64. */
const OPEN_HOW_SIZE = 24;

type Call = (...values: readonly unknown[]) => number;
interface Koffi {
  load(path: null): { func(name: string, result: string, parameters: readonly string[]): Call };
  errno(): number;
}

/** Loads koffi and binds the calls. Throws `native_unavailable` where either cannot be done. */
export function bindLibc(): Native {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as Koffi;
    return bind(koffi);
  } catch (error) {
    throw new GatehouseError(
      'native_unavailable',
      'The native binding (koffi) does not load on this machine.',
      error,
    );
  }
}

function bind(koffi: Koffi): Native {
  const libc = koffi.load(null);
  // Variadic in C; on Linux's calling conventions integer arguments pass the same either way.
  const openat2 = libc.func('syscall', 'long', ['long', 'int', 'str', 'void *', 'size_t']);
  const closeRange = libc.func('syscall', 'long', ['long', 'uint', 'uint', 'int']);
  const openat = libc.func('openat', 'int', ['int', 'str', 'int', 'uint']);
  const mkdirat = libc.func('mkdirat', 'int', ['int', 'str', 'uint']);
  const renameat2 = libc.func('renameat2', 'int', ['int', 'str', 'int', 'str', 'uint']);
  const unlinkat = libc.func('unlinkat', 'int', ['int', 'str', 'int']);
  const linkat = libc.func('linkat', 'int', ['int', 'str', 'int', 'str', 'int']);
  const read = libc.func('read', 'long', ['int', 'void *', 'size_t']);
  const close = libc.func('close', 'int', ['int']);
  const memfdCreate = libc.func('memfd_create', 'int', ['str', 'uint']);
  const fcntl = libc.func('fcntl', 'int', ['int', 'int', 'int']);
  const prctl = libc.func('prctl', 'int', ['int', 'ulong', 'ulong', 'ulong', 'ulong']);
  const clockGettime = libc.func('clock_gettime', 'int', ['int', 'void *']);
  const setrlimit = libc.func('setrlimit', 'int', ['int', 'void *']);
  const getrlimit = libc.func('getrlimit', 'int', ['int', 'void *']);

  const done = (call: string, result: number): number => {
    if (result < 0) throw errnoError(call, koffi.errno());
    return result;
  };
  // One buffer for every open: the call copies it, and nothing else runs meanwhile. Written as two
  // 32-bit halves, because every value fits and a BigInt would be allocated for each.
  const how = new Uint32Array(new ArrayBuffer(OPEN_HOW_SIZE));
  const low = endianness() === 'LE' ? 0 : 1;
  const pair = new BigUint64Array(2);

  return {
    openat2(directory, path, flags, resolve, mode = 0) {
      refuseNul(path);
      how[low] = flags | O_CLOEXEC;
      how[low + 2] = mode;
      how[low + 4] = resolve;
      return done('openat2', openat2(SYS_OPENAT2, directory, path, how, OPEN_HOW_SIZE));
    },
    openat(directory, path, flags, mode = 0) {
      refuseNul(path);
      return done('openat', openat(directory, path, flags | O_CLOEXEC, mode));
    },
    mkdirat(directory, name, mode) {
      refuseNul(name);
      done('mkdirat', mkdirat(directory, name, mode));
    },
    renameat2(from, oldName, to, newName, flags) {
      refuseNul(oldName);
      refuseNul(newName);
      done('renameat2', renameat2(from, oldName, to, newName, flags));
    },
    unlinkat(directory, name, flags) {
      refuseNul(name);
      done('unlinkat', unlinkat(directory, name, flags));
    },
    linkat(from, oldName, to, newName, flags) {
      refuseNul(oldName);
      refuseNul(newName);
      done('linkat', linkat(from, oldName, to, newName, flags));
    },
    read(fd, buffer, length) {
      if (length > buffer.byteLength) {
        throw new GatehouseError('native_misuse', 'A read would run past the end of its buffer.');
      }
      return done('read', read(fd, buffer, length));
    },
    close(fd) {
      done('close', close(fd));
    },
    memfdCreate(name, flags) {
      refuseNul(name);
      return done('memfd_create', memfdCreate(name, flags));
    },
    addSeals(fd, seals) {
      done('fcntl', fcntl(fd, F_ADD_SEALS, seals));
    },
    getSeals: (fd) => done('fcntl', fcntl(fd, F_GET_SEALS, 0)),
    setInheritable(fd, inheritable) {
      done('fcntl', fcntl(fd, F_SETFD, inheritable ? 0 : FD_CLOEXEC));
    },
    setDumpable(dumpable) {
      done('prctl', prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0));
    },
    getDumpable: () => done('prctl', prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)),
    closeRange(first, last, flags) {
      done('close_range', closeRange(SYS_CLOSE_RANGE, first, last, flags));
    },
    bootTime() {
      done('clock_gettime', clockGettime(CLOCK_BOOTTIME, pair));
      return Number(pair[0]) * 1000 + Number(pair[1]) / 1e6;
    },
    setrlimit(resource, soft, hard) {
      pair[0] = limitOf(soft);
      pair[1] = limitOf(hard);
      done('setrlimit', setrlimit(resource, pair));
    },
    getrlimit(resource) {
      done('getrlimit', getrlimit(resource, pair));
      return { soft: limitFrom(pair[0]), hard: limitFrom(pair[1]) };
    },
  };
}

const limitOf = (value: number): bigint =>
  value === Number.POSITIVE_INFINITY ? RLIM_INFINITY : BigInt(value);
const limitFrom = (value: bigint | undefined): number =>
  value === undefined || value === RLIM_INFINITY ? Number.POSITIVE_INFINITY : Number(value);

/** C would end the name there and open something else. */
function refuseNul(name: string): void {
  if (name.includes('\0')) {
    throw new GatehouseError('path_nul', 'A name holds a NUL character.');
  }
}
