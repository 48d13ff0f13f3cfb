import type { ReasonCode } from '../reasons.ts';
import { isWithin, segmentsOf } from '../scope/path-text.ts';

/**
 * What one call touches, as plain data: the one thing that offers, grants, plans and the person's
 * rules are held against. Places are absolute; real ones had every link followed.
 */
export interface Reach {
  /** Real places, all of which have to lie in an allowed folder. */
  readonly inside: readonly string[];
  /** Every place it names, as named and real: one in a denied folder is enough. */
  readonly touches: readonly string[];
  /** Real places that are changed or searched with all below: one that holds a denied folder is enough. */
  readonly changes: readonly string[];
  /** The folder a wider answer may begin with; null where none is offered. */
  readonly folder: string | null;
  readonly command: CommandReach | null;
  readonly host: string | null;
}

export interface CommandReach {
  readonly text: string;
  /** What has to be the same for a yes to count again, a line each: bytes, folder, digests, links. */
  readonly same: string;
  readonly called: readonly string[];
  readonly asking: readonly string[];
  /** `git: /usr/bin/git` for each tool that asks; null where one is not found, or changes what no path names. */
  readonly programs: readonly string[] | null;
}

/** How wide an answer is. Plain data that a person reads, and that is signed as it stands. */
export type GrantScope =
  | { readonly operation: string; readonly limit: 'command'; readonly value: string }
  | {
      readonly operation: string;
      readonly limit: 'tool';
      /** Tools with their sub-commands. */
      readonly tools: readonly string[];
      /** The programs they stood for when this was shown. */
      readonly programs: readonly string[];
      readonly folder: string;
    }
  | { readonly operation: string; readonly limit: 'path' | 'under'; readonly value: string }
  | { readonly operation: string; readonly limit: 'host'; readonly value: string };

/** True where every part of the call lies within the scope: by whole names, never by a prefix. */
export function isInScope(operation: string, reach: Reach, scope: GrantScope): boolean {
  if (scope.operation !== operation) return false;
  switch (scope.limit) {
    case 'command':
      return reach.command?.same === scope.value;
    case 'tool': {
      const { command } = reach;
      if (command === null || command.programs === null) return false;
      return (
        command.asking.every((tool) => scope.tools.includes(tool)) &&
        command.programs.every((program) => scope.programs.includes(program)) &&
        liesIn(reach.inside, scope.folder)
      );
    }
    case 'path':
      return reach.inside.length === 1 && reach.inside[0] === scope.value;
    case 'under':
      return liesIn(reach.inside, scope.value);
    case 'host':
      return reach.host === scope.value;
  }
}

/** The scope as one line for the record: never a command's text, which may hold anything. */
export function scopeText({ length, scope }: { length: string; scope: GrantScope }): string {
  const { operation, limit } = scope;
  if (scope.limit === 'command') return `${operation} ${limit} ${length}`;
  const value =
    scope.limit === 'tool' ? `${scope.tools.join(', ')} in ${scope.folder}` : scope.value;
  return `${operation} ${limit} ${value} ${length}`;
}

/** True where there is a place, and each is the folder or below it. */
export const liesIn = (places: readonly string[], folder: string): boolean =>
  places.length > 0 && places.every((place) => isWithin(segmentsOf(place), segmentsOf(folder)));

/** How long an answer may count at most for one reason; a plan ends with its task. */
export type Length = 'plan' | 'session' | 'lasting';

type Row = Partial<Record<ReasonCode, Length>>;

/** Where it comes from and where it goes: never for longer than the session that showed it. */
const flow = { argument_not_grounded: 'session' } as const satisfies Row;

const reading = { path_outside: 'lasting', ...flow } as const satisfies Row;
const writing = {
  write_not_a_note: 'lasting',
  path_outside: 'session',
  ...flow,
} as const satisfies Row;

/**
 * THE table of what a wider answer may cover: by operation and kind of limit, the reasons, and how
 * long at most. What does not stand here asks each time, whoever allowed what: administrator rights
 * and all else of the Sudo Gate, no sandbox, the network, variables, deletions, files that run
 * later, settings and keys, what changed meanwhile, what the person's own rules ask about.
 */
export const coverable: Readonly<Record<string, Row>> = {
  'file.read path': reading,
  'file.read under': reading,
  'file.list path': reading,
  'file.list under': reading,
  'file.search path': reading,
  'file.search under': reading,
  'file.write path': writing,
  'file.write under': writing,
  // Named exactly in a plan, and nowhere else.
  'file.delete path': { delete_asks: 'plan', argument_not_grounded: 'plan' },
  'web.fetch host': { host_asks: 'lasting', ...flow },
  // The same bytes: what they write and run here, in the sandbox, without the network.
  'shell.run command': {
    write_not_a_note: 'lasting',
    command_writes: 'lasting',
    command_option_writes: 'lasting',
    command_script_writes: 'lasting',
    command_repository_change: 'lasting',
    command_builds: 'lasting',
    command_interpreter: 'lasting',
    command_runs_path: 'lasting',
    command_runs_for_each: 'lasting',
    command_option_runs: 'lasting',
    command_script_runs: 'lasting',
    command_script_reads: 'lasting',
    command_reads_list: 'lasting',
    command_unknown_program: 'lasting',
    command_unknown_option: 'lasting',
    command_unknown_operand: 'lasting',
    command_unknown_script: 'lasting',
    command_dialect: 'lasting',
    command_chain: 'lasting',
    path_outside: 'session',
    command_network: 'session',
    command_permissions: 'session',
    command_environment: 'session',
    command_defines: 'session',
    command_evaluates: 'session',
    command_wildcard_option: 'session',
    command_dynamic_option: 'session',
    command_dynamic_path: 'session',
    command_dynamic_script: 'session',
    command_parent_of_link: 'session',
    command_walks_refused: 'session',
    command_host_identity: 'session',
    private_content_may_leave: 'session',
    ...flow,
  },
  // Other arguments each time: only what is known of the tool, and only in the folder. No builds:
  // `make --eval` and `make -C` say with their arguments what runs, and where.
  'shell.run tool': {
    write_not_a_note: 'lasting',
    command_writes: 'lasting',
    command_option_writes: 'lasting',
    command_repository_change: 'lasting',
    command_permissions: 'session',
    ...flow,
  },
};

const rank = { plan: 0, session: 1, lasting: 2 } as const satisfies Record<Length, number>;

const rowOf = ({ operation, limit }: Pick<GrantScope, 'operation' | 'limit'>): Row | null => {
  const key = `${operation} ${limit}`;
  return Object.hasOwn(coverable, key) ? (coverable[key] ?? null) : null;
};

/** The longest that an answer may count for all of these reasons; null where it may not at all. */
export function longestFor(
  kind: Pick<GrantScope, 'operation' | 'limit'>,
  codes: readonly ReasonCode[],
): Length | null {
  const row = rowOf(kind);
  if (row === null) return null;
  let longest: Length = 'lasting';
  for (const code of codes) {
    const own = row[code];
    if (own === undefined) return null;
    if (rank[own] < rank[longest]) longest = own;
  }
  return longest;
}

/** Every reason that may be covered at all by a limit of this kind: what a plan is given. */
export const codesFor = (kind: Pick<GrantScope, 'operation' | 'limit'>): readonly ReasonCode[] =>
  (Object.keys(rowOf(kind) ?? {}) as ReasonCode[]).sort();

export const isAtLeast = (length: Length, wanted: Length): boolean => rank[length] >= rank[wanted];
