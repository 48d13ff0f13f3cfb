import type { Reason } from '../reasons.ts';
import { beginning, dropLead, hasGlob, leadOf, splits, type Argument } from './argument.ts';
import type { Option, Role, Tool } from './grammar.ts';

/** An argument list read by a tool's grammar. */
export interface Reading {
  readonly used: ReadonlySet<string>;
  readonly values: readonly { readonly option: Option; readonly value: Argument }[];
  readonly operands: readonly Argument[];
  /** Operands that begin with `+`, where the tool gives them a meaning. */
  readonly plus: readonly Argument[];
  readonly problems: readonly Reason[];
  /** A word that may become several, so that more operands may follow than are seen. */
  readonly stray: string | null;
}

function candidates(tool: Tool, name: string): readonly Option[] {
  const exact = tool.options.get(name);
  if (exact !== undefined) return [exact];
  const found: Option[] = [];
  for (const option of tool.options.values()) {
    if (option.name.startsWith(name)) found.push(option);
  }
  return found;
}

const harmlessRoles: ReadonlySet<Role> = new Set(['text', 'count', 'read', 'revision']);

const doesMore = (option: Option | undefined): boolean =>
  option === undefined || option.risk !== null || !harmlessRoles.has(option.role);

/**
 * True where a value, should the tool take none there after all, is an option that does more than
 * read or that nobody described. Tools of one name differ in what takes a value: `nm -l` does on one
 * system only, `git log --max-parents` only behind `=`.
 */
function hidesOption(tool: Tool, value: Argument): boolean {
  const lead = leadOf(value);
  if (!/^--?[A-Za-z]/u.test(lead)) return false;
  const [name = ''] = lead.split('=');
  if (tool.style === 'single') return doesMore(tool.options.get(name));
  if (lead.startsWith('--')) {
    const found = candidates(tool, name);
    return found.length === 0 || found.some(doesMore);
  }
  for (const letter of lead.slice(1)) {
    const option = tool.options.get(`-${letter}`);
    if (option === undefined || doesMore(option)) return true;
    if (option.argument !== 'none') return false;
  }
  return false;
}

