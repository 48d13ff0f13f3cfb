import type { Reason } from '../reasons.ts';
import { reasons } from '../reasons.ts';
import {
  allSegments,
  createRefusals,
  judgePath,
  parsePath,
  pathText,
  type Mode,
  type Refusals,
} from '../scope/index.ts';
import type { Scope, ScopedPath } from '../scope/path.ts';
import { hasOpenHole, leadOf, type Argument } from './argument.ts';
import type { Findings } from './findings.ts';
import type { Directory, ShellState } from './shell-state.ts';

/** What is done to a path that a command names. */
export type Use = 'read' | 'walk' | 'write' | 'delete' | 'execute';

/** Judges the paths that a command names, from every directory the shell may be in. */
export interface Places {
  use(argument: Argument, how: Use, state: ShellState): void;
  /** A program of the system's own directories runs: listed, so that it can be bound. */
  runs(absolute: string): void;
  /** Adds only refusals: for words of a program whose grammar is unknown. */
  mention(text: string, state: ShellState): void;
  /** Where `cd` to the argument leads; null where nobody can say. */
  move(argument: Argument, state: ShellState): readonly Directory[] | null;
}

/** A name in a pattern that could stand for `..`. */
function couldBeParent(name: string): boolean {
  if (!name.startsWith('.') || !/[*?[]/u.test(name)) return false;
  return !/^\.(?:\[[!^][^\]]*\.[^\]]*\]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\]|\?\?|[A-Za-z0-9_-])/u.test(
    name,
  );
}

/** Descriptors of the command itself. */
const descriptor = /^\/dev\/fd\/\d{1,3}$/u;
const remote = /^\/dev\/(?:tcp|udp)\//u;

export function createPlaces(scope: Scope, mode: Mode, findings: Findings): Places {
  let refusals: Refusals | null = null;
  const holds = (path: ScopedPath) => {
    refusals ??= createRefusals(scope);
    return refusals.holds(allSegments(path));
  };

  function judged(path: ScopedPath, how: Use): void {
    findings.spend(6);
    const access = how === 'write' || how === 'delete' ? how : 'read';
    const text = pathText(path);
    let harmless = false;
    let refused = false;
    for (const reason of judgePath(path, access, scope, mode)) {
      if (reason.code === 'path_harmless') harmless = true;
      if (reason.code === 'path_refused') refused = true;
      // What a command deletes is gone: no copy is kept, as it is of what `file.delete` takes.
      if (reason.code === 'delete_asks') findings.add({ code: 'command_deletes_path', path: text });
      else if (reasons[reason.code] !== 'allow') findings.add(reason);
      if (reason.code.startsWith('path_outside') && access !== 'read') {
        findings.add({ code: 'command_writes_outside', path: text });
      }
    }
    if (harmless) return;
    if (how === 'execute') findings.path('executes', path);
    findings.path(access === 'read' ? 'reads' : 'writes', path);
    if (how === 'write' && !refused) findings.add({ code: 'command_writes', path: text });
    if (how === 'walk' && !refused) {
      const found = holds(path);
      if (found !== null) {
        findings.add({ code: 'command_walks_refused', path: text, place: found.place });
      }
    }
  }

  function unresolved(argument: Argument): void {
    findings.add({ code: 'command_dynamic_path', part: argument.written });
  }

  /** Every directory a relative path may start at; an absolute one needs none. */
  function starts(text: string, state: ShellState): readonly Directory[] | null {
    if (text.startsWith('/')) return [{ path: '/', exact: true }];
    return state.directories;
  }

  /** A `..` behind a name leads wherever that name's link leads; only leading ones are certain. */
  function climbsBehindName(text: string, from: Directory): boolean {
    const names = text.split('/').filter((name) => name !== '' && name !== '.');
    const climbs = names.lastIndexOf('..');
    if (climbs < 0) return false;
    return !from.exact || names.slice(0, climbs).some((name) => name !== '..');
  }

  function locate(text: string, from: Directory): ScopedPath | Reason {
    findings.spend(1 + Math.floor((text.length + from.path.length) / 64));
    const spelled = text.startsWith('~') ? `./${text}` : text;
    const parsed = parsePath(spelled, { ...scope, cwd: from.path }, { parents: 'normalise' });
    return 'refused' in parsed ? { ...parsed.refused, path: text.slice(0, 200) } : parsed.path;
  }

  function useText(text: string, how: Use, argument: Argument, state: ShellState): void {
    const from = starts(text, state);
    if (from === null) return unresolved(argument);
    for (const directory of from) {
      if (climbsBehindName(text, directory)) {
        findings.add({ code: 'command_parent_of_link', path: text });
      }
      const place = locate(text, directory);
      if ('code' in place) findings.add(place);
      else judged(place, how);
    }
  }

  /** A pattern matches only below the names in front of it. */
  function usePattern(argument: Argument, how: Use, state: ShellState): void {
    if (hasOpenHole(argument)) {
      unresolved(argument);
      const lead = leadOf(argument);
      const folder = lead.slice(0, lead.lastIndexOf('/') + 1);
      if (folder !== '') mention(folder, state);
      return;
    }
    let written = '';
    for (const piece of argument.pieces) written += piece.kind === 'hole' ? '?' : piece.value;
    const names = written.split('/');
    const lead = leadOf(argument);
    const depth = lead.split('/').length - 1;
    if (names.slice(depth).some((name) => name === '..' || couldBeParent(name))) {
      return unresolved(argument);
    }
    const folder = lead.slice(0, lead.lastIndexOf('/') + 1);
    const base = folder === '' ? '.' : folder;
    // What the pattern could match is not listed, so nothing refused may lie below.
    useText(base, how === 'read' || how === 'execute' ? 'walk' : how, argument, state);
  }

  function use(argument: Argument, how: Use, state: ShellState): void {
    const { text } = argument;
    if (text === null) return usePattern(argument, how, state);
    if (text === '' || descriptor.test(text)) return;
    if (remote.test(text)) return findings.add({ code: 'command_network', address: text });
    useText(text, how, argument, state);
  }

  function mention(text: string, state: ShellState): void {
    if (text === '' || text.length > 4000) return;
    findings.spend(6);
    for (const directory of starts(text, state) ?? []) {
      const place = locate(text, directory);
      if ('code' in place) continue;
      for (const reason of judgePath(place, 'read', scope, mode)) {
        if (reason.code === 'path_refused') findings.add(reason);
      }
    }
  }

  function move(argument: Argument, state: ShellState): readonly Directory[] | null {
    const { text } = argument;
    if (text === null || text === '' || text === '-') return null;
    const from = starts(text, state);
    if (from === null) return null;
    const to: Directory[] = [];
    for (const directory of from) {
      const place = locate(text, directory);
      if ('code' in place || climbsBehindName(text, directory)) return null;
      const onlyUp = /^(?:\.\.?\/*)+$/u.test(text);
      findings.moved(place);
      to.push({ path: pathText(place), exact: directory.exact && onlyUp });
    }
    return to;
  }

  function runs(absolute: string): void {
    const place = locate(absolute, { path: '/', exact: true });
    if ('code' in place) findings.add(place);
    else findings.path('executes', place);
  }

  return { use, mention, move, runs };
}
