import { readFileSync } from 'node:fs';

/**
 * When a process started, as text that a later process of the same number does not share: boot id
 * and start time in clock ticks (proc(5), field 22). Empty where there is no /proc; then the number
 * alone decides.
 */
export function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name, field 2, may hold spaces and brackets; the last bracket ends it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return ''; // no /proc, or no such process
  }
}

/** Whether the process that `startOf` described still runs. */
export function isAlive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && (error as NodeJS.ErrnoException).code === 'EPERM'))
      return false;
  }
  return startOf(pid) === started;
}