/** Reads words as the tool would, without knowing what any option means. Linear in the words. */
export function readOptions(program: string, tool: Tool, words: readonly Argument[]): Reading {
  const used = new Set<string>();
  const values: { option: Option; value: Argument }[] = [];
  const operands: Argument[] = [];
  const plus: Argument[] = [];
  const problems: Reason[] = [];
  const { grammar, style } = tool;
  let stray: string | null = null;
  let ended = style === 'none';
  let at = 0;

  const problem = (code: Reason['code'], option: string): void =>
    void problems.push({ code, program, option });

  const note = (option: Option, value: Argument | null): void => {
    used.add(option.name);
    if (option.risk !== null) problem(option.risk, option.name);
    if (value !== null) {
      values.push({ option, value });
      if (splits(value)) {
        stray = value.written;
        if (grammar.safe !== true) problem('command_dynamic_option', value.written);
      }
    }
  };

  const next = (option: Option): void => {
    at += option.argument === 'two' ? 2 : 1;
    const value = words[at];
    if (value === undefined) {
      // `set -o` alone tells what is set.
      if (option.role !== 'option') problem('command_unknown_option', option.name);
    } else if (hasGlob(value) && grammar.safe !== true) {
      // The first match is the value; the others are read as words of their own.
      problem('command_wildcard_option', value.written);
    } else if (grammar.safe !== true && hidesOption(tool, value)) {
      problem('command_unknown_option', value.written);
    }
    note(option, value ?? null);
  };

  const long = (word: Argument): void => {
    const lead = leadOf(word);
    const equals = lead.indexOf('=');
    if (equals < 0 && word.text === null) {
      if (grammar.safe !== true) problem('command_dynamic_option', word.written);
      return;
    }
    const name = equals < 0 ? lead : lead.slice(0, equals);
    const found = candidates(tool, name);
    const [option] = found;
    if (option === undefined) return problem('command_unknown_option', name);
    if (found.length > 1 || (option.name !== name && grammar.complete !== true)) {
      for (const one of found) if (one.risk !== null) problem(one.risk, one.name);
      return problem('command_unknown_option', name);
    }
    if (equals >= 0) {
      if (option.risk !== null) return note(option, dropLead(word, equals + 1));
      if (option.argument === 'none' || option.argument === 'two') {
        return problem('command_unknown_option', word.written);
      }
      return note(option, dropLead(word, equals + 1));
    }
    if (option.argument === 'required' || option.argument === 'two') next(option);
    else note(option, null);
  };

  const bundle = (word: Argument, from: number): void => {
    const lead = leadOf(word);
    for (let index = from; index < lead.length; index += 1) {
      const option = tool.options.get(`-${lead[index] ?? ''}`);
      if (option === undefined && grammar.digits === true && /^\d+$/u.test(lead.slice(index))) {
        break;
      }
      if (option === undefined) return problem('command_unknown_option', word.written);
      if (option.argument === 'none') {
        note(option, null);
        continue;
      }
      if (from === 0 || (grammar.apart === true && !/^\d+$/u.test(lead.slice(index + 1)))) {
        // An old bundle takes its values from the words that follow, in order.
        if (option.argument === 'required') next(option);
        else note(option, null);
        continue;
      }
      if (word.text === null || index + 1 < lead.length) {
        return note(option, dropLead(word, index + 1));
      }
      return option.argument === 'required' ? next(option) : note(option, null);
    }
    if (word.text === null && grammar.safe !== true) {
      problem('command_dynamic_option', word.written);
    }
  };

  const single = (word: Argument): void => {
    const lead = leadOf(word);
    const equals = lead.indexOf('=');
    const name = equals < 0 ? lead : lead.slice(0, equals);
    const option =
      tool.options.get(name) ??
      (name.startsWith('--') ? tool.options.get(name.slice(1)) : undefined);
    if (option === undefined || (equals < 0 && word.text === null)) {
      return problem('command_unknown_option', word.written);
    }
    if (equals >= 0) {
      if (option.argument === 'none') problem('command_unknown_option', word.written);
      return note(option, dropLead(word, equals + 1));
    }
    if (option.argument === 'required') next(option);
    else note(option, null);
  };

  const dash = (word: Argument): void => {
    const lead = leadOf(word);
    if (grammar.digits === true && /^-\d+$/u.test(word.text ?? '')) return;
    const alone = word.text === '-' ? tool.options.get('-') : undefined;
    if (alone !== undefined) note(alone, null);
    else if (style === 'single') single(word);
    else if (lead.startsWith('--')) long(word);
    else bundle(word, 1);
  };

  if (grammar.responses === true) {
    const named = words.find((word) => leadOf(word).startsWith('@'));
    if (named !== undefined) problem('command_reads_list', named.written);
  }
  for (; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const kind = beginning(word);
    const fixed = word.text;
    if (!ended && fixed === '--') {
      ended = true;
      continue;
    }
    const lone = fixed === '-' && !tool.options.has('-');
    if (!ended && kind === 'dash' && !lone) {
      dash(word);
      continue;
    }
    if (splits(word)) stray = word.written;
    if (!ended && grammar.safe !== true) {
      if (kind === 'glob') problem('command_wildcard_option', word.written);
      else if (kind === 'hole' || splits(word)) problem('command_dynamic_option', word.written);
    }
    if (!ended && grammar.bundle === true && operands.length === 0 && fixed !== null) {
      if (/^[A-Za-z]+$/u.test(fixed) && used.size === 0) {
        bundle(word, 0);
        used.add('');
        continue;
      }
    }
    if (grammar.plus !== undefined && leadOf(word).startsWith('+')) {
      plus.push(dropLead(word, 1));
      continue;
    }
    operands.push(word);
    if (style === 'posix') ended = true;
  }
  return { used, values, operands, plus, problems, stray };
}

/** Pairs operands with their roles, in order. */
export function rolesOf(tool: Tool, reading: Reading): readonly (readonly [Role, Argument])[] {
  let roles = tool.operands;
  let { last } = tool.grammar;
  const other = [...tool.with].find(([name]) => reading.used.has(name));
  if (other !== undefined) {
    [, roles] = other;
    last = undefined;
  }
  if ([...reading.used].some((name) => tool.unless.has(name))) {
    roles = roles.length > 1 ? roles.slice(1) : roles;
  }
  return reading.operands.map((operand, index): readonly [Role, Argument] => [
    index > 0 && index === reading.operands.length - 1 && last !== undefined
      ? last
      : (roles[Math.min(index, roles.length - 1)] ?? 'extra'),
    operand,
  ]);
}

/** True where the only word is one that makes the tool describe itself. */
export function onlyShows(tool: Tool, words: readonly Argument[]): boolean {
  const [first] = words;
  return words.length === 1 && first !== undefined && tool.shows.has(first.text ?? '');
}
