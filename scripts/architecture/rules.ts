import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import {
  defaultExports,
  emptyNames,
  forTests,
  guarded,
  maxLines,
  rooms,
  timeless,
} from './rooms.ts';
import type { Room } from './rooms.ts';
import type { Import, Source } from './source.ts';

/** Exported doors of each workspace package: `{ kernel: ['.', './markup'] }`. */
export type Doors = Readonly<Record<string, readonly string[]>>;

/** The room a file lies in, or null for the root's own scripts. */
export function roomOf(path: string): string | null {
  const name = path.split('/').slice(0, 2).join('/');
  return Object.hasOwn(rooms, name) ? name : null;
}

/** Tests, fakes and benches: they run beside the program, never in it. */
export function isTest(path: string): boolean {
  return (
    /\.(?:test|fuzz)\.ts$/.test(path) || path.endsWith('/bench.ts') || path.includes('/testing/')
  );
}

function allows(list: readonly string[], name: string, typeOnly: boolean): boolean {
  return list.includes(name) || (typeOnly && list.includes(`${name} types`));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function builtinProblem(path: string, room: Room, name: string): string | null {
  if (isTest(path)) return null;
  const places = guarded[name];
  if (places !== undefined) {
    return places.some((place) => path.startsWith(place)) ? null : `may not import ${name}`;
  }
  return room.node.includes('*') || room.node.includes(name) ? null : `may not import ${name}`;
}

function roomProblem(path: string, own: string, found: Import, doors: Doors): string | null {
  const [, target = '', ...rest] = found.from.split('/');
  const room = rooms[own];
  const door = rest.length === 0 ? '.' : `./${rest.join('/')}`;
  if (room === undefined) return null;
  if (own.endsWith(`/${target}`)) return `imports its own room by name (${found.from})`;
  // Fakes and real helpers of any room serve the tests of every room.
  const forTest = isTest(path) && rest.at(-1) === 'testing';
  if (!forTest && !allows(room.rooms, target, found.typeOnly)) {
    const asType = !found.typeOnly && allows(room.rooms, target, true);
    return `may not import ${found.from}${asType ? ' except as a type' : ''}`;
  }
  if (!(doors[target] ?? []).includes(door)) return `${found.from} is no exported door`;
  if (rest.includes('testing') && !isTest(path)) return `a program may not import ${found.from}`;
  return null;
}

function importProblem(source: Source, found: Import, doors: Doors): string | null {
  const { path } = source;
  const own = roomOf(path);
  const room = own === null ? undefined : rooms[own];
  if (found.from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), found.from);
    if (!/\.(?:ts|tsx|json)$/.test(found.from)) return `${found.from} carries no .ts`;
    // Scripts and benches stand outside the rooms and may look into them.
    if (own !== null && roomOf(target) !== own) return `reaches out of its room (${found.from})`;
    return isTest(target) && !isTest(path) && own !== null
      ? `a program may not import ${found.from}`
      : null;
  }
  if (own === null || room === undefined) return null;
  if (found.from.startsWith('@gatehouse/')) return roomProblem(path, own, found, doors);
  if (isBuiltin(found.from)) {
    return found.from.startsWith('node:')
      ? builtinProblem(path, room, found.from)
      : `${found.from} is written node:${found.from}`;
  }
  const name = packageOf(found.from);
  if (isTest(path) && (forTests.packages as readonly string[]).includes(name)) return null;
  return allows(room.packages, name, found.typeOnly) ? null : `may not import ${name}`;
}

function fileProblems(source: Source): string[] {
  const { path } = source;
  const problems = [...source.problems];
  if (source.lines > maxLines) problems.push(`${source.lines} lines, more than ${maxLines}`);
  if (source.exportsStar) problems.push('export *');
  if (source.exportsDefault && !defaultExports.includes(path)) problems.push('default export');
  if (source.moduleState && roomOf(path) !== null && !isTest(path)) {
    problems.push('state at module level');
  }
  if (source.readsClock && timeless.some((room) => path.startsWith(room)) && !isTest(path)) {
    problems.push('reads the clock');
  }
  if (source.unfinished) problems.push('an unfinished note (TODO)');
  for (const part of path.split('/')) {
    if (!/^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(part)) problems.push(`${part} is not kebab-case`);
    const word = part.split(/[-.]/).find((each) => emptyNames.includes(each));
    if (word !== undefined) problems.push(`a name that says nothing: ${word}`);
  }
  return problems;
}

/** Groups of names which reach each other, each sorted; single names without themselves left out. */
export function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[][] {
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(edges.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(edges.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map([...edges.keys()].map((name) => [name, reach(name)]));
  const groups = new Map<string, string[]>();
  for (const [name, seen] of reached) {
    if (!seen.has(name)) continue;
    const group = [...seen].filter((other) => reached.get(other)?.has(name) === true).sort();
    groups.set(group.join(' '), group);
  }
  return [...groups.values()];
}

/** Folders which import each other, at any level; tests aside, types included. */
function folderCycles(sources: readonly Source[]): string[] {
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const source of sources) {
    if (isTest(source.path)) continue;
    for (const { from } of source.imports) {
      if (!from.startsWith('.')) continue;
      const own = source.path.split('/');
      const other = posix.join(posix.dirname(source.path), from).split('/');
      const depth = own.findIndex((part, index) => part !== other[index]);
      if (depth < 0) continue;
      const level = own.slice(0, depth).join('/');
      const edges = levels.get(level) ?? new Map<string, Set<string>>();
      levels.set(level, edges);
      const name = own[depth] ?? '';
      edges.set(name, (edges.get(name) ?? new Set()).add(other[depth] ?? ''));
    }
  }
  const problems: string[] = [];
  for (const [level, edges] of levels) {
    for (const group of cycles(edges)) {
      const folders = group.filter((name) => !name.endsWith('.ts'));
      if (folders.length < 2) continue;
      problems.push(`${level}: folders import each other (${group.join(', ')})`);
    }
  }
  return problems;
}

/** Everything in which the sources leave the plan of the house, one sentence each, sorted. */
export function violations(sources: readonly Source[], doors: Doors): readonly string[] {
  const problems = folderCycles(sources);
  for (const source of sources) {
    for (const problem of fileProblems(source)) problems.push(`${source.path}: ${problem}`);
    for (const found of source.imports) {
      const problem = importProblem(source, found, doors);
      if (problem !== null) problems.push(`${source.path}: ${problem}`);
    }
  }
  return [...new Set(problems)].sort();
}
