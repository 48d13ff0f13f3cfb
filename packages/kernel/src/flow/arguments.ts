import { wordsOf } from './words.ts';
import { isAddress, targetsIn } from './targets.ts';

/** One value that decides what a call does, and to whom or what. */
export interface Sink {
  /** Where it stands: `recipients[1]`, `event.start`. */
  readonly argument: string;
  readonly value: string | number | true;
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

/** Arguments that are read by people and do nothing by themselves; the last word of the name decides. */
const prose = table(
  'body content contents text message description subject title summary comment comments note notes ' +
    'caption details reason reply feedback review remark remarks memo greeting signature headline ' +
    'abstract answer bio about markdown html',
);
const commands = table('command cmd code script query sql expression program shell snippet');
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
  for (const { argument, name, value } of leaves(args)) {
    const last = wordsOf(name).at(-1) ?? '';
    if (prose.has(last)) {
      if (typeof value === 'string') {
        sinks.push(
          ...targetsIn(value).map((target) => ({ argument, value: target, as: 'name' }) as const),
        );
      }
    } else sinks.push({ argument, value, as: asOf(name, last), nouns });
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
    if (typeof value !== 'string') return false;
    const last = wordsOf(argument.replace(/\[\d+\]/gu, '')).at(-1) ?? '';
    if (addresses.has(last) || /^[a-z][a-z\d+.-]*:\/\/|^www\./iu.test(value)) return true;
    return isAddress(value) && !looked.has(last) && !places.has(last) && !commands.has(last);
  });
}

interface Leaf {
  readonly argument: string;
  readonly name: string;
  readonly value: string | number | true;
}

/** Every value that is there, by itself; `false`, null and what is empty are absent. */
function* leaves(args: unknown): Generator<Leaf> {
  const open: { readonly argument: string; readonly name: string; readonly value: unknown }[] = [
    { argument: '', name: '', value: args },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { argument, name, value } = next;
    if (typeof value === 'object' && value !== null) {
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
      open.push(...entries.reverse());
    } else if (
      typeof value === 'string' ? value.trim() !== '' : value === true || typeof value === 'number'
    ) {
      yield { argument, name, value: value as string | number | true };
    }
  }
}

/** Verbs that take something away: a call of such a tool asks unless the person said one of them. */
const removes = table('delete remove cancel erase discard trash purge wipe destroy');
const takes = table(
  'drop revoke unshare uninvite kick ban block clear terminate deactivate disable unsubscribe close ' +
    'archive uninstall reset overwrite truncate leave',
);
/** Words of a tool's name that say nothing of what it does. */
const empty = table(
  'do run call get set make the a an to of for in on tool action api execute perform',
);

/**
 * What of a tool's name the person must have said, each by one of its words: for one that takes
 * something away its verb, for one without any sink (`whole`) every word that means something.
 */
export function actionOf(tool: string, whole: boolean): readonly ReadonlySet<string>[] {
  const words = wordsOf(tool);
  const verb = words.find((word) => removes.has(word) || takes.has(word));
  const away = verb === undefined ? [] : [new Set([verb, ...removes])];
  const telling = words.filter((word) => !empty.has(word) && word !== verb);
  if (!whole) return away;
  return [
    ...away,
    ...(telling.length === 0 && verb === undefined ? words : telling).map(
      (word) => new Set([word]),
    ),
  ];
}
