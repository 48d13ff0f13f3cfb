import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../../native/index.ts';
import type { RunLimits } from '../spec.ts';

/** A kernel-kept ceiling around one command. */
export interface ControlGroup {
  /** Puts a process, and all it will start, under the ceiling. */
  add(pid: number): void;
  /** True where the kernel ended a process for its memory. */
  starved(): boolean;
  /** Removes it once its processes are gone; tried again later where they are not yet. */
  close(): void;
}

export interface ControlGroups {
  /**
   * Call when a run begins. To move a process the kernel first waits for every processor (2 ms and
   * more), and soon afterwards it does not wait again: a move that changes nothing, made while the
   * sandbox is set up, takes that wait off the command's way.
   */
  warm(): void;
  /** Null where this machine lets us make none: then the tree is counted, and its limits inherited. */
  open(limits: RunLimits): ControlGroup | null;
}

const MOUNT = '/sys/fs/cgroup';
const NAME = /^gatehouse-(\d+)-\d+$/;

/** Above the command's own limit, which is watched: it also counts scratch space and sockets. */
const MEMORY_CEILING = 2;

interface Place {
  /** Where this process is. */
  readonly home: string;
  readonly parent: string;
  /** Files and what to write, in order. */
  readonly settings: (limits: RunLimits) => readonly (readonly [string, string])[];
  /** File and line that counts processes ended for memory. */
  readonly kills: readonly [string, RegExp] | null;
}

/**
 * Control groups where we may make them: version 2 below an ancestor that hands its controllers on
 * (root, or a delegated user session), else version 1 below our own (root).
 */
export function createControlGroups(): ControlGroups {
  const places = findPlaces();
  for (const { parent } of places) removeStale(parent);
  const leftover = new Set<string>();
  let runs = 0;
  const sweep = () => {
    for (const path of leftover) if (remove(path)) leftover.delete(path);
  };
  return {
    warm() {
      const [place] = places;
      if (place === undefined) return;
      const procs = join(place.home, 'cgroup.procs');
      // Nothing depends on it: where it fails, the real move only waits longer, or fails itself.
      writeFile(procs, String(process.pid)).catch(() => undefined);
    },
    open(limits) {
      sweep();
      runs += 1;
      const made: { readonly path: string; readonly place: Place }[] = [];
      const close = () => {
        for (const { path } of made) leftover.add(path);
        sweep();
      };
      for (const place of places) {
        const path = join(place.parent, `gatehouse-${String(process.pid)}-${String(runs)}`);
        const usable = allowed(() => {
          mkdirSync(path);
          made.push({ path, place });
          for (const [file, value] of place.settings(limits)) {
            writeFileSync(join(path, file), value);
          }
        });
        if (!usable) {
          close();
          return null;
        }
      }
      if (made.length === 0) return null;
      return {
        add(pid) {
          for (const { path } of made) {
            allowed(() => {
              writeFileSync(join(path, 'cgroup.procs'), String(pid));
            });
          }
        },
        starved: () =>
          made.some(({ path, place: { kills } }) => {
            if (kills === null) return false;
            const [file, line] = kills;
            return Number(line.exec(readFileSync(join(path, file), 'utf8'))?.[1] ?? 0) > 0;
          }),
        close,
      };
    },
  };
}

function findPlaces(): readonly Place[] {
  const own = new Map(
    readFileSync('/proc/self/cgroup', 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [, controllers = '', path = '/'] = line.split(':');
        return [controllers, path] as const;
      }),
  );
  const unified = existsSync(join(MOUNT, 'cgroup.controllers')) ? own.get('') : undefined;
  if (unified !== undefined) {
    for (let path = unified; path !== '/';) {
      path = dirname(path);
      const parent = join(MOUNT, path);
      if (handsOn(parent) && writable(parent)) return [versionTwo(parent, join(MOUNT, unified))];
    }
    return [];
  }
  const places: Place[] = [];
  for (const [controller, place] of [
    ['pids', versionOnePids],
    ['memory', versionOneMemory],
  ] as const) {
    const path = [...own].find(([names]) => names.split(',').includes(controller))?.[1];
    const parent = join(MOUNT, controller, path ?? '/');
    if (path !== undefined && writable(parent)) places.push(place(parent));
  }
  return places;
}

const handsOn = (parent: string): boolean => {
  let controllers: readonly string[] = [];
  allowed(() => {
    controllers = readFileSync(join(parent, 'cgroup.subtree_control'), 'utf8').trim().split(' ');
  });
  return controllers.includes('pids') && controllers.includes('memory');
};

/** Asked by doing: modes and mounts together decide. */
function writable(parent: string): boolean {
  const path = join(parent, `gatehouse-${String(process.pid)}-0`);
  return allowed(() => {
    mkdirSync(path);
    rmdirSync(path);
  });
}

const versionTwo = (parent: string, home: string): Place => ({
  home,
  parent,
  settings: (limits) => [
    ['pids.max', String(limits.processes + 1)],
    ['memory.max', String(limits.memoryBytes * MEMORY_CEILING)],
    ['memory.swap.max', '0'],
    ['memory.oom.group', '1'],
  ],
  kills: ['memory.events', /^oom_kill (\d+)$/m],
});
const versionOnePids = (parent: string): Place => ({
  home: parent,
  parent,
  settings: (limits) => [['pids.max', String(limits.processes + 1)]],
  kills: null,
});
const versionOneMemory = (parent: string): Place => ({
  home: parent,
  parent,
  settings: (limits) => [['memory.limit_in_bytes', String(limits.memoryBytes * MEMORY_CEILING)]],
  kills: ['memory.oom_control', /^oom_kill (\d+)$/m],
});

/** Groups of a broker that was killed: its processes died with it, its directories did not. */
function removeStale(parent: string): void {
  allowed(() => {
    for (const name of readdirSync(parent)) {
      const pid = NAME.exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) remove(join(parent, name));
    }
  });
}

const remove = (path: string): boolean => {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    if (codeOf(error) === 'EBUSY') return false;
    throw error;
  }
};

/** False where the machine does not let us; any other error is one. */
function allowed(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (
      [
        'EACCES',
        'EPERM',
        'EROFS',
        'ENOENT',
        'EBUSY',
        'EINVAL',
        'ENOSPC',
        'EOPNOTSUPP',
        'ESRCH',
      ].includes(codeOf(error))
    )
      return false;
    throw error;
  }
}
