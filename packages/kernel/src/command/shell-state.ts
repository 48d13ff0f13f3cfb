import type { Argument } from './argument.ts';

/** A directory the shell may be in. `exact`: no link can lie between its names. */
export interface Directory {
  readonly path: string;
  readonly exact: boolean;
}

/**
 * What is known of the running shell at one place of the command: the directories it may be in
 * (null: any) and the variables with a known value (null: set, but to what is unknown).
 */
export interface ShellState {
  directories: readonly Directory[] | null;
  /** How many wrappers and nested shells lie around this place. */
  readonly depth: number;
  /** False inside `sh -c` and its like, which read some words otherwise than bash. */
  readonly bash: boolean;
  /** Names that were made readonly anywhere in the command. */
  readonly frozen: Set<string>;
  get(name: string): Argument | null | undefined;
  set(name: string, value: Argument | null): void;
  /** `readonly`: what is assigned from now on may fail and leave the value as it was. */
  freeze(name: string): void;
  assigned(): Iterable<string>;
}

const mostDirectories = 8;

interface Around {
  readonly directories: readonly Directory[] | null;
  readonly depth: number;
  readonly bash: boolean;
  readonly outer: ((name: string) => Argument | null | undefined) | null;
  readonly frozen: Set<string>;
}

function createState(around: Around): ShellState {
  const own = new Map<string, Argument | null>();
  return {
    directories: around.directories,
    depth: around.depth,
    bash: around.bash,
    get: (name) => (own.has(name) ? own.get(name) : around.outer?.(name)),
    set: (name, value) => void own.set(name, around.frozen.has(name) ? null : value),
    freeze: (name) => void around.frozen.add(name),
    frozen: around.frozen,
    assigned: () => own.keys(),
  };
}

export function firstState(cwd: string, given: readonly string[]): ShellState {
  const directories = [{ path: cwd, exact: true }];
  const state = createState({ directories, depth: 0, bash: true, outer: null, frozen: new Set() });
  for (const name of given) state.set(name, null);
  return state;
}

/** A child process: what it changes, the parent never sees. */
export function childState(state: ShellState): ShellState {
  const { directories, depth, bash, frozen } = state;
  return createState({ directories, depth, bash, outer: state.get, frozen });
}

/** A nested shell started with a text of its own; variables of the outer shell are not its own. */
export function nestedState(state: ShellState, bash: boolean): ShellState {
  const { directories, depth, frozen } = state;
  return createState({ directories, depth: depth + 1, bash, outer: () => null, frozen });
}

/** A wrapped command: one level deeper in the same place. */
export function deeperState(state: ShellState): ShellState {
  const { directories, depth, bash, frozen } = state;
  return createState({ directories, depth: depth + 1, bash, outer: state.get, frozen });
}

/** The same shell, one wrapper deeper (`command`, `builtin`): what is changed there is changed here. */
export function withinState(state: ShellState): ShellState {
  return {
    get directories() {
      return state.directories;
    },
    set directories(directories) {
      state.directories = directories;
    },
    depth: state.depth + 1,
    bash: state.bash,
    get: state.get,
    set: state.set,
    freeze: state.freeze,
    frozen: state.frozen,
    assigned: state.assigned,
  };
}

/** A branch that may run or not. `merge` afterwards. */
export function branchState(state: ShellState): ShellState {
  const { directories, depth, bash, frozen } = state;
  return createState({ directories, depth, bash, outer: state.get, frozen });
}

/** A place that is reached nobody knows when: any variable may have been changed before. */
export function anytimeState(state: ShellState): ShellState {
  const { directories, depth, bash, frozen } = state;
  return createState({ directories, depth, bash, outer: () => null, frozen });
}

/** The body of a loop: an earlier round may have changed what the body sets, and nothing else. */
export function loopState(state: ShellState, changed: ReadonlySet<string>): ShellState {
  const { directories, depth, bash, frozen } = state;
  const outer = (name: string) => (changed.has(name) ? null : state.get(name));
  return createState({ directories, depth, bash, outer, frozen });
}

/** After a branch or a loop: what it may have set is unknown, where it may have gone is added. */
export function merge(state: ShellState, branch: ShellState): void {
  for (const name of branch.assigned()) state.set(name, null);
  state.directories = eitherDirectory(state.directories, branch.directories);
}

export function eitherDirectory(
  one: readonly Directory[] | null,
  other: readonly Directory[] | null,
): readonly Directory[] | null {
  if (one === other) return one;
  if (one === null || other === null) return null;
  const all = new Map<string, Directory>();
  for (const directory of [...one, ...other]) {
    const before = all.get(directory.path);
    all.set(directory.path, { ...directory, exact: directory.exact && (before?.exact ?? true) });
  }
  return all.size > mostDirectories ? null : [...all.values()];
}
