import type { Reason } from '../reasons.ts';
import { known, leadOf, shown, splits, unknown, type Argument, type Piece } from './argument.ts';
import { changesShell, isHarmlessExport, isName } from './environment.ts';
import type { Findings } from './findings.ts';
import type { Role, Tool } from './grammar.ts';
import { readAwk } from './languages/awk.ts';
import { readFind } from './languages/find.ts';
import { readKeys } from './languages/keys.ts';
import { readPrintf } from './languages/printf.ts';
import { readQuery } from './languages/query.ts';
import { readSed } from './languages/sed.ts';
import { readTest } from './languages/test.ts';
import { onlyShows, readOptions, rolesOf, type Reading } from './options.ts';
import type { Places, Use } from './places.ts';
import { childState, deeperState, withinState, type ShellState } from './shell-state.ts';
import { tools } from './tools/index.ts';

/** How a command is reached. */
export interface Call {
  /** Something is piped into it. */
  readonly piped: boolean;
  /** Looked up as a program, never as a part of the shell (`env cd`, `xargs cd`). */
  readonly external: boolean;
}

/** What the judgement of a call needs of the walk around it. */
export interface Caller {
  readonly findings: Findings;
  readonly places: Places;
  readonly home: string;
  /** Parses and walks the text of a nested shell. */
  shell(text: string, state: ShellState, bash: boolean): void;
}

export interface Invoker {
  call(words: readonly Argument[], state: ShellState, call: Call): void;
}

/** Wrappers and nested shells deeper than this are refused: nothing honest nests so far. */
export const deepest = 12;

const systemProgram = /^\/(?:usr\/)?s?bin\/([^/]+)$/u;
/** Permissions that let anybody write, or that give a program its owner's rights. */
const opensToAll =
  /^0*[4-7]?\d?\d[2367]$|^0*[4-7]\d{3}$|(?:^|,)[ugoa]*[ao][ugoa]*[+=][rxXst]*w|(?:^|,)[+=][rxXst]*w|[+=][rwxX]*s/u;
