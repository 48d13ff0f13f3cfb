import { createRequire } from 'node:module';
import { GatehouseError } from '@gatehouse/kernel/error';
import { errnoError } from './errno.ts';

/**
 * The system calls that watching over another process needs. Failures throw `GatehouseError` with
 * the errno's name as code; `native_unavailable` where the binding does not load.
 */
export interface ProcessCalls {
  /** prlimit(2): sets soft and hard limit of another process; bytes, seconds or counts. */
  prlimit(pid: number, resource: number, value: number): void;
  /** setpriority(2) PRIO_PROCESS. */
  setPriority(pid: number, nice: number): void;
  /**
   * sched_setscheduler(2) SCHED_FIFO at the lowest priority for the calling thread, not inherited by
   * what it starts; false where that is not ours to do (it takes CAP_SYS_NICE).
   */
  runFirst(): boolean;
  /** pidfd_open(2), Linux 5.3: a descriptor that never means another process. */
  pidfdOpen(pid: number): number;
  /** pidfd_send_signal(2); false where the process has ended. */
  pidfdSignal(pidfd: number, signal: number): boolean;
  /** pipe2(2) O_CLOEXEC. */
  pipe(): { readonly read: number; readonly write: number };
  /** prctl(2) PR_SET_PDEATHSIG: the signal this process gets when its parent's thread ends. */
  setParentDeathSignal(signal: number): void;
  /** prctl(2) PR_SET_CHILD_SUBREAPER: orphans below this process become its children. */
  becomeSubreaper(): void;
  /**
   * waitpid(2) WNOHANG for one child that nobody else waits for: its status as a shell reports it
   * (128 + n where signal n ended it), null while it runs or where it is no child of ours.
   */
  reap(pid: number): number | null;
  /**
   * posix_spawn(3): starts a program with exactly `fds` as its descriptors 0, 1, 2, …, default
   * signals, and this process's directory; every other descriptor here has to be close-on-exec.
   * About ten times cheaper than a fork of this process (0.1 ms for 1 ms).
   */
  spawn(
    path: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    fds: readonly number[],
  ): number;
}

/** Resources of prlimit(2) as asm-generic/resource.h numbers them (x86-64, arm64, riscv alike). */
export const PROCESS_LIMIT = {
  CPU: 0,
  FSIZE: 1,
  DATA: 2,
  CORE: 4,
  NPROC: 6,
  NOFILE: 7,
  MEMLOCK: 8,
  MSGQUEUE: 12,
  NICE: 13,
  RTPRIO: 14,
} as const;

const O_CLOEXEC = 0o2000000;
const PR_SET_PDEATHSIG = 1;
const PR_SET_CHILD_SUBREAPER = 36;
// One number on every architecture.
const SYS_PIDFD_SEND_SIGNAL = 424;
const SYS_PIDFD_OPEN = 434;
const SCHED_FIFO = 1;
const SCHED_RESET_ON_FORK = 0x40000000;
const LOWEST_PRIORITY = 1;
const WNOHANG = 1;
const F_DUPFD_CLOEXEC = 1030;
const POSIX_SPAWN_SETSIGDEF = 0x04;
const POSIX_SPAWN_SETSIGMASK = 0x08;
/** More than posix_spawnattr_t (336) and posix_spawn_file_actions_t (80) take in glibc and musl. */
const OPAQUE = 512;
/** sigset_t of glibc and musl. */
const SIGNALS = 128;
const ESRCH = 3;
const EINVAL = 22;

type Call = (...values: readonly unknown[]) => number;
interface Koffi {
  load(path: null): { func(name: string, result: string, parameters: readonly string[]): Call };
  errno(): number;
}

/** Loads koffi and binds the calls. Throws `native_unavailable` where either cannot be done. */
export function createProcessCalls(): ProcessCalls {
  try {
    return bind(createRequire(import.meta.url)('koffi') as Koffi);
  } catch (error) {
    throw new GatehouseError(
      'native_unavailable',
      'The native binding (koffi) does not load on this machine.',
      error,
    );
  }
}

