import type { ReasonCode, Verdict } from '@gatehouse/kernel';
import type { Argument } from '@gatehouse/kernel/command';
import type { Ran } from './sandbox.ts';

/** What the analyser said of a program. */
export interface Seen {
  readonly verdict: Verdict;
  readonly codes: ReadonlySet<ReasonCode>;
  readonly commands: readonly (readonly Argument[])[];
}

/** With one of these the analyser says itself that more may run than it sees. */
const blind: readonly ReasonCode[] = [
  'command_unparsable',
  'command_too_long',
  'command_too_deep',
  'command_control_character',
  'command_dialect',
  'command_dynamic_name',
  'command_dynamic_option',
  'command_dynamic_script',
  'command_wildcard_option',
  'command_unknown_option',
  'command_unknown_script',
  'command_interpreter',
  'command_pipe_to_interpreter',
  'command_evaluates',
  'command_defines',
  'command_environment',
  'command_option_runs',
  'command_script_runs',
  'command_runs_for_each',
];

/** True where the analyser claims to have seen every command. */
export function isHeld({ verdict, codes }: Seen): boolean {
  return verdict === 'allow' || !blind.some((code) => codes.has(code));
}

/**
 * What is wrong with the analyser's view of a program that has run; null where nothing is. Of what
 * it allows, every command was seen and nothing was changed or read outside; of what it asks about
 * without saying that it cannot see, every command was seen.
 */
export function complaint(seen: Seen, ran: Ran): string | null {
  const allowed = seen.verdict === 'allow';
  if (allowed && ran.leaked) return 'allowed, and printed what stands outside the workspace';
  const [changed] = ran.changed;
  if (allowed && changed !== undefined) return `allowed, and changed ${changed}`;
  if (!isHeld(seen)) return null;
  const unseen = [...ran.commands, ...ran.builtins].find(
    (command) => !seen.commands.some((one) => isSame(one, command)),
  );
  if (unseen === undefined) return null;
  return `${allowed ? 'allowed' : 'asked'}, and ran unseen: ${JSON.stringify(unseen)}`;
}

const systemFolder = /^\/(?:usr\/)?bin\//u;

function isSame(seen: readonly Argument[], [path = '', ...rest]: readonly string[]): boolean {
  const [name, ...words] = seen;
  if (name === undefined) return false;
  const names = systemFolder.test(path) ? [path, path.replace(systemFolder, '')] : [path];
  return names.some((one) => becomes(name, one)) && matches(words, rest);
}

/** True where the words could become exactly these arguments. */
function matches(words: readonly Argument[], given: readonly string[]): boolean {
  const [first, ...rest] = words;
  if (first === undefined) return given.length === 0;
  const several = first.pieces.some((piece) => piece.kind === 'hole' && piece.splits);
  const files = first.pieces.some((piece) => piece.kind === 'glob');
  if (!several && !files) {
    const [one, ...others] = given;
    return one !== undefined && becomes(first, one) && matches(rest, others);
  }
  for (let count = several ? 0 : 1; count <= given.length; count += 1) {
    if (!several && !becomes(first, given[count - 1] ?? '')) return false;
    if (matches(rest, given.slice(count))) return true;
  }
  return false;
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

/** Which descriptor bash gives a process substitution depends on what else is open. */
const settled = (text: string): string => text.replaceAll(/\/dev\/fd\/6[0-4]/gu, '/dev/fd/63');

/** True where the one word could be this text. A pattern that matches no file stays as it is. */
function becomes(word: Argument, text: string): boolean {
  if (word.text !== null) return settled(word.text) === settled(text);
  const pattern = word.pieces.map((piece) => {
    if (piece.kind === 'text') return escaped(settled(piece.value));
    if (piece.kind === 'hole') return piece.plain ? '-?\\d+' : '[^]*';
    return /^\*+$/u.test(piece.value) ? '[^]*' : `(?:[^]|${escaped(piece.value)})`;
  });
  return new RegExp(`^${pattern.join('')}$`, 'u').test(settled(text));
}
