import type { Reason, ReasonCode } from '../reasons.ts';
import { known, leadOf, type Argument } from './argument.ts';
import { changesShell, isHarmlessExport, isName } from './environment.ts';
import type { Findings } from './findings.ts';
import type { Role, Tool } from './grammar.ts';
import { readAwk } from './languages/awk.ts';
import { readPrintf } from './languages/printf.ts';
import { readQuery } from './languages/query.ts';
import { readSed } from './languages/sed.ts';
import type { Places, Use } from './places.ts';
import type { ShellState } from './shell-state.ts';

/** What judging an operand or an option's value needs. */
export interface Ground {
  readonly findings: Findings;
  readonly places: Places;
  /** Parses and walks the text of a nested shell. */
  shell(text: string, state: ShellState, bash: boolean): void;
}

/** Where an operand was met. */
export interface Met {
  readonly program: string;
  readonly tool: Tool;
  readonly state: ShellState;
  /** Names of the options given. */
  readonly used: ReadonlySet<string>;
  /** The option whose value it is. */
  readonly option?: string;
}

/** Judges operands and values by the role that a tool's grammar gives them. */
export interface Roles {
  act(role: Role, argument: Argument, met: Met): void;
  /** Several pieces that make one script. */
  sed(scripts: readonly Argument[], met: Met): void;
  /** Words of a program nobody described: its paths may still be ones that are always refused. */
  mention(words: readonly Argument[], state: ShellState): void;
}

/** Permissions that let anybody write, or that give a program its owner's rights. */
const opensToAll =
  /^0*[4-7]?\d?\d[2367]$|^0*[4-7]\d{3}$|(?:^|,)[ugoa]*[ao][ugoa]*[+=][rxXst]*w|(?:^|,)[+=][rxXst]*w|[+=][rwxX]*s/u;

/** Switches of `set -o` and `set +o` that only make the shell stricter or more talkative. */
const shellSwitches: ReadonlySet<string> = new Set(
  'e u x f C n v errexit nounset xtrace noglob noclobber verbose pipefail noexec'.split(' '),
);

const asks = (role: Role): role is `!${ReasonCode}` => role.startsWith('!');

/** The reason that a role of the form `!command_…` stands for. */
const reasonOf = (role: `!${ReasonCode}`): ReasonCode => role.slice(1) as ReasonCode;

