import type {
  ArithmeticExpression,
  Assignment,
  BraceExpansionPart,
  GlobPart,
  ParameterExpansionPart,
  ParsedScript,
  Word,
  WordPart,
} from 'unbash';
import type { Reason } from '../reasons.ts';
import { fromPieces, known, unknown, type Argument, type Piece } from './argument.ts';
import { arithmeticNames } from './arithmetic.ts';
import { expandBrace } from './brace.ts';
import { changesShell, isName, numericVariables, startsUnset } from './environment.ts';
import { hidesSyntax } from './residue.ts';
import type { ShellState } from './shell-state.ts';
import { tools } from './tools/index.ts';

/** What the expander needs of the walk around it. */
export interface Surroundings {
  readonly home: string;
  add(reason: Reason): void;
  spend(units: number): void;
  run(script: ParsedScript, state: ShellState): void;
}

/** Turns words of the parsed command into what programs receive, and walks what runs on the way. */
export interface Expander {
  words(word: Word, state: ShellState): readonly Argument[];
  /** For places where bash makes exactly one word: assignments, `[[ ]]`, `case`, here-strings. */
  one(word: Word, state: ShellState): Argument;
  /** The body of a here-document whose delimiter was not quoted. */
  body(parts: readonly WordPart[], text: string, state: ShellState): void;
  arithmetic(expression: ArithmeticExpression, state: ShellState): void;
  assignment(assignment: Assignment, state: ShellState): { name: string; value: Argument };
}

/** True for `$(pwd)`: what it prints is known. */
function tellsDirectory(script: ParsedScript | undefined): boolean {
  const [only, more] = script?.commands ?? [];
  if (only === undefined || more !== undefined || only.background === true) return false;
  const { command } = only;
  return (
    command.type === 'Command' &&
    command.prefix.length === 0 &&
    command.suffix.length === 0 &&
    tools.get(command.name?.value ?? '')?.grammar.tells === 'directory'
  );
}

const mostWords = 64;
const mostMade = 10_000;
/** The value of a variable that arithmetic has set. */
const number = unknown('number', false);
const isNumber = (value: Argument | null | undefined): boolean =>
  value === number || /^-?\d+$/u.test(value?.text ?? '');
const open: Piece = { kind: 'hole', plain: false, splits: false };
const quiet = /^[\w@%+=:,./{}^!-]*$/u;

const simple = /^[\w@%+=:,./-]+$/u;

/** The parser cuts `${x/…/…}` at a slash inside a substitution as well. */
const closed = /^(?:`[^]*`|\$\([^]*\)|\$\{[^]*\})$/u;

/** Parts of a word that leave nothing behind where they are empty. */
const bare: ReadonlySet<string> = new Set(['Literal', 'BraceExpansion']);

/** Bash expands a tilde after `=` or `:` in any word that looks like an assignment. */
const laterTilde = /^[A-Za-z_]\w*\+?=(?:.*:)?~/u;