function bind(koffi: Koffi): ProcessCalls {
  const libc = koffi.load(null);
  const prlimit = libc.func('prlimit64', 'int', ['int', 'int', 'void *', 'void *']);
  const setpriority = libc.func('setpriority', 'int', ['int', 'uint', 'int']);
  const prctl = libc.func('prctl', 'int', ['int', 'ulong', 'ulong', 'ulong', 'ulong']);
  const schedule = libc.func('sched_setscheduler', 'int', ['int', 'int', 'void *']);
  const pidfdOpen = libc.func('syscall', 'long', ['long', 'int', 'uint']);
  const pidfdSignal = libc.func('syscall', 'long', ['long', 'int', 'int', 'void *', 'uint']);
  const pipe2 = libc.func('pipe2', 'int', ['void *', 'int']);
  const waitpid = libc.func('waitpid', 'int', ['int', 'void *', 'int']);
  const fcntl = libc.func('fcntl', 'int', ['int', 'int', 'int']);
  const close = libc.func('close', 'int', ['int']);
  const actionsInit = libc.func('posix_spawn_file_actions_init', 'int', ['void *']);
  const actionsDup = libc.func('posix_spawn_file_actions_adddup2', 'int', ['void *', 'int', 'int']);
  const actionsDestroy = libc.func('posix_spawn_file_actions_destroy', 'int', ['void *']);
  const attributesInit = libc.func('posix_spawnattr_init', 'int', ['void *']);
  const attributesFlags = libc.func('posix_spawnattr_setflags', 'int', ['void *', 'short']);
  const attributesDefault = libc.func('posix_spawnattr_setsigdefault', 'int', ['void *', 'void *']);
  const attributesMask = libc.func('posix_spawnattr_setsigmask', 'int', ['void *', 'void *']);
  const posixSpawn = libc.func('posix_spawn', 'int', [
    'void *',
    'str',
    'void *',
    'void *',
    'str *',
    'str *',
  ]);
  const attributes = Buffer.alloc(OPAQUE);
  attributesInit(attributes);
  attributesFlags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  attributesDefault(attributes, Buffer.alloc(SIGNALS, 0xff));
  attributesMask(attributes, Buffer.alloc(SIGNALS));
  /** For functions that return the errno itself. */
  const accepted = (call: string, errno: number): void => {
    if (errno !== 0) throw errnoError(call, errno);
  };
  const done = (call: string, result: number): number => {
    if (result < 0) throw errnoError(call, koffi.errno());
    return result;
  };
  return {
    prlimit(pid, resource, value) {
      const pair = new BigUint64Array([BigInt(value), BigInt(value)]);
      done('prlimit', prlimit(pid, resource, pair, null));
    },
    setPriority(pid, nice) {
      done('setpriority', setpriority(0, pid, nice));
    },
    runFirst: () =>
      schedule(0, SCHED_FIFO | SCHED_RESET_ON_FORK, new Int32Array([LOWEST_PRIORITY])) === 0,
    pidfdOpen: (pid) => done('pidfd_open', pidfdOpen(SYS_PIDFD_OPEN, pid, 0)),
    pidfdSignal(pidfd, signal) {
      if (pidfdSignal(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, null, 0) === 0) return true;
      if (koffi.errno() === ESRCH) return false;
      throw errnoError('pidfd_send_signal', koffi.errno());
    },
    pipe() {
      const pair = new Int32Array(2);
      done('pipe2', pipe2(pair, O_CLOEXEC));
      const [read = -1, write = -1] = pair;
      return { read, write };
    },
    setParentDeathSignal(signal) {
      done('prctl', prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0));
    },
    becomeSubreaper() {
      done('prctl', prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
    },
    reap(pid) {
      const status = new Int32Array(1);
      if (waitpid(pid, status, WNOHANG) <= 0) return null;
      const [value = 0] = status;
      const signal = value & 0x7f;
      return signal === 0 ? (value >> 8) & 0xff : 128 + signal;
    },
    spawn(path, argv, env, fds) {
      const words = [path, ...argv, ...Object.entries(env).flat()];
      if (words.some((word) => word.includes('\0'))) throw errnoError('posix_spawn', EINVAL);
      const actions = Buffer.alloc(OPAQUE);
      accepted('posix_spawn', actionsInit(actions));
      const high: number[] = [];
      try {
        // Out of the way first: a source may have the number of another one's target.
        for (const fd of fds) high.push(done('fcntl', fcntl(fd, F_DUPFD_CLOEXEC, fds.length)));
        high.forEach((fd, at) => {
          accepted('posix_spawn', actionsDup(actions, fd, at));
        });
        const pid = new Int32Array(1);
        const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
        accepted(
          'posix_spawn',
          posixSpawn(pid, path, actions, attributes, [...argv, null], [...variables, null]),
        );
        return pid[0] ?? -1;
      } finally {
        for (const fd of high) close(fd);
        actionsDestroy(actions);
      }
    },
  };
}
