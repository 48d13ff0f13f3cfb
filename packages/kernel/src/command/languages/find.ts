import type { Reason, ReasonCode } from '../../reasons.ts';
import {
  anyBelow,
  beginning,
  couldBe,
  hasGlob,
  known,
  splits,
  unknown,
  unsetIn,
  withoutUnset,
  type Argument,
} from '../argument.ts';
import type { Use } from '../places.ts';

/** What reading an argument list may bring about. */
export interface Actions {
  add(reason: Reason): void;
  use(argument: Argument, use: Use): void;
  run(command: readonly Argument[]): void;
}

type Primary =
  | { readonly kind: 'none' | 'text' | 'read' }
  | { readonly kind: 'write'; readonly more: number }
  | { readonly kind: 'run'; readonly code: ReasonCode }
  | { readonly kind: 'risk'; readonly code: ReasonCode };

const table = (names: string, primary: Primary): readonly (readonly [string, Primary])[] =>
  names.split(/\s+/u).map((name) => [name, primary] as const);

/** Primaries and operators of find(1), GNU findutils 4.10 and BSD. */
const primaries: ReadonlyMap<string, Primary> = new Map([
  ...table(
    `( ) ! , -a -and -o -or -not -daystart -depth -d -follow -ignore_readdir_race -mount
    -noignore_readdir_race -nowarn -warn -noleaf -xdev -x -xattr -help --help -version --version
    -empty -executable -false -nogroup -nouser -readable -true -writable -ls -print -print0 -prune
    -quit -H -L -P -E -X -s`,
    { kind: 'none' },
  ),
  ...table(
    `-maxdepth -mindepth -regextype -amin -atime -cmin -ctime -fstype -gid -group -ilname -iname
    -inum -ipath -iregex -iwholename -links -lname -mmin -mtime -name -path -perm -regex -size -type
    -uid -used -user -wholename -xtype -context -printf -D -flags -Bmin -Btime -acl -depthn`,
    { kind: 'text' },
  ),
  ...table('-newer -anewer -cnewer -mnewer -samefile -f', { kind: 'read' }),
  ...table('-fprint -fprint0 -fls', { kind: 'write', more: 0 }),
  ...table('-fprintf', { kind: 'write', more: 1 }),
  ...table('-exec -execdir', { kind: 'run', code: 'command_runs_for_each' }),
  ...table('-ok -okdir', { kind: 'run', code: 'command_runs_for_each' }),
  ...table('-delete', { kind: 'risk', code: 'command_recursive_delete' }),
  ...table('-files0-from', { kind: 'risk', code: 'command_reads_list' }),
]);

const harmful: readonly string[] = [...primaries].flatMap(([name, { kind }]) =>
  kind === 'write' || kind === 'run' || kind === 'risk' ? [name] : [],
);

const optimisation = /^-O[0-3]$/u;
/** They print otherwise than a name and a NUL, or start elsewhere. */
const printing = /^-(?:print|printf|ls|f|-?help|-?version)$/u;
const newer = /^-newer[aBcm][aBcmt]$/u;

/**
 * Reads the words of find(1): options, start points, then the expression. Answers with the start
 * points where it prints names below them, each ended by a NUL, and nothing else.
 */
export function readFind(
  program: string,
  words: readonly Argument[],
  actions: Actions,
): readonly string[] | null {
  const { add, use, run } = actions;
  let at = 0;
  let expression = false;
  const starts: Argument[] = [];
  let listed = false;
  let tellsMore = false;

  /**
   * The word with its variables that have no value left out; null where none is left. Finding says
   * only what lies below a place in the workspace, so what is read of `find $x` is known.
   */
  const settled = (word: Argument | undefined): Argument | null | undefined => {
    if (word === undefined) return undefined;
    for (const name of unsetIn(word)) add({ code: 'command_unset_variable', name });
    return withoutUnset(word);
  };

  /** A word that the shell may turn into a primary of its own, or into more words than one. */
  const turnsInto = (word: Argument, isValue: boolean): void => {
    if (word.text !== null) return;
    // One word in a value's place stays a value, whatever it holds.
    if (isValue && !splits(word) && !hasGlob(word)) return;
    if (splits(word)) return add({ code: 'command_dynamic_option', program, option: word.written });
    if (!harmful.some((name) => couldBe(word, name))) return;
    const code = beginning(word) === 'glob' ? 'command_wildcard_option' : 'command_dynamic_option';
    add({ code, program, option: word.written });
  };

  const next = (name: string): Argument | null => {
    at += 1;
    while (at < words.length && settled(words[at]) === null) at += 1;
    const word = settled(words[at]);
    if (word === undefined || word === null) {
      add({ code: 'command_unknown_option', program, option: name });
      return null;
    }
    turnsInto(word, true);
    return word;
  };

  const command = (name: string): readonly Argument[] => {
    const taken: Argument[] = [];
    for (at += 1; at < words.length; at += 1) {
      const word = words[at];
      if (word === undefined || word.text === ';') break;
      if (word.text === '+' && taken.at(-1)?.text === '{}') break;
      taken.push(word);
    }
    const [only, more] = starts;
    const found = name === '-exec' && more === undefined ? (only ?? known('.')).text : null;
    return taken.map((word) => {
      if (word.text?.includes('{}') !== true) return word;
      if (word.text === '{}' && found !== null) return anyBelow(found);
      return { ...unknown('{}', false), written: word.written };
    });
  };

  for (; at < words.length; at += 1) {
    const word = settled(words[at]);
    if (word === undefined) break;
    if (word === null) continue;
    const { text } = word;
    const begins = text === null ? null : /^(?:-.|[(!),]$)/u.test(text);
    if (!expression && begins !== true) {
      turnsInto(word, false);
      use(word, 'walk');
      starts.push(word);
      continue;
    }
    if (text === null) {
      turnsInto(word, false);
      add({ code: 'command_dynamic_option', program, option: word.written });
      continue;
    }
    const primary = primaries.get(text);
    if (primary === undefined) {
      if (optimisation.test(text) && !expression) continue;
      if (newer.test(text)) {
        const reference = next(text);
        if (reference !== null && !text.endsWith('t')) use(reference, 'read');
        expression = true;
        continue;
      }
      // A plain word behind the expression is an error before anything is done.
      if (begins === true) add({ code: 'command_unknown_option', program, option: word.written });
      expression = true;
      continue;
    }
    if (!/^-[HLPEXdsxD]$/u.test(text)) expression = true;
    if (text === '-print0') listed = true;
    else if (printing.test(text) || !/^(?:none|text|read)$/u.test(primary.kind)) tellsMore = true;
    switch (primary.kind) {
      case 'none':
        break;
      case 'text':
        next(text);
        break;
      case 'read': {
        const file = next(text);
        if (file !== null) use(file, 'read');
        break;
      }
      case 'write': {
        const file = next(text);
        if (file !== null) use(file, 'write');
        add({ code: 'command_option_writes', program, option: text });
        if (primary.more > 0) next(text);
        break;
      }
      case 'run':
        add({ code: primary.code, program, option: text });
        run(command(text));
        break;
      case 'risk':
        add({ code: primary.code, program, option: text });
        break;
    }
  }
  if (starts.length === 0) {
    starts.push(known('.'));
    use(known('.'), 'walk');
  }
  const places = starts.flatMap(({ text }) => text ?? []);
  return listed && !tellsMore && places.length === starts.length ? places : null;
}
