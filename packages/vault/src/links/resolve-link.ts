import { folded } from './note-key.ts';

/** A note that a link may mean: its path below the root, `/` between names, and its aliases. */
export interface LinkCandidate {
  readonly path: string;
  readonly aliases: readonly string[];
}

export type Resolved =
  | { readonly kind: 'note'; readonly path: string; readonly others: readonly string[] }
  | { readonly kind: 'missing' };

/**
 * Which note a link means. A Markdown link is a path relative to the note it stands in, or else to
 * the root. A wikilink is a path, or the end of one; of several notes the one in the same folder is
 * meant, else the one with the shortest path, else the first by name: `others` then names the rest.
 * An alias counts where no file has the name. `candidates` are the notes whose `noteKey`, or the key
 * of an alias, equals the link's.
 */
export function resolveLink(
  link: { readonly kind: 'wiki' | 'embed' | 'markdown'; readonly target: string },
  from: string,
  candidates: readonly LinkCandidate[],
): Resolved {
  if (link.target === '') return { kind: 'note', path: from, others: [] };
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  if (link.kind !== 'wiki' || /^\.{1,2}\//u.test(link.target)) {
    const relative = normalised(link.target.startsWith('/') ? link.target : folder + link.target);
    const exact = relative === null ? undefined : pick([relative], candidates);
    if (exact !== undefined) return { kind: 'note', path: exact, others: [] };
  }
  const wanted = normalised(link.target);
  if (wanted === null) return { kind: 'missing' };
  const tail = withoutEnding(wanted);
  const named = candidates.filter((candidate) => {
    const path = withoutEnding(folded(candidate.path));
    return path === folded(tail) || path.endsWith(`/${folded(tail)}`);
  });
  const meant =
    named.length > 0
      ? named
      : candidates.filter((candidate) =>
          candidate.aliases.some((alias) => folded(alias) === folded(link.target)),
        );
  if (meant.length === 0) return { kind: 'missing' };
  const ordered = meant.map((candidate) => candidate.path).toSorted(byNearness(folder));
  const [path = '', ...others] = ordered;
  return { kind: 'note', path, others };
}

/** `.` and `..` taken out; null where it would leave the root. */
function normalised(path: string): string | null {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.pop() === undefined) return null;
  }
  return kept.join('/');
}

function pick(paths: readonly string[], candidates: readonly LinkCandidate[]): string | undefined {
  for (const path of paths) {
    const wanted = withoutEnding(folded(path));
    const found = candidates.find((candidate) => withoutEnding(folded(candidate.path)) === wanted);
    if (found !== undefined) return found.path;
  }
  return undefined;
}

const withoutEnding = (path: string) => path.replace(/\.(?:md|markdown)$/iu, '');

const byNearness = (folder: string) => (one: string, other: string) =>
  Number(inFolder(other, folder)) - Number(inFolder(one, folder)) ||
  depth(one) - depth(other) ||
  one.length - other.length ||
  (one < other ? -1 : 1);

const inFolder = (path: string, folder: string) =>
  path.startsWith(folder) && !path.slice(folder.length).includes('/');
const depth = (path: string) => path.split('/').length;
