import { isWithin, segmentsOf } from '../scope/path-text.ts';
import type { ReasonCode } from '../reasons.ts';
import { isAtLeast, longestFor } from '../policy/reach.ts';
import type { GrantScope, Reach } from '../policy/reach.ts';

/** One way to allow more than this call. */
export interface Offer {
  readonly scope: GrantScope;
  /** May count until a date; else for this session at most. */
  readonly lasting: boolean;
}

/** Folders offered of one chain; of a deeper one the widest are left out, but not the root. */
const MOST_FOLDERS = 6;

/** What a person may allow beyond this call, narrowest first; only what may cover every reason. */
export function offersFor(
  operation: string,
  reach: Reach | null,
  asked: {
    readonly roots: readonly string[];
    readonly codes: readonly ReasonCode[];
    /** False where nothing outlives this run. */
    readonly keeps: boolean;
  },
): readonly Offer[] {
  if (reach === null) return [];
  return scopesOf(operation, reach, asked.roots).flatMap((scope): Offer[] => {
    const longest = longestFor(scope, asked.codes);
    if (longest === null || !isAtLeast(longest, 'session')) return [];
    return [{ scope, lasting: asked.keeps && isAtLeast(longest, 'lasting') }];
  });
}

function scopesOf(operation: string, reach: Reach, roots: readonly string[]): GrantScope[] {
  const { command, host, folder } = reach;
  if (host !== null) return [{ operation, limit: 'host', value: host }];
  if (command !== null) {
    const same: GrantScope = { operation, limit: 'command', value: command.same };
    const { asking: tools, programs, called } = command;
    const verbs = tools.every((tool) => !called.some((other) => other.startsWith(`${tool} `)));
    if (folder === null || programs === null || tools.length === 0 || !verbs) return [same];
    const folders = foldersFrom(folder, roots).filter((one) => holds(one, reach.inside));
    const [first, last] = [folders[0], folders.at(-1)];
    const chosen = first === undefined ? [] : first === last || !last ? [first] : [first, last];
    return [
      same,
      ...chosen.map((one) => ({ operation, limit: 'tool', tools, programs, folder: one }) as const),
    ];
  }
  const [path] = reach.inside;
  if (path === undefined || reach.inside.length > 1) return [];
  const exact: GrantScope[] = path === folder ? [] : [{ operation, limit: 'path', value: path }];
  if (folder === null) return exact;
  return [
    ...exact,
    ...foldersFrom(folder, roots).map((value): GrantScope => ({
      operation,
      limit: 'under',
      value,
    })),
  ];
}

const holds = (folder: string, places: readonly string[]) =>
  places.every((place) => isWithin(segmentsOf(place), segmentsOf(folder)));

/** The folder and those that hold it, up to the domain's own; outside of it the folder alone. */
function foldersFrom(folder: string, roots: readonly string[]): readonly string[] {
  const names = segmentsOf(folder);
  const depths = roots.map(segmentsOf).filter((root) => isWithin(names, root));
  if (depths.length === 0) return names.length === 0 ? [] : [folder];
  const top = Math.min(...depths.map((root) => root.length));
  const chain = Array.from(
    { length: names.length - top + 1 },
    (_, at) => `/${names.slice(0, names.length - at).join('/')}`,
  );
  return chain.length <= MOST_FOLDERS
    ? chain
    : [...chain.slice(0, MOST_FOLDERS - 1), ...chain.slice(-1)];
}
