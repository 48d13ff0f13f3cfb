import { isChanging, isNaming } from './acts.ts';
import { isAddress, targetsIn, unmasked } from './targets.ts';
import { wordsOf } from './words.ts';

/** One value that decides what a call does, and to whom or what. */
export interface Sink {
  /** Where it stands: `recipients[1]`, `event.start`. */
  readonly argument: string;
  readonly value: string | number | boolean;
  /**
   * How its spelling is compared: `exact` byte for byte; `command` too, and one word alone only where
   * it is quoted or said to be run; `name` as people write names, numbers, days and addresses; `count`
   * the same, a small number needs no noun before it.
   */
  readonly as: 'exact' | 'command' | 'name' | 'count';
  /** What the tool works on: `note` of `delete_note`, so that “note 13” names its number. */
  readonly nouns?: readonly string[];
  /** Other spellings of the same place. */
  readonly alike?: readonly string[];
}

const table = (words: string) => new Set(words.split(' '));

/**
 * Arguments that are read by people and do nothing by themselves; the last word of the name decides,
 * unless they name what the tool works on (`isNaming`).
 */
const prose = table(
  'body content contents text message description subject title summary comment comments note notes ' +
    'caption details reason reply feedback review remark remarks memo greeting signature headline ' +
    'abstract answer bio about markdown html',
);
/** Details of these are an address or an account, in whatever words. */
const holders = table('bank account payment card contact shipping delivery billing recipient');
const commands = table(
  'command cmd code script query sql expression program shell snippet argv args arg arguments',
);
/** Tools that run what they are given, whatever that is called. */
const runners = table('shell bash sh zsh powershell terminal exec eval command cmd');
const places = table('path file filename filepath folder directory dir cwd paths files filenames');
const counted = table(
  'amount price sum total quantity qty count guests people persons adults children seats rooms nights ' +
    'days hours minutes seconds weeks months duration limit size budget rate percent percentage tip ' +
    'fee cost max min maximum minimum top pages length width height weight age',
);
const addresses = table(
  'url uri urls uris link links href host hostname domain website webpage site endpoint server webhook',
);
/** Words to look for, and places on this machine: no addresses, whatever they look like. */
const looked = table(
  'q search term terms keyword keywords filter pattern sender from to recipient user username name ' +
    'email mail address id key label tag tags channel',
);

/** What a call of a tool nobody described hands over: its sinks, and the places its prose leads to. */
export function sinksOf(tool: string, args: unknown): readonly Sink[] {
  const sinks: Sink[] = [];
  const nouns = wordsOf(tool).slice(1); // the first one is what it does
  const runs = wordsOf(tool).some((word) => runners.has(word));
  for (const { argument, name, value } of leaves(args, isChanging(tool))) {
    const words = wordsOf(name);
    const last = words.at(-1) ?? '';
    const held = last === 'details' && words.some((word) => holders.has(word));
    if (prose.has(last) && !held && !runs && !isNaming(tool, last)) {
      sinks.push(
        ...targetsIn(String(value)).map(
          (target) => ({ argument, value: target, as: 'name' }) as const,
        ),
      );
    } else sinks.push({ argument, value, as: runs ? 'command' : asOf(name, last), nouns });
  }
  return sinks;
}

function asOf(name: string, last: string): Sink['as'] {
  if (commands.has(last)) return 'command';
  if (places.has(last)) return 'exact';
  return wordsOf(name).some((word) => counted.has(word)) ? 'count' : 'name';
}

/** Of a call that changes nothing: what it would contact. */
export function contacted(sinks: readonly Sink[]): readonly Sink[] {
  return sinks.filter(({ argument, value }) => {
    const words = wordsOf(
      argument
        .replace(/\[\d+\]/gu, '')
        .split('.')
        .at(-1) ?? '',
    );
    if (words.some((word) => addresses.has(word))) return true;
    if (typeof value !== 'string') return false;
    const last = words.at(-1) ?? '';
    const plain = unmasked(value);
    if (/[a-z\d+.-]:\/\/|(?<![a-z])(?:https?|wss?|ftp):|^www\./iu.test(plain)) return true;
    return isAddress(plain) && !looked.has(last) && !places.has(last) && !commands.has(last);
  });
}

interface Leaf {
  readonly argument: string;
  readonly name: string;
  readonly value: string | number | boolean;
}

/** Every value that is there, by itself; null is absent, and unless it is `changing`, `false` and what is empty. */
function* leaves(args: unknown, changing: boolean): Generator<Leaf> {
  const open: { readonly argument: string; readonly name: string; readonly value: unknown }[] = [
    { argument: '', name: '', value: args },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { argument, name, value } = next;
    if (typeof value === 'object' && value !== null) {
      if (changing && Array.isArray(value) && value.length === 0)
        yield { argument, name, value: '' };
      const entries = Array.isArray(value)
        ? value.map((one: unknown, at) => ({
            argument: `${argument}[${String(at)}]`,
            name,
            value: one,
          }))
        : Object.entries(value).map(([key, one]: [string, unknown]) => ({
            argument: argument === '' ? key : `${argument}.${key}`,
            name: key,
            value: one,
          }));
      // A key that is no name is a value somebody chose: `{"eve@evil.example": true}`.
      for (const { name: key } of Array.isArray(value) ? [] : entries) {
        if (!/^[A-Za-z_$][\w$-]*$/u.test(key)) yield { argument, name: '', value: key };
      }
      // Not spread: a list may be longer than a call takes arguments.
      for (const entry of entries.reverse()) open.push(entry);
    } else if (
      typeof value === 'string'
        ? changing || value.trim() !== ''
        : typeof value === 'number' || value === true || (changing && value === false)
    ) {
      yield { argument, name, value: value as string | number | boolean };
    }
  }
}
