import { foldName } from './characters.ts';
import type { Scope } from './path.ts';
import { isWithin, segmentsOf } from './path-text.ts';
import { homeParents, homePlaces, scratchPlaces, systemPlaces } from './refused-places.ts';

export type Access = 'read' | 'write' | 'delete';
export type RefusedScope = Pick<Scope, 'home' | 'gatehouse' | 'roots'>;

type Names = readonly string[];

interface Row {
  readonly place: string;
  readonly names: Names;
  readonly access: 'any' | 'change';
  readonly firm: boolean;
}

export interface Refusal {
  /** The row that matched, for people: `~/.ssh`, `/etc`, `gatehouse` for Gatehouse's own home. */
  readonly place: string;
  /** `in`: the path is the place or lies in it. `holds`: the place would lie below the path. */
  readonly how: 'in' | 'holds';
  readonly firm: boolean;
}

const fold = (absolute: string): Names => segmentsOf(absolute).map(foldName);

const systemRows: readonly Row[] = systemPlaces.map((row) => ({ ...row, names: fold(row.place) }));
const homeRows: readonly Row[] = homePlaces.map((place) => ({
  place: `~/${place}`,
  names: fold(place),
  access: 'any',
  firm: true,
}));
const scratch: readonly Names[] = scratchPlaces.map(fold);
const parents = homeParents.map((place) => ({ place, names: fold(place) }));
const rootsHome: Names = ['root'];

/** Rows by their first name, those with a `*` in it apart, so that most paths meet no row at all. */
function indexRows(rows: readonly Row[]): (first: string | undefined) => readonly Row[] {
  const index = new Map<string, Row[]>();
  const loose = rows.filter(({ names }) => names[0]?.endsWith('*'));
  for (const row of rows) {
    const first = row.names[0] ?? '';
    if (!first.endsWith('*')) index.set(first, [...(index.get(first) ?? []), row]);
  }
  const indexed = new Map([...index].map(([first, own]) => [first, [...own, ...loose]]));
  return (first) => (first === undefined ? [] : (indexed.get(first) ?? loose));
}

const homeRowsFrom = indexRows(homeRows);
const systemRowsFrom = indexRows(systemRows);

function same(own: string | undefined, row: string): boolean {
  if (own === undefined) return false;
  return row.endsWith('*') ? own.startsWith(row.slice(0, -1)) : own === row;
}

/** True where the names from `at` on are the row's place or lie in it. */
function liesIn(names: Names, at: number, row: Names): boolean {
  return row.every((name, index) => same(names[at + index], name));
}

/** True where the row's place, below `start`, lies strictly below the names. */
function liesBelow(names: Names, start: Names, row: Names): boolean {
  if (names.length >= start.length + row.length) return false;
  return names.every((own, index) => {
    const beginning = start[index];
    return beginning === undefined ? same(own, row[index - start.length] ?? '') : own === beginning;
  });
}

/**
 * The tables of refused places, made ready for one scope. `match` says whether an access to an
 * absolute place (all its names from `/`) is refused, `holds` whether a refused place lies, or could
 * come to lie, below it. Both compare folded names; neither looks at the disk.
 */
export interface Refusals {
  match(names: Names, access: Access): Refusal | null;
  holds(names: Names): Refusal | null;
}

export function createRefusals(scope: RefusedScope): Refusals {
  const home = fold(scope.home);
  const gatehouse = fold(scope.gatehouse);
  const roots = scope.roots.map(fold);

  const excused = (row: Row, names: Names): boolean => {
    if (row.firm) return false;
    const lent = (inner: Names, least: number): boolean =>
      inner.length >= least && liesIn(inner, 0, row.names) && isWithin(names, inner);
    return (
      lent(home, row.names.length) ||
      roots.some((root) => lent(root, row.names.length + 1)) ||
      scratch.some((place) => lent(place, row.names.length + 1))
    );
  };

  /** Homes that hold the names, or would: where a home's own table starts to count. */
  const homesAround = (names: Names): readonly Names[] => {
    const around: Names[] = [home, rootsHome];
    for (const { names: parent } of parents) {
      const own = names[parent.length];
      if (own !== undefined && isWithin(names, parent)) around.push([...parent, own]);
    }
    return around;
  };

  return {
    match(given, access) {
      const names = given.map(foldName);
      if (isWithin(names, gatehouse)) return { place: 'gatehouse', how: 'in', firm: true };
      for (const start of homesAround(names)) {
        if (!isWithin(names, start)) continue;
        const row = homeRowsFrom(names[start.length]).find((one) =>
          liesIn(names, start.length, one.names),
        );
        if (row !== undefined) return { place: row.place, how: 'in', firm: true };
      }
      const row = systemRowsFrom(names[0]).find(
        (one) =>
          (one.access === 'any' || access !== 'read') &&
          liesIn(names, 0, one.names) &&
          !excused(one, names),
      );
      return row === undefined ? null : { place: row.place, how: 'in', firm: row.firm };
    },

    holds(given) {
      const names = given.map(foldName);
      if (liesBelow(names, gatehouse, [])) return { place: 'gatehouse', how: 'holds', firm: true };
      for (const start of homesAround(names)) {
        const row = homeRows.find((one) => liesBelow(names, start, one.names));
        if (row !== undefined) return { place: row.place, how: 'holds', firm: true };
      }
      const parent = parents.find((one) => isWithin(one.names, names));
      if (parent !== undefined) return { place: parent.place, how: 'holds', firm: true };
      const row = systemRows.find((one) => liesBelow(names, [], one.names));
      return row === undefined ? null : { place: row.place, how: 'holds', firm: row.firm };
    },
  };
}
