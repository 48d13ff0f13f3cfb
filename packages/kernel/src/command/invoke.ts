import type { Reason } from '../reasons.ts';
import {
  anyBelow,
  known,
  shown,
  splits,
  unknown,
  type Argument,
  type Piece,
  hasGlob,
} from './argument.ts';
import type { Tool } from './grammar.ts';
import { readFind } from './languages/find.ts';
import { readKeys } from './languages/keys.ts';
import { readTest } from './languages/test.ts';
import { onlyShows, readOptions, rolesOf, type Reading } from './options.ts';
import type { Use } from './places.ts';
import { createRoles, type Ground } from './roles.ts';
import { childState, deeperState, withinState, type ShellState } from './shell-state.ts';
import { tools } from './tools/index.ts';

/** How a command is reached. */
export interface Call {
  /** Something is piped into it. */
  readonly piped: boolean;
  /** Looked up as a program, never as a part of the shell (`env cd`, `xargs cd`). */
  readonly external: boolean;
  /** What is known of its input. */
  readonly listed: Listed;
}

/**
 * The places below which all names lie that a command prints, each name ended by a NUL, so that no
 * name can be taken for two; null where it prints anything else.
 */
export type Listed = readonly string[] | null;

/** What the judgement of a call needs of the walk around it. */
export interface Caller extends Ground {
  readonly home: string;
}

export interface Invoker {
  /** What the command prints, for the next one in the pipe. */
  call(words: readonly Argument[], state: ShellState, call: Call): Listed;
}

type Judge = (
  program: string,
  tool: Tool,
  words: readonly Argument[],
  state: ShellState,
  how: Call,
) => void;

/** Wrappers and nested shells deeper than this are refused: nothing honest nests so far. */
export const deepest = 12;

