import { amountOf, unitOf } from './amounts.ts';
import type { Sink } from './arguments.ts';
import { counts, instantOf, momentOf } from './moments.ts';
import type { Day, Moment, Moments } from './moments.ts';
import type { Said } from './said.ts';
import { addressOf, isEmail, mailbox } from './targets.ts';
import { fold, names, says, wordsOf } from './words.ts';

/** How a value is the person's: in these words, in another spelling of the same value, or computed. */
export type Voiced = 'said' | 'same' | 'computed';
export interface Found {
  readonly how: Voiced;
  readonly said: Said;
}

/** A text of more parts is no list of names. */
const PARTS = 32;

/** Words that are in every request: they name nothing unless they are quoted. */
const everywhere = new Set(
  (
    'a all also an and any are as at be both but by can could did do does each every for from get go had ' +
    'has have he her here him his how i if in is it its just last let make may me more most my new next ' +
    'no not now of off on one only or other our out over own please same send she should so some such than ' +
    'that the their them then there these they this those to up us use was we were what when where which ' +
    'who will with would yes you your'
  ).split(' '),
);
const runs = new Set(['run', 'execute', 'command', 'start', 'call']);
const numbering = ['id', 'ids', 'no', 'nr', 'number', 'num'];

/** Where a text said this value, or null. Never by a part of a word, by likeness or by a look-alike. */
export function voiced(sink: Sink, texts: readonly Said[]): Found | null {
  const { value } = sink;
  if (typeof value === 'boolean')
    return first(texts, (said) => saysName(said, sink.argument), 'said');
  if (typeof value === 'number') return ofNumber(sink, String(value), texts);
  const exact = value.trim();
  if (sink.as === 'command') {
    const asked = ({ text }: Said) =>
      /\s/u.test(exact) ? says(text, exact) : names(text, exact, runs);
    return first(texts, asked, 'said');
  }
  const found = placed([exact, ...(sink.alike ?? [])], texts);
  if (sink.as === 'exact') return found ?? (exact.includes('://') ? ofAddress(exact, texts) : null);
  if (/^\d+$/u.test(exact)) return ofNumber(sink, exact, texts);
  const telling = /\p{L}{2}|\p{N}|[$€£¥]/u.test(exact) && !everywhere.has(fold(exact));
  if (!telling) {
    return first(texts, ({ text }) => names(text, exact, nounsOf(sink)), 'said');
  }
  return found ?? ofAddress(exact, texts) ?? ofValue(exact, texts) ?? ofParts(sink, exact, texts);
}

function first(texts: readonly Said[], holds: (said: Said) => boolean, how: Voiced): Found | null {
  const said = texts.find(holds);
  return said === undefined ? null : { how, said };
}

function placed(spellings: readonly string[], texts: readonly Said[]): Found | null {
  for (const [at, spelling] of spellings.entries()) {
    const found = first(texts, ({ text }) => says(text, spelling), at === 0 ? 'said' : 'same');
    if (found !== null) return found;
  }
  return null;
}

/** How people say that something comes again. */
const again = 'recurring repeat every each daily weekly monthly yearly annually'.split(' ');

/** A switch is the person's where they said what it switches. */
const saysName = ({ folded }: Said, argument: string): boolean => {
  const words = wordsOf(lastOf(argument)).filter(
    (word) => word !== 'enable' && !everywhere.has(word),
  );
  const said = (word: string) =>
    (/^(?:recur|repeat)/u.test(word) ? [word, ...again] : [word]).some((one) => says(folded, one));
  return words.length > 0 && words.every(said);
};

const lastOf = (argument: string): string =>
  argument
    .replace(/\[\d+\]/gu, '')
    .split('.')
    .at(-1) ?? '';
const nounsOf = ({ argument, nouns = [] }: Sink): ReadonlySet<string> => {
  const named = [...wordsOf(argument), ...nouns];
  return new Set([...named.filter((word) => !everywhere.has(word)), ...numbering]);
};

/** A number of one or two digits stands in most requests; an identifier has to be called one. */
function ofNumber(sink: Sink, digits: string, texts: readonly Said[]): Found | null {
  const value = Number(digits);
  const small = /^-?\d{1,2}$/u.test(digits);
  if (small && sink.as !== 'count') {
    return first(texts, ({ moments }) => names(moments.rest, digits, nounsOf(sink)), 'said');
  }
  if (/^0\d/u.test(digits))
    return first(texts, ({ moments }) => says(moments.rest, digits), 'said');
  const word = value > 1 ? counts[value - 1] : undefined;
  if (word !== undefined) {
    const found = first(texts, ({ folded }) => says(folded, word), 'same');
    if (found !== null) return found;
  }
  return (
    first(texts, ({ amounts }) => amounts.some((one) => one.value === value), 'same') ??
    first(texts, ({ text }) => saysGrouped(text, digits), 'same')
  );
}