/** Switches of `set -o` and `set +o` that only make the shell stricter or more talkative. */
const shellSwitches: ReadonlySet<string> = new Set(
  'e u x f C n v errexit nounset xtrace noglob noclobber verbose pipefail noexec'.split(' '),
);
const programName = /^[A-Za-z0-9_.+:@[,~%^!-]+$/u;

export function createInvoker({ findings, places, home: homePath, shell }: Caller): Invoker {
  const home = known(homePath);
  const add = (reason: Reason): void => findings.add(reason);

  /** Words of a program nobody described: its paths may still be ones that are always refused. */
  function mentionAll(words: readonly Argument[], state: ShellState): void {
    for (const word of words) {
      const text = leadOf(word);
      if (/[/~]/u.test(text)) {
        places.mention(text, state);
        const equals = text.indexOf('=');
        if (equals >= 0) places.mention(text.slice(equals + 1), state);
        if (text.startsWith('-') || text.startsWith('@')) {
          places.mention(text.slice(text.search(/[/~]/u)), state);
        }
      }
    }
  }

  /** A program that runs under another name, hidden among the words of an unknown one. */
  function hiddenClasses(words: readonly Argument[]): void {
    for (const { text } of words) {
      const tool = text === null ? undefined : tools.get(text.replace(systemProgram, '$1'));
      const risk = tool?.grammar.risk;
      if (risk !== undefined) add({ code: risk, program: text ?? '' });
    }
  }

  function call(words: readonly Argument[], state: ShellState, how: Call): void {
    const [first, ...rest] = words;
    if (first === undefined) return;
    if (state.depth > deepest) return add({ code: 'command_too_deep' });
    const { text } = first;
    if (text === null || splits(first)) {
      add({ code: 'command_dynamic_name', part: first.written });
      return mentionAll(rest, state);
    }
    let name = text;
    if (text.includes('/')) {
      const system = systemProgram.exec(text);
      if (system?.[1] === undefined) {
        places.use(first, 'execute', state);
        add({ code: 'command_runs_path', path: shown(text) });
        return mentionAll(rest, state);
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
      add({ code: 'command_unknown_program', program: name });
      hiddenClasses(rest);
      return mentionAll(rest, state);
    }
    judge(name, tool, rest, state, how);
  }

  function judge(
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
      if (next >= 0) {
        values(program, tool, reading, state);
        return descend(program, tool, words.slice(next), state, how);
      }
      if (grammar.alone !== undefined) add({ code: grammar.alone, program });
      return values(program, tool, reading, state);
    }
    if (reading.operands.length === 0 && grammar.alone !== undefined && !reading.stray) {
      const piped = how.piped && grammar.alone === 'command_interpreter';
      add({ code: piped ? 'command_pipe_to_interpreter' : grammar.alone, program });
    }
    if (
      grammar.requires !== undefined &&
      ![...tool.requires].some((one) => reading.used.has(one))
    ) {
      add({ code: grammar.otherwise ?? 'command_unknown_operand', program });
    }
    values(program, tool, reading, state);
    operands(program, tool, reading, state);
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
    mentionAll(words, state);
  }

  function descend(
    program: string,
    tool: Tool,
    [word, ...rest]: readonly Argument[],
    state: ShellState,
    how: Call,
  ): void {
    const name = word?.text ?? '';
    const inner = tool.commands?.get(name);
    if (inner === undefined) {
      add({ code: 'command_unknown_operand', program, operand: word?.written ?? '' });
      return mentionAll(rest, state);
    }
    judge(`${program} ${name}`, inner, rest, state, how);
  }

  function values(program: string, tool: Tool, reading: Reading, state: ShellState): void {
    const scripts: Argument[] = [];
    for (const { option, value } of reading.values) {
      if (option.risk !== null) {
        if (option.role !== 'text') act(program, tool, option.role, value, state);
        else mentionAll([value], state);
      } else if (option.role === 'sed') scripts.push(value);
      else if (option.role === 'directory') state.directories = places.move(value, state);
      else act(program, tool, option.role, value, state);
      if (option.role === 'directory') places.use(value, 'read', state);
      if (option.role === 'write')
        add({ code: 'command_option_writes', program, option: option.name });
    }
    if (scripts.length > 0) sed(program, scripts, state);
  }

  function operands(program: string, tool: Tool, reading: Reading, state: ShellState): void {
    const pairs = rolesOf(tool, reading);
    const [names] = [tool.operands];
    if (reading.stray && names.some((role) => role !== 'text' && role !== 'extra')) {
      add({ code: 'command_dynamic_path', part: program });
    }
    for (const value of reading.plus) {
      act(program, tool, tool.grammar.plus ?? 'extra', value, state);
    }
    for (const [index, [role, operand]] of pairs.entries()) {
      if (role === 'command') {
        return wrapped(tool, reading, reading.operands.slice(index), state);
      }
      if (role === 'assignment' && isCommandStart(operand)) {
        return wrapped(tool, reading, reading.operands.slice(index), state);
      }
      if (role === 'sed') sed(program, [operand], state);
      else act(program, tool, role, operand, state);
    }
  }

  const isCommandStart = ({ text }: Argument): boolean => text === null || !text.includes('=');

  function wrapped(
    tool: Tool,
    reading: Reading,
    words: readonly Argument[],
    state: ShellState,
  ): void {
    if (tool.grammar.builtin === true) {
      return call(words, withinState(state), { piped: false, external: false });
    }
    const inside = deeperState(state);
    const how: Call = { piped: false, external: true };
    if (tool.grammar.appends !== true) return call(words, inside, how);
    const marks = reading.values.filter(({ option }) => tool.replaces.has(option.name));
    const given = [...reading.used].some((name) => tool.replaces.has(name));
    if (!given) return call([...words, unknown('(input)', true)], inside, how);
    const texts = marks.map(({ value }) => value.text);
    call(
      words.map((word) => replaced(word, marks.length === 0 ? ['{}'] : texts)),
      inside,
      how,
    );
  }

  /** The word with its marks replaced by something nobody knows yet. */
  function replaced(word: Argument, marks: readonly (string | null)[]): Argument {
    const holds = marks.some((mark) => mark === null || mark === '' || word.written.includes(mark));
    const inText = marks.some((mark) => mark !== null && word.text?.includes(mark) === true);
    if (!holds && !inText && word.text !== null) return word;
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
    const to = more !== undefined ? null : places.move(only ?? home, state);
    if (to === null) add({ code: 'command_dynamic_path', part: only?.written ?? 'cd' });
    state.directories = to;
  }

  function sed(program: string, scripts: readonly Argument[], state: ShellState): void {
    if (scripts.some((one) => one.text === null)) {
      return add({ code: 'command_dynamic_script', program });
    }
    const found = readSed(scripts.map((one) => one.text ?? '').join('\n'));
    if (found === null) return add({ code: 'command_unknown_script', program });
    for (const path of found.reads) places.use(known(path), 'read', state);
    for (const path of found.writes) places.use(known(path), 'write', state);
    if (found.runs) add({ code: 'command_script_runs', program });
  }

  function scriptIn(
    program: string,
    argument: Argument,
    read: (text: string) => 'harmless' | 'runs' | 'writes' | 'reads' | 'unknown',
  ): void {
    if (argument.text === null) return add({ code: 'command_dynamic_script', program });
    const found = read(argument.text);
    if (found === 'runs') add({ code: 'command_script_runs', program });
    else if (found === 'writes') add({ code: 'command_script_writes', program });
    else if (found === 'reads') add({ code: 'command_script_reads', program });
    else if (found === 'unknown') add({ code: 'command_unknown_script', program });
  }

  function act(
    program: string,
    tool: Tool,
    role: Role,
    argument: Argument,
    state: ShellState,
  ): void {
    const path = (use: Use): void => {
      if (argument.text !== '-') places.use(argument, use, state);
    };
    switch (role) {
      case 'text':
        return;
      case 'count':
        return /^[-+]?\d*$/u.test(argument.text ?? '') ? undefined : path('read');
      case 'read':
        return path(tool.grammar.walks === true ? 'walk' : 'read');
      case 'directory':
        return path('read');
      case 'write':
        return path('write');
      case 'delete':
        return path('delete');
      case 'list':
        add({ code: 'command_reads_list', program });
        return path('read');
      case 'execute':
        add({ code: 'command_option_runs', program, part: argument.written });
        if (argument.text?.includes('/') === true) path('execute');
        return;
      case 'command':
        return;
      case 'shell':
        if (argument.text === null) return add({ code: 'command_dynamic_script', program });
        return shell(argument.text, state, tool.grammar.builtin === true || program === 'bash');
      case 'script':
        return add({ code: 'command_interpreter', program });
      case 'variable':
        return variable(argument, state);
      case 'assignment':
      case 'declaration':
        return assignment(argument, role, state);
      case 'host':
        return add({ code: 'command_network', address: argument.written });
      case 'archive':
        if (/^[^/]*:/u.test(leadOf(argument))) {
          return add({ code: 'command_network', address: argument.written });
        }
        return path('read');
      case 'sed':
        return sed(program, [argument], state);
      case 'awk':
        return scriptIn(program, argument, readAwk);
      case 'jq':
        return scriptIn(program, argument, readQuery);
      case 'printf':
        return scriptIn(program, argument, readPrintf);
      case 'plus':
        if (!leadOf(argument).startsWith('+')) {
          add({ code: 'command_system_change', program, operand: argument.written });
        }
        return;
      case 'option':
        if (!shellSwitches.has(argument.text ?? '')) {
          add({ code: 'command_defines', name: argument.written });
        }
        return;
      case 'revision': {
        const lead = leadOf(argument);
        if (lead === '' && argument.text === null) return path('read');
        if (/^(?:[/~]|\.\.?\/)/u.test(lead)) path('read');
        return;
      }
      case 'system':
        return add({ code: 'command_system_change', program, operand: argument.written });
      case 'sysctl':
        if (argument.text === null || argument.text.includes('=')) {
          add({ code: 'command_system_change', program, operand: argument.written });
        } else if (/^(?:kernel|kern|hw)\./u.test(argument.text)) {
          add({ code: 'command_host_identity', program, operand: argument.written });
        }
        return;
      case 'branch':
        return add({ code: 'command_repository_change', program, operand: argument.written });
      case 'mode':
        if (opensToAll.test(argument.text ?? '')) {
          add({ code: 'command_world_writable', program, mode: argument.written });
        }
        return;
      case 'extra':
        add({ code: 'command_unknown_operand', program, operand: argument.written });
        return mentionAll([argument], state);
    }
  }

  function variable({ text, written }: Argument, state: ShellState): void {
    if (text === null || !isName(text)) return add({ code: 'command_evaluates', part: written });
    if (changesShell(text)) add({ code: 'command_environment', name: text });
    state.set(text, null);
  }

  function assignment(argument: Argument, role: Role, state: ShellState): void {
    const lead = leadOf(argument);
    const equals = lead.indexOf('=');
    const name = (equals < 0 ? lead : lead.slice(0, equals)).replace(/\+$/u, '');
    if (!isName(name) || (equals < 0 && argument.text === null)) {
      return add({ code: 'command_evaluates', part: argument.written });
    }
    const value = argument.text === null ? null : argument.text.slice(equals + 1);
    if (role === 'declaration') {
      if (changesShell(name)) add({ code: 'command_environment', name });
      return state.set(name, value === null ? null : known(value));
    }
    if (!isHarmlessExport(name, value)) add({ code: 'command_environment', name });
    state.set(name, null);
  }

  function whole(program: string, tool: Tool, words: readonly Argument[], state: ShellState): void {
    const actions = {
      add,
      use: (argument: Argument, use: Use) => places.use(argument, use, state),
      run: (command: readonly Argument[]) =>
        call(command, deeperState(childState(state)), { piped: false, external: true }),
    };
    switch (tool.grammar.language) {
      case 'find':
        return readFind(program, words, actions);
      case 'test':
        return readTest(program, words, actions);
      case 'keys':
        return readKeys(program, tool, words, actions);
      case undefined:
        return;
    }
  }

  return { call };
}
