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
  /** waitpid(2) WNOHANG for one ended child that nobody else waits for; false where none ended. */
  reap(pid: number): boolean;
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
const WNOHANG = 1;
const ESRCH = 3;

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
  const pidfdOpen = libc.func('syscall', 'long', ['long', 'int', 'uint']);
  const pidfdSignal = libc.func('syscall', 'long', ['long', 'int', 'int', 'void *', 'uint']);
  const pipe2 = libc.func('pipe2', 'int', ['void *', 'int']);
  const waitpid = libc.func('waitpid', 'int', ['int', 'void *', 'int']);
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
    reap: (pid) => waitpid(pid, null, WNOHANG) > 0,
  };
}
