import { parse } from 'unbash';
import type { Reason } from '../reasons.ts';
import { reasons, strictest } from '../reasons.ts';
import { findHidden, utf8Length } from '../scope/index.ts';
import type { Mode } from '../scope/index.ts';
import type { Scope, ScopedPath } from '../scope/path.ts';
import { createFindings, TooMuch, type Tools, type Watch } from './findings.ts';
import { contained, sudoGate } from './gate-classes.ts';
import { deepest } from './invoke.ts';
import { createPlaces } from './places.ts';
import { firstState, nestedState, type ShellState } from './shell-state.ts';
import { createWalk, type Walk } from './walk.ts';

/** Where a command would run, and under which rules. */
export interface CommandPlace {
  readonly scope: Scope;
  readonly mode: Mode;
  /** Names of variables it is given besides those that every command finds; their values may be any. */
  readonly variables?: readonly string[];
  readonly settings: {
    /** Every chain of commands asks, whatever its parts do. */
    readonly askEveryChain: boolean;
  };
}

export interface CommandJudgement {
  readonly reasons: readonly Reason[];
  /** Names to look up on the sandbox's own PATH. */
  readonly programs: readonly string[];
  /** Scripts and executables, named by path, that would run. */
  readonly executes: readonly ScopedPath[];
  readonly reads: readonly ScopedPath[];
  readonly writes: readonly ScopedPath[];
  readonly network: boolean;
  readonly elevated: boolean;
  readonly gate: 'none' | 'sudo';
  readonly tools: Tools;
}

const ordinary = /^[\t\n\x20-\x7e]*$/u;
const empty: Reason = { code: 'command_unparsable', part: '' };

/** Bytes of UTF-8. */
const longest = 65_536;

const mostOpenings = 400;

/** Text that a plain POSIX shell may read otherwise than bash. */
const differsFromBash =
  /\$['"]|[<>]\(|\[\[|\(\(|\|&|&>|<<<|\{[^}]*(?:,|\.\.)|[!@?+*]\(|\bfunction\b/u;

/**
 * Where bash reads on and the parser does not: behind a process substitution in the same word, over a
 * joined line and over `#` (the parser takes the rest for a comment); and from a number or `{x}` over
 * a joined line to the operator that it belongs to.
 */
const readsOn = /[<>]\([^]*\)(?:#|\\\n)|[\d}](?:\\\n)+[<>]/u;

/**
 * Judges a bash command by its text alone: what would run, what it would read and write, and
 * whether it is proven to do nothing but read. Pure, total and deterministic. The strictest reason
 * is the verdict; a command proven read-only has the one reason `command_read_only`. Never judges
 * whether a program is installed. A parse decides prompts; the sandbox is the boundary. `watch`
 * hears of every command that is seen: wrappers, and what they run.
 */
export function judgeCommand(
  command: string,
  place: CommandPlace,
  watch: Watch = () => undefined,
): CommandJudgement {
  const refused = refuseText(command);
  if (refused !== null) return nothing([refused]);

  const findings = createFindings(watch);
  const places = createPlaces(place.scope, place.mode, findings);
  const shell = (text: string, state: ShellState, bash: boolean): void => {
    if (state.depth >= deepest) return findings.add({ code: 'command_too_deep' });
    if (!bash && differsFromBash.test(text)) {
      findings.add({ code: 'command_dialect', part: text.slice(0, 200) });
    }
    if (readsOn.test(text)) findings.add({ code: 'command_unparsable', part: text.slice(0, 200) });
    walk.script(parse(text), nestedState(state, bash));
  };
  const walk: Walk = createWalk({ findings, places, home: place.scope.home, shell });
  try {
    walk.script(parse(command), firstState(place.scope.cwd, place.variables ?? []));
  } catch (error) {
    // The stack runs out on nesting that no parser bounds; both mean: more than can be judged.
    if (error instanceof TooMuch || error instanceof RangeError) {
      return nothing([{ code: 'command_too_deep' }]);
    }
    throw error;
  }
  if (place.settings.askEveryChain && walk.chained()) findings.add({ code: 'command_chain' });

  const found = findings.found();
  const has = (code: Reason['code']): boolean => found.reasons.some((one) => one.code === code);
  const raised = found.reasons.some((one) => sudoGate.has(one.code));
  return {
    ...found,
    reasons: conclude(found.reasons, place.mode),
    network: has('command_network'),
    elevated: has('command_elevated'),
    gate: raised ? 'sudo' : 'none',
  };
}

/** What the parser reads on from to find an end; each costs it the rest of the text. */
function openings(command: string): number {
  let count = 0;
  for (const _ of command.matchAll(/[$<>]\(|\$\{|`|<<|\(\(/gu)) count += 1;
  return count;
}

function refuseText(command: string): Reason | null {
  if (command.length > longest) return { code: 'command_too_long' };
  if (openings(command) > mostOpenings) return { code: 'command_too_deep' };
  if (readsOn.test(command)) return { code: 'command_unparsable', part: command.slice(0, 200) };
  if (ordinary.test(command)) return command.trim() === '' ? empty : null;
  if (utf8Length(command) > longest) return { code: 'command_too_long' };
  const hidden = findHidden(command.replace(/[\t\n]/gu, ' '));
  if (hidden !== null) {
    const point = hidden.at.toString(16).toUpperCase().padStart(4, '0');
    return { code: 'command_control_character', character: `U+${point}` };
  }
  return command.trim() === '' ? empty : null;
}

function conclude(found: readonly Reason[], mode: Mode): readonly Reason[] {
  if (found.length === 0) return [{ code: 'command_read_only' }];
  if (mode === 'read-only') return [...found, { code: 'mode_read_only' }];
  const asked = found.filter((one) => reasons[one.code] !== 'allow');
  if (asked.length === 0) return [...found, { code: 'command_read_only' }];
  if (mode !== 'yolo' || strictest(asked) !== 'ask') return found;
  if (!asked.every((one) => contained.has(one.code))) return found;
  return [{ code: 'command_sandboxed_yolo', contains: asked.map((one) => one.code) }];
}

function nothing(given: readonly Reason[]): CommandJudgement {
  return {
    reasons: given,
    programs: [],
    executes: [],
    reads: [],
    writes: [],
    network: false,
    elevated: false,
    gate: 'none',
    tools: { called: [], asking: [''], directories: [] },
  };
}
