import type { ReasonCode } from '../reasons.ts';

/**
 * What a tool does with one operand or option value.
 * - `text`: data; a pattern, a number, a name. Never a path, never run.
 * - `count`: a number; anything else is taken for a path, as another platform's tool would.
 * - `read`, `write`, `delete`: a path. `spelled`: one that the tool puts into the text of a shell. `list`: a file that names further files.
 * - `execute`: a program. `command`: this and all that follows is a command of its own.
 * - `shell`: text that a shell runs; `script`: text in a language that can do anything.
 * - `variable`: a shell variable that is set; `assignment`: `NAME=value` handed to programs.
 * - `declaration`: `NAME=value` for the shell itself. `directory`: where a wrapped command starts.
 * - `host`: an address on the network; `archive`: a path, or `host:path`.
 * - `layout`: a format in which `%G` checks a signature, by a program that the repository names.
 * - `sed`, `awk`, `jq`, `printf`: programs of languages that are read here.
 * - `plus`: text that must begin with `+`. `mode`: permissions, octal or symbolic.
 * - `revision`: a name in a repository, or a path.
 * - `kernel`: a setting `key`, or `key=value`, which sets it. `named`: a name,
 *   where `key=value` or a path gives the reason `otherwise`.
 * - `option`: the name of a switch of the shell. `positional`: becomes `$1` and on.
 * - `extra`: more than the tool is known to take.
 * - `!command_…`: whatever is given, it asks for that reason.
 */
export type Role =
  | 'text'
  | 'count'
  | 'read'
  | 'spelled'
  | 'write'
  | 'delete'
  | 'list'
  | 'execute'
  | 'command'
  | 'shell'
  | 'script'
  | 'variable'
  | 'assignment'
  | 'declaration'
  | 'directory'
  | 'host'
  | 'archive'
  | 'sed'
  | 'awk'
  | 'jq'
  | 'printf'
  | 'layout'
  | 'plus'
  | 'mode'
  | 'kernel'
  | 'named'
  | 'revision'
  | 'option'
  | 'positional'
  | 'extra'
  | `!${ReasonCode}`;

/** Languages that read a tool's whole argument list. */
export type WholeLanguage = 'find' | 'test' | 'keys';

/**
 * How the tool reads its options. `gnu`: getopt_long, options anywhere. `posix`: options end at the
 * first operand. `single`: `-name value` and `-name=value`, no bundles. `none`: every word is an
 * operand.
 */
export type Style = 'gnu' | 'posix' | 'single' | 'none';

/**
 * One tool as its man page tells it. Names of options are written out and separated by spaces; keys
 * of `commands` may hold several names. What is not written here is unknown, and asks.
 */
export interface Grammar {
  readonly style?: Style;
  /** Options without an argument. */
  readonly flags?: string;
  /** Options with a required argument, by what the argument is. */
  readonly takes?: Partial<Record<Role, string>>;
  /** Options with an argument only when attached (`--color=auto`, `-i.bak`). */
  readonly may?: Partial<Record<Role, string>>;
  /** Options with two arguments: a name, then what this says. */
  readonly two?: Partial<Record<Role, string>>;
  /** Options that are known and do harm, by the reason they give. */
  readonly risks?: Partial<Record<ReasonCode, string>>;
  /** One role for all, or one each, the last for all that follow. Default: none are taken. */
  readonly operands?: Role | readonly Role[];
  /** What the last operand is, where there are several. */
  readonly last?: Role;
  /** Where one of these is given, the first of several roles is not used. */
  readonly unless?: string;
  /** Other roles for the operands where one of these options is given; the first that is counts. */
  readonly with?: Readonly<Record<string, readonly Role[]>>;
  readonly commands?: Readonly<Record<string, Grammar>>;
  /** One of these must be given, else `otherwise` is the reason. */
  readonly requires?: string;
  /** With fewer operands, `otherwise` is the reason: it then chooses where to write. */
  readonly least?: number;
  readonly otherwise?: ReasonCode;
  /** What the tool does whatever it is given. */
  readonly risk?: ReasonCode;
  /** What it does when given no operand. */
  readonly alone?: ReasonCode;
  /** No option of the tool can write, run or reach anything: a file named like one does no harm. */
  readonly safe?: true;
  /** Every long option of the tool is written here, so that abbreviations can be resolved. */
  readonly complete?: true;
  /** `-5` is an option. */
  readonly digits?: true;
  /** What an operand that begins with `+` is. */
  readonly plus?: Role;
  /** The first operand may be a bundle of short options without its dash (`tar tf`, `ps aux`). */
  readonly bundle?: true;
  /** A value is always the next word: in `-Po x y`, x is the value of `-P` and y that of `-o`. */
  readonly apart?: true;
  /** A word `@file` stands for the words in that file, options included. */
  readonly responses?: true;
  /** Part of the shell: no program of that name is looked for. */
  readonly builtin?: true;
  /** It reads directories and all below them. */
  readonly walks?: true;
  /** Its wrapped command receives words from its input. */
  readonly appends?: true;
  /** The program it runs where no command is given. */
  readonly runs?: string;
  /** Options whose value is a mark that is replaced by words from its input, `{}` if not given. */
  readonly replaces?: string;
  /**
   * Options that end each name of the input with a NUL, and, behind a comma, others with which whole
   * names are kept or left out; with any other, something else is done with them.
   */
  readonly names?: string;
  /** `IFS=` in front of it only says where it cuts its own input. */
  readonly cuts?: true;
  /** Text it runs is read as bash reads it. */
  readonly bash?: true;
  /** Given no arguments, it prints this and nothing else. */
  readonly tells?: 'directory';
  /** Where given alone, these only print something of the tool itself. */
  readonly shows?: string;
  readonly language?: WholeLanguage;
  /** It only waits: in a loop it makes a program of its own out of what stands beside it. */
  readonly waits?: true;
  /** The variables it declares are readonly from then on. */
  readonly freezes?: true;
  /** Changes the directory of the shell to its operand. */
  readonly moves?: true;
}