const systemProgram = /^\/(?:usr\/)?s?bin\/([^/]+)$/u;
const programName = /^[A-Za-z0-9_.+:@[,~%^!-]+$/u;

export function createInvoker({ home: homePath, ...ground }: Caller): Invoker {
  const { findings, places } = ground;
  const home = known(homePath);
  const roles = createRoles(ground);
  const add = (reason: Reason): void => findings.add(reason);

  /** A program that runs under another name, hidden among the words of an unknown one. */
  function hiddenClasses(words: readonly Argument[]): void {
    for (const { text } of words) {
      // A lone `.` or `:` is a place or a mark there.
      const named = text !== null && /\w/u.test(text);
      const tool = named ? tools.get(text.replace(systemProgram, '$1')) : undefined;
      const risk = tool?.grammar.risk;
      if (risk !== undefined) add({ code: risk, program: text ?? '' });
    }
  }

  /** What the command that was judged last prints. */
  let prints: Listed = null;

  function called(words: readonly Argument[], state: ShellState, how: Call): Listed {
    // A nested shell runs many; what the last of them prints is not all.
    const before = prints;
    prints = null;
    call(words, state, how);
    const own = prints;
    prints = before;
    return own;
  }

  function call(words: readonly Argument[], state: ShellState, how: Call): void {
    const [first, ...rest] = words;
    if (first === undefined) return;
    findings.spend(3 + words.length);
    findings.invoked(words);
    if (state.depth > deepest) return add({ code: 'command_too_deep' });
    const { text } = first;
    if (text === null || splits(first)) {
      add({ code: 'command_dynamic_name', part: first.written });
      return roles.mention(rest, state);
    }
    let name = text;
    if (text.includes('/')) {
      const system = systemProgram.exec(text);
      if (system?.[1] === undefined) {
        places.use(first, 'execute', state);
        add({ code: 'command_runs_path', path: shown(text) });
        return roles.mention(rest, state);
      }
      // The system's own directories hold what the bare name would run.
      places.runs(text);
      name = system[1];
    } else if (!programName.test(text)) {
      return add({ code: 'command_unknown_program', program: shown(text) });
    }
    const tool = tools.get(name);
    const external = how.external || text !== name || tool?.grammar.builtin !== true;
    if (external && text === name) findings.program(name);
    if (tool === undefined || (tool.grammar.builtin === true && external && tool.grammar.moves)) {
      return findings.during(name, () => {
        add({ code: 'command_unknown_program', program: name });
        hiddenClasses(rest);
        roles.mention(rest, state);
      });
    }
    judge(name, tool, rest, state, how);
  }

  const judge: Judge = (program, ...how) => findings.during(program, () => act(program, ...how));

  function act(
    program: string,
    tool: Tool,
    words: readonly Argument[],
    state: ShellState,
    how: Call,
  ): void {
    const { grammar } = tool;
    if (onlyShows(tool, words)) return;
    if (grammar.risk !== undefined) risk(program, tool, words, state, how);
    if (grammar.language !== undefined) return whole(program, tool, words, state);
    const reading = readOptions(program, tool, words);
    for (const problem of reading.problems) add(problem);

    if (tool.commands !== null) {
      const [operand] = reading.operands;
      // The first operand names the sub-command.
      const next = operand === undefined ? -1 : words.indexOf(operand);
      values(program, tool, reading, state);
      const place = workplace(reading, state);
      if (next >= 0) return descend(program, tool, words.slice(next), place, how);
      if (grammar.alone !== undefined) add({ code: grammar.alone, program });
      return;
    }
    if (reading.operands.length === 0 && grammar.alone !== undefined && reading.stray === null) {
      const piped = how.piped && grammar.alone === 'command_interpreter';
      add({ code: piped ? 'command_pipe_to_interpreter' : grammar.alone, program });
    }
    const missing =
      grammar.requires !== undefined && ![...tool.requires].some((one) => reading.used.has(one));
    if (missing || reading.operands.length < (grammar.least ?? 0)) {
      add({ code: grammar.otherwise ?? 'command_unknown_operand', program });
    }
    values(program, tool, reading, state);
    operands(program, tool, reading, workplace(reading, state), how);
    if (tool.records !== null && handsOn(tool, reading)) prints = how.listed;
    if (grammar.moves === true) move(reading.operands, state);
  }

  function risk(
    program: string,
    tool: Tool,
    words: readonly Argument[],
    state: ShellState,
    how: Call,
  ): void {
    const { grammar } = tool;
    const code = grammar.risk;
    if (code === undefined) return;
    const piped = how.piped && code === 'command_interpreter';
    add({ code: piped ? 'command_pipe_to_interpreter' : code, program });
    roles.mention(words, state);
  }

  function descend(
    program: string,
    tool: Tool,
    words: readonly Argument[],
    state: ShellState,
    how: Call,
  ): void {
    const [word, ...rest] = words;
    const name = word?.text ?? '';
    const inner = tool.commands?.get(name);
    if (inner === undefined) {
      if (tool.plain !== null) return judge(program, tool.plain, words, state, how);
      add({ code: 'command_unknown_operand', program, operand: word?.written ?? '' });
      return roles.mention(rest, state);
    }
    judge(`${program} ${name}`, inner, rest, state, how);
  }

  function values(program: string, tool: Tool, reading: Reading, state: ShellState): void {
    const met = { program, tool, state, used: reading.used };
    const scripts: Argument[] = [];
    for (const { option, value } of reading.values) {
      if (option.role === 'sed') scripts.push(value);
      else if (option.risk !== null && option.role === 'text') roles.mention([value], state);
      else roles.act(option.role, value, { ...met, option: option.name });
      if (option.role === 'write') {
        add({ code: 'command_option_writes', program, option: option.name });
      }
    }
    if (scripts.length > 0) roles.sed(scripts, met);
  }

  /** Where the tool works: an option may send it, and it alone, to another directory. */
  function workplace(reading: Reading, state: ShellState): ShellState {
    let place = state;
    for (const { option, value } of reading.values) {
      if (option.role !== 'directory') continue;
      const moved = childState(place);
      moved.directories = places.move(value, place);
      if (moved.directories === null) {
        add({ code: 'command_dynamic_path', part: value.written });
      }
      place = moved;
    }
    return place;
  }

  /** True where whole records of the input are kept or left out, and nothing else is read. */
  function handsOn(tool: Tool, { used, operands: given, stray }: Reading): boolean {
    const { records } = tool;
    if (records === null || stray !== null || ![...used].every((name) => records.has(name)))
      return false;
    return given.length <= (tool.operands[0] === 'text' ? 1 : 0) && isCut(tool, used);
  }

  const isCut = (tool: Tool, used: ReadonlySet<string>): boolean =>
    [...used].some((name) => tool.cut.has(name));

  function operands(
    program: string,
    tool: Tool,
    reading: Reading,
    state: ShellState,
    how: Call,
  ): void {
    const pairs = rolesOf(tool, reading);
    const met = { program, tool, state, used: reading.used };
    const { stray } = reading;
    if (stray !== null && tool.operands.some((role) => role !== 'text' && role !== 'extra')) {
      add({ code: 'command_dynamic_path', part: stray });
    }
    for (const value of reading.plus) {
      roles.act(tool.grammar.plus ?? 'extra', value, met);
    }
    for (const [index, [role, operand]] of pairs.entries()) {
      if (role === 'command') {
        return wrapped(tool, reading, reading.operands.slice(index), state, how);
      }
      if (role === 'assignment' && tool.grammar.builtin !== true && isCommandStart(operand)) {
        return wrapped(tool, reading, reading.operands.slice(index), state, how);
      }
      roles.act(role, operand, met);
      // What matches a pattern may be several operands, the later ones with later roles.
      const later = hasGlob(operand) ? new Set(tool.operands.slice(index + 1)) : [];
      for (const other of later) {
        if (other === 'command') add({ code: 'command_dynamic_path', part: operand.written });
        else if (other !== role) roles.act(other, operand, met);
      }
    }
    const { runs } = tool.grammar;
    if (runs !== undefined && pairs.length === 0) wrapped(tool, reading, [known(runs)], state, how);
  }

  const isCommandStart = ({ text }: Argument): boolean => text === null || !text.includes('=');

  function wrapped(
    tool: Tool,
    reading: Reading,
    words: readonly Argument[],
    state: ShellState,
    { piped, listed }: Call,
  ): void {
    if (tool.grammar.builtin === true) {
      return call(words, withinState(state), { piped, external: false, listed });
    }
    const inside = deeperState(state);
    if (tool.grammar.appends !== true) {
      return call(words, inside, { piped, external: true, listed });
    }
    const how: Call = { piped: false, external: true, listed: null };
    const isList =
      isCut(tool, reading.used) && [...reading.used].every((name) => tool.records?.has(name));
    const names = isList ? listed : null;
    const marks = reading.values.filter(({ option }) => tool.replaces.has(option.name));
    const given = [...reading.used].some((name) => tool.replaces.has(name));
    if (!given) {
      const input = names === null ? [unknown('its input', true)] : names.map(anyBelow);
      return call([...words, ...input], inside, how);
    }
    const texts = marks.map(({ value }) => value.text);
    call(
      words.map((word) => replaced(word, marks.length === 0 ? ['{}'] : texts, names)),
      inside,
      how,
    );
  }

  /** The word with its marks replaced by something nobody knows yet. */
  function replaced(word: Argument, marks: readonly (string | null)[], names: Listed): Argument {
    const holds = marks.some((mark) => mark === null || mark === '' || word.written.includes(mark));
    const inText = marks.some((mark) => mark !== null && word.text?.includes(mark) === true);
    if (!holds && !inText && word.text !== null) return word;
    const [only, more] = names ?? [];
    if (only !== undefined && more === undefined && marks.includes(word.text))
      return anyBelow(only);
    const lead = word.text === null ? '' : word.text.slice(0, firstMark(word.text, marks));
    const pieces: Piece[] = [{ kind: 'hole', plain: false, splits: false }];
    if (lead !== '') pieces.unshift({ kind: 'text', value: lead });
    return { text: null, pieces, written: word.written };
  }

  const firstMark = (text: string, marks: readonly (string | null)[]): number =>
    Math.max(0, Math.min(...marks.map((mark) => (mark === null ? 0 : text.indexOf(mark)))));

  /** `cd`: leads where its operand says, or home. */
  function move(operands: readonly Argument[], state: ShellState): void {
    const [only, more] = operands;
    if (only === undefined) places.use(home, 'read', state);
    const to = more !== undefined ? null : places.move(only ?? home, state);
    if (to === null) add({ code: 'command_dynamic_path', part: only?.written ?? '~' });
    state.directories = to;
  }

  function whole(program: string, tool: Tool, words: readonly Argument[], state: ShellState): void {
    const actions = {
      add,
      use: (argument: Argument, use: Use) => places.use(argument, use, state),
      run: (command: readonly Argument[]) =>
        call(command, deeperState(childState(state)), {
          piped: false,
          external: true,
          listed: null,
        }),
    };
    switch (tool.grammar.language) {
      case 'find':
        prints = readFind(program, words, actions);
        return;
      case 'test':
        return readTest(program, words, actions);
      case 'keys':
        return readKeys(program, tool, words, actions);
      case undefined:
        return;
    }
  }

  return { call: called };
}