function ofAddress(text: string, texts: readonly Said[]): Found | null {
  const wanted = addressOf(text);
  if (wanted === null) return null;
  return first(
    texts,
    ({ addresses }) =>
      addresses.some(
        ({ scheme, rest }) =>
          rest === wanted.rest &&
          (scheme === wanted.scheme || scheme === null
            ? wanted.scheme === null || /^https?:$/u.test(wanted.scheme)
            : wanted.scheme === null),
      ),
    'same',
  );
}

/** The same mailbox, amount, moment, account or name in another spelling. */
function ofValue(text: string, texts: readonly Said[]): Found | null {
  if (isEmail(text)) return first(texts, ({ emails }) => emails.has(mailbox(text)), 'same');
  const unit = unitOf(text);
  if (unit !== null) {
    const found = first(texts, ({ amounts }) => amounts.some((one) => one.unit === unit), 'same');
    if (found !== null) return found;
  }
  const moment = momentOf(text);
  if (moment !== null) return ofMoment(moment, texts);
  const amount = amountOf(text);
  if (amount !== null) {
    return first(
      texts,
      (said) =>
        said.amounts.some(
          ({ value, unit }) =>
            value === amount.value && (amount.unit === null || unit === amount.unit),
        ),
      'same',
    );
  }
  if (/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}\s'’&-]*$/u.test(text)) {
    const found = first(texts, ({ folded }) => says(folded, fold(text)), 'same');
    if (found !== null) return found;
  }
  return first(texts, (said) => saysGrouped(said.text, text), 'same');
}

/** Account and telephone numbers: the same characters, grouped otherwise. */
function saysGrouped(text: string, value: string): boolean {
  const characters = value.replace(/[\s().-]/gu, '');
  if (!/^\+?[a-z\d]{8,64}$/iu.test(characters) || characters.replace(/\D/gu, '').length < 6)
    return false;
  const spaced = Array.from(characters.replace('+', '')).join('[ ().-]{0,2}');
  const plus = characters.startsWith('+') ? String.raw`\+` : '';
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}_.,+-])${plus}${spaced}(?![\p{L}\p{N}_]|[.,:-]\d)`,
    'u',
  ).test(text);
}

/**
 * The day and the time are each said. A day without a year is of any year, unless the same text says
 * years: then of one of those.
 */
function ofMoment({ day, time, zone }: Moment, texts: readonly Said[]): Found | null {
  const inZone =
    zone === null ||
    texts.some(({ text }) => says(text, zone) || (zone === 'Z' && says(text, 'UTC')));
  if (!inZone) return null;
  const atTime = (said: Said) => time !== null && said.moments.times.includes(time);
  if (day === null) return first(texts, atTime, 'same');
  const timed = time === null || texts.some(atTime);
  // Midnight is how a day alone is written where a time is asked for.
  const alone = (said: Said) => time === 0 && said.moments.times.length === 0;
  return first(texts, (said) => (timed || alone(said)) && saysDay(said.moments, day), 'same');
}

const saysDay = ({ days, years }: Moments, { year, month, day }: Day): boolean =>
  days.some(
    (one) =>
      one.month === month &&
      one.day === day &&
      (one.year === year ||
        (one.year === null && (year === null || years.size === 0 || years.has(year)))),
  );

/** `a, b; c` is the person's where every part is; `Name <address>` is two parts. */
function ofParts(sink: Sink, text: string, texts: readonly Said[]): Found | null {
  const parts = text.split(/[,;|\n<>]|\s(?:and|&)\s/u).map((part) => part.trim());
  if (parts.length < 2 || parts.length > PARTS) return null;
  let last: Found | null = null;
  for (const value of parts.filter((part) => part !== '')) {
    last = voiced({ ...sink, value }, texts);
    if (last === null) return null;
  }
  return last === null ? null : { ...last, how: 'same' };
}

/** An end is the person's where it lies a length they said after a start that is theirs. */
export function computed(
  sink: Sink,
  starts: readonly Sink[],
  texts: readonly Said[],
): Found | null {
  const end = instantIn(sink);
  if (end === null) return null;
  return first(
    texts,
    ({ moments }) =>
      starts.some((start) => {
        const begins = instantIn(start);
        return (
          begins !== null &&
          moments.durations.some((length) => length > 0 && begins + length === end)
        );
      }),
    'computed',
  );
}

function instantIn({ value, as }: Sink): number | null {
  if (typeof value !== 'string' || as === 'exact' || as === 'command') return null;
  const moment = momentOf(value);
  return moment === null ? null : instantOf(moment);
}