export interface Option {
  readonly name: string;
  readonly argument: 'none' | 'required' | 'attached' | 'two';
  readonly role: Role;
  readonly risk: ReasonCode | null;
}

/** A grammar made ready for lookups. */
export interface Tool {
  readonly grammar: Grammar;
  readonly style: Style;
  readonly options: ReadonlyMap<string, Option>;
  readonly operands: readonly Role[];
  readonly unless: ReadonlySet<string>;
  readonly with: ReadonlyMap<string, readonly Role[]>;
  readonly requires: ReadonlySet<string>;
  readonly replaces: ReadonlySet<string>;
  readonly shows: ReadonlySet<string>;
  /** Of `names`: those that end names, and all. */
  readonly cut: ReadonlySet<string>;
  readonly records: ReadonlySet<string> | null;
  /** For a first operand that names no sub-command, where the tool takes others as well. */
  readonly plain: Tool | null;
  readonly commands: Tools | null;
}

/** A table whose grammars are made ready when first asked for: most never are. */
export interface Tools {
  get(name: string): Tool | undefined;
  has(name: string): boolean;
}

const namesOf = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split(/\s+/u).filter((name) => name !== '');

function optionsOf(grammar: Grammar): ReadonlyMap<string, Option> {
  const options = new Map<string, Option>();
  const put = (text: string | undefined, option: Omit<Option, 'name'>): void => {
    for (const name of namesOf(text)) options.set(name, { name, ...option });
  };
  put(grammar.flags, { argument: 'none', role: 'text', risk: null });
  for (const [role, text] of Object.entries(grammar.takes ?? {})) {
    put(text, { argument: 'required', role: role as Role, risk: null });
  }
  for (const [role, text] of Object.entries(grammar.two ?? {})) {
    put(text, { argument: 'two', role: role as Role, risk: null });
  }
  for (const [role, text] of Object.entries(grammar.may ?? {})) {
    put(text, { argument: 'attached', role: role as Role, risk: null });
  }
  for (const [risk, text] of Object.entries(grammar.risks ?? {})) {
    for (const name of namesOf(text)) {
      const before = options.get(name);
      options.set(name, {
        name,
        argument: before?.argument ?? 'none',
        role: before?.role ?? 'text',
        risk: risk as ReasonCode,
      });
    }
  }
  return options;
}

function withoutCommands({ commands: _commands, alone: _alone, ...grammar }: Grammar): Grammar {
  return grammar;
}

/** Prepares one grammar and those of its sub-commands. */
function prepare(grammar: Grammar): Tool {
  const { operands = 'extra', commands } = grammar;
  return {
    grammar,
    // What follows the name of a sub-command is read by that one's grammar.
    style: grammar.style ?? (commands === undefined ? 'gnu' : 'posix'),
    options: optionsOf(grammar),
    operands: typeof operands === 'string' ? [operands] : operands,
    unless: new Set(namesOf(grammar.unless)),
    with: new Map(
      Object.entries(grammar.with ?? {}).flatMap(([names, roles]) =>
        namesOf(names).map((name) => [name, roles] as const),
      ),
    ),
    requires: new Set(namesOf(grammar.requires)),
    replaces: new Set(namesOf(grammar.replaces)),
    shows: new Set(namesOf(grammar.shows ?? '--version --help')),
    cut: new Set(namesOf(grammar.names?.split(',')[0])),
    records: grammar.names === undefined ? null : new Set(namesOf(grammar.names.replace(',', ' '))),
    commands: commands === undefined ? null : prepareAll(commands),
    plain:
      commands === undefined || grammar.operands === undefined
        ? null
        : prepare(withoutCommands(grammar)),
  };
}

/** A table made ready for lookups; keys with several names give each its row. */
export function prepareAll(...tables: readonly Readonly<Record<string, Grammar>>[]): Tools {
  const grammars = new Map<string, Grammar>();
  for (const table of tables) {
    for (const [names, grammar] of Object.entries(table)) {
      for (const name of names.split(' ')) grammars.set(name, grammar);
    }
  }
  const ready = new Map<Grammar, Tool>();
  return {
    has: (name) => grammars.has(name),
    get(name) {
      const grammar = grammars.get(name);
      if (grammar === undefined) return undefined;
      const before = ready.get(grammar);
      if (before !== undefined) return before;
      const tool = prepare(grammar);
      ready.set(grammar, tool);
      return tool;
    },
  };
}
