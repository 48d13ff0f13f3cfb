import { reasons as verdicts } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { pathText } from '../scope/path-text.ts';
import type { ScopedPath } from '../scope/path.ts';
import type { Argument } from './argument.ts';

/** Reasons kept; a command with more has long been refused, and nobody reads so many. */
const mostReasons = 200;
const mostPaths = 1000;

/** Work units for one judgement: a few tens of milliseconds at most. */
const mostWork = 12_000;

/** Thrown where a command holds more than anybody could read; caught by the judge alone. */
export class TooMuch extends Error {}

export interface Found {
  readonly reasons: readonly Reason[];
  readonly programs: readonly string[];
  readonly executes: readonly ScopedPath[];
  readonly reads: readonly ScopedPath[];
  readonly writes: readonly ScopedPath[];
  readonly tools: Tools;
}

/** Tools by their names, sub-commands included (`git commit`). */
export interface Tools {
  /** All that are called, known here or not. */
  readonly called: readonly string[];
  /** Those that it asks for; the empty name stands for what no known tool does. */
  readonly asking: readonly string[];
  /** Where they are sent to work, besides where the command starts. */
  readonly directories: readonly ScopedPath[];
}

/** Hears of each command as it is met: its name and arguments as they would be run. */
export type Watch = (words: readonly Argument[]) => void;

/** Collects what a walk over one command sees. One per judgement; never shared. */
export interface Findings {
  add(reason: Reason): void;
  invoked(words: readonly Argument[]): void;
  program(name: string): void;
  /** What is added meanwhile is this tool's doing. */
  during(tool: string, act: () => void): void;
  /** A tool, or the shell itself, works here from now on. */
  moved(directory: ScopedPath): void;
  /** Accounts for work; throws `TooMuch` beyond a bound no honest command comes near. */
  spend(units: number): void;
  path(use: 'executes' | 'reads' | 'writes', path: ScopedPath): void;
  /** What is met meanwhile is looked at once more: only its work counts. */
  quietly(act: () => void): void;
  quiet(): boolean;
  found(): Found;
}

export function createFindings(watch: Watch): Findings {
  const reasons = new Map<string, Reason>();
  const programs = new Set<string>();
  const paths = {
    executes: new Map<string, ScopedPath>(),
    reads: new Map<string, ScopedPath>(),
    writes: new Map<string, ScopedPath>(),
  };
  const tools = { called: new Set<string>(), asking: new Set<string>() };
  const directories = new Map<string, ScopedPath>();
  let tool = '';
  let crowded = false;
  let work = 0;
  let quiet = false;
  return {
    add(reason) {
      if (quiet) return;
      if (verdicts[reason.code] !== 'allow') tools.asking.add(tool);
      if (reasons.size < mostReasons) reasons.set(JSON.stringify(reason), reason);
      // One reason of each kind is always kept, so that no verdict is lost in a crowd.
      else if (!reasons.has(reason.code)) reasons.set(reason.code, reason);
    },
    spend(units) {
      work += units;
      if (work > mostWork) throw new TooMuch();
    },
    invoked: watch,
    program(name) {
      if (quiet) return;
      if (programs.size < mostPaths) programs.add(name);
      else crowded = true;
    },
    moved(directory) {
      if (directories.size < mostPaths) directories.set(pathText(directory), directory);
      else crowded = true;
    },
    during(name, act) {
      const outer = tool;
      tool = name;
      tools.called.add(name);
      act();
      tool = outer;
    },
    quietly(act) {
      const before = quiet;
      quiet = true;
      act();
      quiet = before;
    },
    quiet: () => quiet,
    path(use, path) {
      if (quiet) return;
      if (paths[use].size < mostPaths)
        paths[use].set(`${path.root}\0${path.segments.join('/')}`, path);
      else crowded = true;
    },
    found() {
      // What cannot be listed whole cannot be resolved and bound whole.
      if (crowded) reasons.set('command_too_deep', { code: 'command_too_deep' });
      return {
        reasons: [...reasons.values()],
        programs: [...programs],
        executes: [...paths.executes.values()],
        reads: [...paths.reads.values()],
        writes: [...paths.writes.values()],
        tools: {
          called: [...tools.called].sort(),
          asking: [...tools.asking].sort(),
          directories: [...directories.values()],
        },
      };
    },
  };
}
