import { readdirSync, readFileSync } from 'node:fs';
import { codeOf } from '../../native/index.ts';

/** What a tree of processes holds right now. */
export interface TreeUse {
  /** Processes and threads. */
  readonly tasks: number;
  /** Bytes that would not exist without the tree: anonymous, shared and swapped-out memory. */
  readonly bytes: number;
}

/**
 * Counts what lives in the process namespace of `pid`, through that namespace's own /proc (mounted
 * there by the sandbox, read-only). Null once it has ended. Stops at `enough` tasks: a bomb need not
 * be counted to its end.
 */
export function namespaceUse(pid: number, enough: number): TreeUse | null {
  return useBelow(`/proc/${String(pid)}/root/proc`, enough);
}

function useBelow(proc: string, enough: number): TreeUse | null {
  const names = missingIsNull(() => readdirSync(proc));
  if (names === null) return null;
  return useOf(
    proc,
    names.filter((name) => /^\d+$/.test(name)),
    enough,
  );
}

/** Counts processes by their names in a /proc. One that ended meanwhile counts as nothing. */
export function useOf(proc: string, pids: readonly string[], enough: number): TreeUse {
  let tasks = 0;
  let kibibytes = 0;
  if (pids.length > enough) return { tasks: pids.length, bytes: 0 };
  for (const pid of pids) {
    const status = missingIsNull(() => readFileSync(`${proc}/${pid}/status`, 'latin1'));
    if (status === null) continue;
    tasks += field(status, 'Threads');
    kibibytes += field(status, 'RssAnon') + field(status, 'RssShmem') + field(status, 'VmSwap');
  }
  return { tasks, bytes: kibibytes * 1024 };
}

/**
 * The same memory counted once where processes share it (a fork counts twice in the quick count):
 * the proportional share of smaps_rollup.
 */
export function shareOf(pid: number): number {
  const proc = `/proc/${String(pid)}/root/proc`;
  let kibibytes = 0;
  for (const name of missingIsNull(() => readdirSync(proc)) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const rollup = missingIsNull(() => readFileSync(`${proc}/${name}/smaps_rollup`, 'latin1'));
    if (rollup === null) continue;
    kibibytes += field(rollup, 'Pss_Anon') + field(rollup, 'Pss_Shmem') + field(rollup, 'SwapPss');
  }
  return kibibytes * 1024;
}

/** Direct children of a process (Linux built with CONFIG_PROC_CHILDREN, as every distribution is). */
export function childrenOf(pid: number): readonly number[] {
  const own = String(pid);
  const text = missingIsNull(() => readFileSync(`/proc/${own}/task/${own}/children`, 'latin1'));
  return (text ?? '').split(' ').filter(Boolean).map(Number);
}

/** Every process below one, children first read; whoever is forked meanwhile may be missed. */
export function descendantsOf(pid: number): readonly number[] {
  const found: number[] = [];
  for (let open: readonly number[] = [pid]; open.length > 0;) {
    const next = open.flatMap((one) => childrenOfAll(one));
    found.push(...next);
    open = next;
  }
  return found;
}

/** Children of every thread: a subreaper's adopted orphans may hang on any of them. */
export function childrenOfAll(pid: number): number[] {
  const tasks = missingIsNull(() => readdirSync(`/proc/${String(pid)}/task`)) ?? [];
  return tasks.flatMap((task) =>
    (
      missingIsNull(() => readFileSync(`/proc/${String(pid)}/task/${task}/children`, 'latin1')) ??
      ''
    )
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

function field(status: string, name: string): number {
  const at = status.indexOf(`${name}:`);
  return at < 0 ? 0 : Number.parseInt(status.slice(at + name.length + 1), 10) || 0;
}

/** Processes end while they are looked at; that is not an error. */
function missingIsNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EINVAL', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw error;
  }
}