export function createExpander({ home, add, spend, run }: Surroundings): Expander {
  const refuse = (part: string): void =>
    add({ code: 'command_unparsable', part: part.slice(0, 200) });
  const evaluates = (part: string): void =>
    add({ code: 'command_evaluates', part: part.slice(0, 200) });

  const script = (inner: ParsedScript | undefined, text: string, state: ShellState): void => {
    if (inner === undefined) refuse(text);
    else run(inner, state);
  };

  /**
   * `~` and `~/…` are the person's home; `~name`, `~+` and `~-` are places only the shell knows. A
   * tilde with anything but plain letters before the first slash stays what it is.
   */
  function tilde(written: string, text: string, next?: WordPart): Piece[] {
    const [head = ''] = written.split('/', 1);
    const joins = next !== undefined && head === written;
    if (joins && next.type !== 'BraceExpansion') return [{ kind: 'text', value: text }];
    if (joins || head !== '~') return [{ kind: 'hole', plain: false, splits: false }];
    return [{ kind: 'text', value: home + text.slice(1) }];
  }

  /** `if=~/x`: bash expands that, a plain shell does not. */
  function afterEquals(word: Word, state: ShellState): Argument {
    const [, name] = /^([A-Za-z_]\w*=)~(?:\/[^:~]*)?$/u.exec(word.value) ?? [];
    if (name === undefined || !state.bash) return unknown(word.text, false);
    return known(name + home + word.value.slice(name.length + 1), word.text);
  }

  function variable(name: string, quoted: boolean, state: ShellState): readonly Piece[] {
    if (name === 'HOME' && (quoted || simple.test(home))) return [{ kind: 'text', value: home }];
    const [only, more] = state.directories ?? [];
    if (name === 'PWD' && only !== undefined && more === undefined) {
      // Unquoted, a directory's name would be split where it holds a space or a pattern.
      if (quoted || simple.test(only.path)) return [{ kind: 'text', value: only.path }];
      return [{ kind: 'hole', plain: false, splits: true }];
    }
    if (numericVariables.has(name)) return [{ kind: 'hole', plain: true, splits: false }];
    const value = state.get(name);
    if (value !== null && value !== undefined) {
      if (quoted) return value.text === null ? value.pieces : [{ kind: 'text', value: value.text }];
      // Unquoted, the value is split and matched again; only a plain word stays what it is.
      if (value.text !== null && simple.test(value.text)) {
        return [{ kind: 'text', value: value.text }];
      }
    }
    const many = name === '@' || name === '*';
    const hole: Piece = { kind: 'hole', plain: false, splits: !quoted || many };
    return [isUnset(name, state) ? { ...hole, unset: name } : hole];
  }

  const isUnset = (name: string, state: ShellState): boolean =>
    startsUnset(name) &&
    // Arguments are set all at once.
    state.get(/^[A-Za-z_]/u.test(name) ? name : '@') === undefined;

  /** What stands behind `:-` is taken where the variable certainly has no value. */
  function fallback(operand: Argument, quoted: boolean): readonly Piece[] | null {
    if (operand.text === null || (!quoted && !simple.test(operand.text))) return null;
    return [{ kind: 'text', value: operand.text }];
  }

  function subscript(word: Word | undefined, state: ShellState): void {
    if (word === undefined) return;
    if (/^(?:\d+|@|\*)$/u.test(word.text)) return;
    one(word, state);
    evaluates(word.text);
  }

  function parameter(
    part: ParameterExpansionPart,
    quoted: boolean,
    state: ShellState,
  ): readonly Piece[] {
    const { operation, index, prefix } = part;
    // In double quotes, what `$'…'` stands for is expanded once more.
    if (quoted && part.text.replaceAll(/\$'(?:[^'$`\\]|\\[nrt])*'/gu, '').includes("$'"))
      refuse(part.text);
    subscript(index, state);
    const whole = index !== undefined && /^[@*]$/u.test(index.text);
    const hole: Piece = {
      kind: 'hole',
      plain: false,
      splits: !quoted || whole || part.parameter === '@' || part.parameter === '*',
    };
    if (prefix === '#') return [{ kind: 'hole', plain: true, splits: false }];
    if (prefix === '!' && operation?.type !== 'Names' && !whole) evaluates(part.text);
    if (operation === undefined) {
      if (prefix === undefined && index === undefined)
        return variable(part.parameter, quoted, state);
      return [hole];
    }
    switch (operation.type) {
      case 'Default': {
        const operand = one(operation.operand, state);
        if (/^:?-$/u.test(operation.operator) && index === undefined && prefix === undefined) {
          const value = isUnset(part.parameter, state) ? fallback(operand, quoted) : null;
          if (value !== null) return value;
        }
        if (operation.operator.endsWith('=')) {
          if (changesShell(part.parameter)) {
            add({ code: 'command_environment', name: part.parameter });
          }
          state.set(part.parameter, null);
        }
        return [hole];
      }
      case 'Remove':
        one(operation.operand, state);
        return [hole];
      case 'Replace':
        one(operation.pattern, state);
        one(operation.replacement, state);
        return [hole];
      case 'Slice':
        for (const bound of [operation.offset, operation.length]) {
          if (bound === undefined || /^\s*-?\d*\s*$/u.test(bound.text)) continue;
          one(bound, state);
          evaluates(part.text);
        }
        return [hole];
      case 'CaseModification':
        if (operation.operand !== undefined) one(operation.operand, state);
        return [hole];
      case 'Transform':
        if (!/^[QEAaUuLKk]$/u.test(operation.operand.text)) evaluates(part.text);
        return [hole];
      case 'Names':
        return [{ kind: 'hole', plain: false, splits: true }];
      case 'Unknown':
        evaluates(part.text);
        return [hole];
    }
  }

  function glob(part: GlobPart, state: ShellState): readonly Piece[] {
    if (part.kind !== 'bracket') return [{ kind: 'glob', value: part.value }];
    const inner = part.parts ?? [];
    if (inner.every((one) => one.type === 'Literal')) {
      if (hidesSyntax(part.text, false)) refuse(part.text);
      return [{ kind: 'glob', value: part.text }];
    }
    parts(inner, state);
    return [{ kind: 'hole', plain: false, splits: true }];
  }

  function piecesOf(part: WordPart, quoted: boolean, state: ShellState): readonly Piece[] {
    switch (part.type) {
      case 'Literal':
        if (hidesSyntax(part.text, quoted)) refuse(part.text);
        return [{ kind: 'text', value: part.value }];
      case 'Glob':
        return glob(part, state);
      case 'SingleQuoted':
        return [{ kind: 'text', value: part.value }];
      case 'AnsiCQuoted':
        // Bash ends the string at a NUL, and keeps a backslash before a line end; nothing honest
        // contains either.
        if (part.value.includes('\0') || part.text.includes('\\\n') || !state.bash)
          refuse(part.text);
        return [{ kind: 'text', value: part.value }];
      case 'LocaleString':
        if (!state.bash) refuse(part.text);
        return part.parts.flatMap((child) => piecesOf(child, true, state));
      case 'DoubleQuoted':
        // In quotes bash looks for the end of `${` in `$${` as well, and then takes `$$` from it.
        if (part.text.includes('$${')) refuse(part.text);
        if (part.parts.length === 0) return [{ kind: 'text', value: '' }];
        return part.parts.flatMap((child) => piecesOf(child, true, state));
      case 'SimpleExpansion':
        return variable(part.text.slice(1), quoted, state);
      case 'ParameterExpansion':
        return parameter(part, quoted, state);
      case 'CommandExpansion':
        if (!closed.test(part.text)) refuse(part.text);
        script(part.script, part.text, state);
        if (tellsDirectory(part.script)) return variable('PWD', quoted, state);
        return [{ kind: 'hole', plain: false, splits: !quoted }];
      case 'ArithmeticExpansion':
        if (part.expression !== undefined) arithmetic(part.expression, state);
        else if (!/^\$(?:\(\(\s*\)\)|\[\s*\])$/u.test(part.text)) refuse(part.text);
        return [{ kind: 'hole', plain: false, splits: false }];
      case 'ProcessSubstitution':
        if (!state.bash) refuse(part.text);
        script(part.script, part.text, state);
        // An empty one adds nothing to its word.
        if (part.script?.commands.length === 0) refuse(part.text);
        return [{ kind: 'text', value: part.operator === '<' ? '/dev/fd/63' : '/dev/fd/64' }];
      case 'ExtendedGlob':
        // A syntax error unless `extglob` was switched on, which is a change of the shell.
        refuse(part.text);
        return [{ kind: 'hole', plain: false, splits: true }];
      case 'BraceExpansion':
        return brace(part, state);
    }
  }

  /** A brace where only one word is made, or that is too large to write out. */
  function brace(part: BraceExpansionPart, state: ShellState): readonly Piece[] {
    if (part.parts !== undefined) parts(part.parts, state);
    else if (hidesSyntax(part.text, false)) refuse(part.text);
    return [{ kind: 'hole', plain: false, splits: true }];
  }

  function parts(list: readonly WordPart[], state: ShellState): void {
    for (const part of list) piecesOf(part, true, state);
  }

  function body(list: readonly WordPart[], text: string, state: ShellState): void {
    if (list.length === 0 && hidesSyntax(text, true)) refuse(text);
    for (const part of list) {
      // Quotes mean nothing in a body, not even inside `${x:-'$(id)'}`; the parser takes them for quotes.
      if (part.type === 'ParameterExpansion' && /'[^]*[`$]/u.test(part.text)) refuse(part.text);
    }
    parts(list, state);
  }

  function words(word: Word, state: ShellState): readonly Argument[] {
    const list = word.parts;
    spend(list === undefined ? 1 : 1 + list.length);
    // Bash joins the lines before it looks for `{1..3}`; the parser does not.
    const plain = list?.filter(({ type }) => type === 'Literal') ?? [word];
    if (word.text.includes('{') && plain.some(({ text }) => text.includes('\\\n')))
      refuse(word.text);
    if (list === undefined) {
      if (quiet.test(word.text)) return [known(word.value)];
      if (hidesSyntax(word.text, false)) refuse(word.text);
      if (word.text.startsWith('~')) return [fromPieces(tilde(word.text, word.value), word.text)];
      if (laterTilde.test(word.text)) return [afterEquals(word, state)];
      return [known(word.value, word.text)];
    }
    let made: Piece[][] = [[]];
    let product = 1;
    for (const [at, part] of list.entries()) {
      // Bash takes no brace behind a dollar for a list, not even that of `$$`.
      if (part.type === 'BraceExpansion' && list[at - 1]?.text.endsWith('$')) refuse(word.text);
      const choices = part.type === 'BraceExpansion' ? expandBrace(part) : null;
      if (choices !== null) product *= choices.length;
      if (choices !== null && made.length * choices.length <= mostWords) {
        made = made.flatMap((before) =>
          choices.map((value): Piece[] => [...before, { kind: 'text', value }]),
        );
      } else {
        const pieces: Piece[] =
          at === 0 && part.type === 'Literal' && part.text.startsWith('~')
            ? tilde(part.text, part.value, list[1])
            : [...piecesOf(part, false, state)];
        // Braces come first, so that what stands behind one may be the start of a word.
        const opens = list[at - 1]?.type === 'BraceExpansion' ? /(?:^|[=:])~/u : /[=:]~/u;
        if (part.type === 'Literal' && opens.test(part.text)) pieces.push(open);
        for (const before of made) before.push(...pieces);
      }
    }
    // Each brace multiplies the words: a few dozen of them fill any memory.
    if (product > mostMade) add({ code: 'command_too_deep' });
    const all = made.map((pieces) => fromPieces(pieces, word.text));
    if (product === 1 || list.some(({ type }) => !bare.has(type))) return all;
    // `{,a}`: a word left empty, with no quote in it, is no word at all.
    return all.filter(({ text }) => text !== '');
  }

  function one(word: Word, state: ShellState): Argument {
    const made = words(word, state);
    const [only] = made;
    if (only === undefined || made.length > 1) return unknown(word.text, false);
    return only;
  }

  function arithmetic(expression: ArithmeticExpression, state: ShellState): void {
    arithmeticNames(expression, {
      word: (text, inner) => {
        if (inner !== undefined) parts(inner, state);
        if (/^(?:\d[\da-zA-Z#@_]*|)$/u.test(text) && inner === undefined) return;
        const name = text.replace(/^\$\{?|\}$/gu, '');
        if (numericVariables.has(name)) return;
        if (!isNumber(state.get(name))) evaluates(text);
      },
      assigns: (name) => {
        if (!isName(name)) return evaluates(name);
        if (changesShell(name)) add({ code: 'command_environment', name });
        // Whatever number it is, it is not text that would be evaluated again. But what may be such
        // text before may be so afterwards: `0 && (x=1)` and `1/0, x=1` set nothing.
        state.set(name, isUnset(name, state) || isNumber(state.get(name)) ? number : null);
      },
      script: (inner, text) => {
        script(inner, text, state);
        evaluates(text);
      },
    });
  }

  function assignment(given: Assignment, state: ShellState): { name: string; value: Argument } {
    subscript(given.index, state);
    if (given.index !== undefined && !/^\d+$/u.test(given.index.text)) evaluates(given.text);
    const { value } = given;
    if (value.type === 'ArrayValue') {
      for (const element of value.elements) {
        if (element.text.startsWith('[')) evaluates(element.text);
        words(element, state);
      }
      return { name: given.name, value: unknown(given.text, true) };
    }
    const made = one(value, state);
    if (given.append === true || given.index !== undefined) {
      return { name: given.name, value: unknown(given.text, true) };
    }
    // After `=` and `:` bash expands a tilde in an assignment.
    if (/:~/u.test(value.text)) return { name: given.name, value: unknown(given.text, true) };
    return { name: given.name, value: made };
  }

  return { words, one, body, arithmetic, assignment };
}
