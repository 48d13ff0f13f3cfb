import { PROCESS_LIMIT, type ProcessCalls } from '../../native/process-calls.ts';
import type { RunLimits } from '../spec.ts';

/** Behind the person's own programs in the queue for the processor, so that a bomb cannot win it. */
const NICE = 5;

/**
 * Sets a process's own limits before it runs anything; all it starts inherits them. They hold for
 * an ordinary user by themselves. Root's process count is exempt from RLIMIT_NPROC whatever the
 * namespace, which is why the tree is also counted (`watchTree`) and, where it may be, put in a
 * control group.
 */
export function limitProcess(calls: ProcessCalls, pid: number, limits: RunLimits): void {
  calls.prlimit(pid, PROCESS_LIMIT.CPU, limits.seconds + 1);
  calls.prlimit(pid, PROCESS_LIMIT.FSIZE, limits.fileBytes);
  // DATA, not AS: runtimes reserve far more address space than they ever touch.
  calls.prlimit(pid, PROCESS_LIMIT.DATA, limits.memoryBytes);
  calls.prlimit(pid, PROCESS_LIMIT.CORE, 0);
  // bubblewrap's own first process lives in the same namespace and counts as one.
  calls.prlimit(pid, PROCESS_LIMIT.NPROC, limits.processes + 1);
  calls.prlimit(pid, PROCESS_LIMIT.NOFILE, 1024);
  calls.prlimit(pid, PROCESS_LIMIT.MEMLOCK, 64 << 10);
  calls.prlimit(pid, PROCESS_LIMIT.MSGQUEUE, 0);
  calls.prlimit(pid, PROCESS_LIMIT.RTPRIO, 0);
  calls.setPriority(pid, NICE);
}