export function createRoles({ findings, places, shell }: Ground): Roles {
  const add = (reason: Reason): void => findings.add(reason);

  function mention(words: readonly Argument[], state: ShellState): void {
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

  function sed(scripts: readonly Argument[], { program, state }: Met): void {
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

  function act(role: Role, argument: Argument, met: Met): void {
    const { program, tool, state } = met;
    const path = (use: Use): void => {
      // Programs in Perl run what such a name holds.
      if (/^\s*\||\|\s*$/u.test(argument.text ?? '')) {
        add({ code: 'command_option_runs', program, option: '', part: argument.written });
      }
      if (argument.text !== '-') places.use(argument, use, state);
    };
    if (asks(role)) return add({ code: reasonOf(role), program, operand: argument.written });
    switch (role) {
      case 'text':
        return;
      case 'count':
        return /^[-+]?\d*$/u.test(argument.text ?? '') ? undefined : path('read');
      case 'spelled':
      case 'read':
        if (role === 'spelled' && !/^[\w ./+@%:,=-]+$/u.test(argument.text ?? '')) {
          add({ code: 'command_option_runs', program, option: '', part: argument.written });
        }
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
        add({
          code: 'command_option_runs',
          program,
          option: met.option ?? '',
          part: argument.written,
        });
        if (argument.text?.includes('/') === true) path('execute');
        return;
      case 'command':
        return;
      case 'shell':
        if (argument.text === null) return add({ code: 'command_dynamic_script', program });
        return shell(argument.text, state, tool.grammar.bash === true);
      case 'script':
        return add({ code: 'command_interpreter', program });
      case 'variable':
        return variable(argument, state);
      case 'assignment':
      case 'declaration':
        return assignment(argument, role, met);
      case 'host':
        return add({ code: 'command_network', address: argument.written });
      case 'archive':
        if (/^[^/]*:/u.test(leadOf(argument))) {
          return add({ code: 'command_network', address: argument.written });
        }
        return path('read');
      case 'sed':
        return sed([argument], met);
      case 'awk':
        return scriptIn(program, argument, readAwk);
      case 'jq':
        return scriptIn(program, argument, readQuery);
      case 'printf':
        return scriptIn(program, argument, readPrintf);
      case 'layout':
        return scriptIn(program, argument, (text) =>
          /%G|\(signature/u.test(text) ? 'runs' : 'harmless',
        );
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
      case 'positional':
        return state.set('@', null);
      case 'revision': {
        const lead = leadOf(argument);
        if (lead === '' && argument.text === null) return path('read');
        if (/^(?:[/~]|\.\.?(?:\/|$))/u.test(lead)) path('read');
        return;
      }
      case 'named':
        if (argument.text !== null && !/[=/]/u.test(argument.text)) return;
        return add({
          code: tool.grammar.otherwise ?? 'command_unknown_operand',
          program,
          operand: argument.written,
        });
      case 'kernel':
        if (argument.text === null || argument.text.includes('=')) {
          add({ code: 'command_system_change', program, operand: argument.written });
        } else if (/^\/|\.\./u.test(argument.text)) {
          // Settings are files, and some versions go wherever the name leads.
          add({ code: 'command_unknown_operand', program, operand: argument.written });
        } else if (/^(?:kernel|kern|hw)[./]/u.test(argument.text)) {
          add({ code: 'command_host_identity', program, operand: argument.written });
        }
        return;
      case 'mode':
        if (opensToAll.test(argument.text ?? '')) {
          add({ code: 'command_world_writable', program, mode: argument.written });
        }
        return;
      case 'extra':
        add({ code: 'command_unknown_operand', program, operand: argument.written });
        return mention([argument], state);
    }
  }

  function variable({ text, written }: Argument, state: ShellState): void {
    if (text === null || !isName(text)) return add({ code: 'command_evaluates', part: written });
    if (changesShell(text)) add({ code: 'command_environment', name: text });
    state.set(text, null);
  }

  /** An array's value may be text in parentheses: bash reads it again, substitutions and all. */
  function isReadAgain(name: string, equals: number, argument: Argument, met: Met): boolean {
    const lead = leadOf(argument);
    if (equals < 0) return false;
    if (lead.length > equals + 1 || argument.text !== null) return lead[equals + 1] === '(';
    if (met.used.has('-a') || met.used.has('-A')) return true;
    const before = met.state.get(name);
    return before === null || before?.text === null;
  }

  function assignment(argument: Argument, role: Role, met: Met): void {
    const { state } = met;
    const lead = leadOf(argument);
    const equals = lead.indexOf('=');
    const name = (equals < 0 ? lead : lead.slice(0, equals)).replace(/\+$/u, '');
    if (!isName(name) || (equals < 0 && argument.text === null)) {
      return add({ code: 'command_evaluates', part: argument.written });
    }
    if (role === 'declaration' && isReadAgain(name, equals, argument, met)) {
      return add({ code: 'command_evaluates', part: argument.written });
    }
    const whole = equals >= 0 && argument.text !== null && lead[equals - 1] !== '+';
    const value = whole ? argument.text.slice(equals + 1) : null;
    if (role === 'declaration') {
      if (changesShell(name)) add({ code: 'command_environment', name });
      // With other switches it may fail, and the variable is as before.
      const sure = [...met.used].every((option) => option === '-r');
      state.set(name, value === null || !sure ? null : known(value));
      if (met.tool.grammar.freezes === true || met.used.has('-r')) state.freeze(name);
      return;
    }
    if (!isHarmlessExport(name, value)) add({ code: 'command_environment', name });
    state.set(name, null);
  }

  return { act, sed, mention };
}
