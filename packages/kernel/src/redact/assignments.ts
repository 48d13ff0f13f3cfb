import {
  isTag,
  longestGap,
  nameBefore,
  nameBeforeSpace,
  startsLine,
  type Name,
} from './name-before.ts';
import { isStrewn, looked, looksRandom } from './randomness.ts';
import { mayPromise, sensitivityOf, type Sensitivity } from './sensitive-names.ts';
import type { Span } from './span.ts';

/**
 * How a value stands to its name. `tight`: `NAME=value`, an option, a tag. `line`: `name: value` and
 * nothing else in the line. `loose`: anything else, an argument or a cell of a table.
 */
type Nearness = 'tight' | 'line' | 'loose';

const placeholder =
  /^(?:[x*._\-#?0]+|<.*>?|\[secret:.*|[$%@]?[{(<[].*|\$[A-Za-z_][\w.]*|%[\w.]+%?|your\w*|example\w*|change.?(?:me|it)|placeholder|redacted|hidden|masked|secret|password|passwd|pwd|token|string|str|text|number|int|bool|boolean|bytes|buffer|uint8array|[\^~>=]{0,2}v?\d+\.\d+(?:\.\d+)?|object|any|unknown|void|null|nil|none|undefined|true|false|yes|no|on|off|required|optional|default|empty|env|todo|n\/a|tbd|dummy|fake|foo|bar|baz|abc|test|auto|options?|props|config|process\.env.*|os\.environ.*|env\..*|import\.meta.*|vault:.*|ref\+.*|op:\/\/.*|arn:.*|file:.*|https?:\/\/[^@]*)$/iu;

/** `your-key-here`, `./a/path`: said to a reader, unless what follows is drawn by a machine. */
const spoken =
  /^(?:\.{0,2}\/|(?:your|my|our|the|some|any|an?|new|old|user|this|example|sample|dummy|fake|test|insert|enter|replace|put|add|set)[-_ ])/iu;

/** Where the next of some characters stands, remembered so that repeated asking stays linear. */
function createFinder(text: string, wanted: RegExp): (from: number) => number {
  let known = -1;
  let since = -1;
  return (from) => {
    if (since >= 0 && from >= since && from <= known) return known;
    wanted.lastIndex = from;
    known = wanted.exec(text)?.index ?? text.length;
    since = from;
    return known;
  };
}

interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** A value under a name that promises nothing is data, not a key, beyond this. */
const longestRandom = 200;

const isToken = (text: string): boolean =>
  /^[\w+/=.~:%-]+$/u.test(text) && !/^[\w-]*:\/\//u.test(text);

function acceptPassword(value: string, quoted: boolean, mixed: boolean, near: Nearness): boolean {
  if (near === 'loose' || (near === 'line' && !quoted && value.length < 4)) {
    return !/\s/u.test(value) && value.length >= 6 && (mixed || /[!@#$%^&*+=~]/u.test(value));
  }
  if (near === 'line' && !quoted) return !/[;,]$|^[A-Z][a-z]+(?:<|$)/u.test(value);
  return value.length >= 3;
}

/** Capitals and small letters that alternate as no camelCase does, in a text without digits. */
function isTurning(text: string): boolean {
  if (text.length < 14 || text.length > 64) return false;
  const turns = text.match(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])/gu)?.length ?? 0;
  return turns / text.length >= 0.2;
}

/** `a.b`, `f(x)`: no value but code that names one, unless a piece of it is drawn by a machine. */
function isCode(text: string): boolean {
  if (/[([{]/u.test(text)) return true;
  const isMember = /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+[;,]?$/u.test(text);
  return isMember && !text.split('.').some((piece) => piece.length >= 16 && looksRandom(piece));
}

function accept(kind: Sensitivity, value: string, quoted: boolean, near: Nearness): boolean {
  const head = value.slice(0, looked);
  if (placeholder.test(head)) return false;
  if (spoken.test(head) && !isStrewn(head)) return false;
  const mixed = /\d/u.test(head) && /\p{L}/u.test(head);
  const code = !quoted && isCode(head);
  if (code && !(kind === 'password' && mixed)) return false;
  switch (kind) {
    case 'password':
      return acceptPassword(head, quoted, mixed, near);
    case 'phrase':
      if (quoted || head.trim().split(/\s+/u).length >= 6 || looksRandom(head)) return true;
      return mixed && /^(?:[A-Z\d]{4,8}[- ]){1,15}[A-Z\d]{4,8}$/iu.test(head.trim());
    case 'secret':
      if (/\s/u.test(head)) return false;
      if (looksRandom(head)) return true;
      if (!quoted && near !== 'tight' && (near !== 'line' || value.length < 12)) return false;
      if (isToken(head) && isTurning(head)) return true;
      return value.length >= 8 && mixed && !/^[a-z]+[-_ ]?v?\d{1,2}$/iu.test(head);
    case 'provider':
      return value.length >= 15 && isToken(head) && mixed && looksRandom(head);
    case 'any':
      return value.length >= 24 && value.length <= longestRandom && isToken(head) && isStrewn(head);
  }
}

const labels = {
  password: 'password',
  secret: 'secret-value',
  provider: 'secret-value',
  phrase: 'recovery-phrase',
  any: 'random-value',
} as const satisfies Record<Sensitivity, string>;

/** ECMA-48 "select graphic rendition", as terminals colour names and values. */
const colour = /^\u001b\[[\d;]{0,8}m/u;

/** Escaped quotes inside one value, at most. */
const mostInnerQuotes = 16;

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (count < 32 && text[at - 1 - count] === '\\') count += 1;
  return count;
}

type ReadValue = (from: number, kind: Sensitivity, near: Nearness) => Value;

function createValueReader(text: string): ReadValue {
  const plainEnd = createFinder(text, /[\s"'`<>,;&|)\]}\u001b]|\\+[nrtu"']/gu);
  const tagEnd = createFinder(text, /[<\r\n]/gu);
  const lineEnd = createFinder(text, /[\r\n"'`<]/gu);
  const spaceEnd = createFinder(text, /[\s"'`\u001b]|\\+[nrt](?![a-z])/gu);
  const contentEnd = text.length - (/\r?\n$/u.exec(text.slice(-2))?.[0].length ?? 0);
  const quoteEnds = new Map(
    ['"', "'", '`'].map((q) => [q, createFinder(text, new RegExp(q, 'gu'))]),
  );
  return (from, kind, near) => {
    const gap = (at: number, blank: RegExp): number => {
      let end = at;
      while (end < text.length && end - at < longestGap && blank.test(text[end] ?? '')) end += 1;
      return end;
    };
    let start = gap(from, /[ \t\u0001]/u);
    start += colour.exec(text.slice(start, start + 12))?.[0].length ?? 0;
    const opening = /^(?:[brfu@$]{0,2})(\\{0,15}["'`])/iu.exec(text.slice(start, start + 18));
    const quote = opening?.[1]?.at(-1);
    if (opening !== null && quote !== undefined) {
      const inner = gap(start + opening[0].length, /\u0001/u);
      const escapes = (opening[1]?.length ?? 1) - 1;
      let closing = inner - 1;
      // A quote with more escapes before it than the opening one is a part of the value.
      for (let tries = 0; tries < mostInnerQuotes; tries += 1) {
        closing = quoteEnds.get(quote)?.(closing + 1) ?? text.length;
        if (backslashesBefore(text, closing) <= escapes) break;
      }
      if (closing >= text.length) return { start: inner, end: contentEnd, quoted: true };
      const end = Math.max(inner, closing - escapes);
      return { start: inner, end, quoted: true };
    }
    if (kind === 'phrase') return { start, end: lineEnd(start), quoted: false };
    const isContent = text[from - 1] === '>' && text[from - 2] !== '=';
    if (isContent) return { start, end: tagEnd(start), quoted: true };
    if (kind !== 'password') return { start, end: plainEnd(start), quoted: false };
    // A password may hold any sign; what ends a clause is none of it where it stands at the end.
    const all = spaceEnd(start);
    const signs =
      near === 'tight'
        ? 0
        : (/[,;:.)}\]>]{0,8}$/u.exec(text.slice(Math.max(start, all - 8), all))?.[0].length ?? 0);
    return { start, end: all - signs, quoted: false };
  };
}

/** Whether the character at `at` parts a name from its value; where the name ends, and how near. */
function separatorAt(
  text: string,
  at: number,
): { readonly before: number; readonly near: Nearness } | null {
  const before = text[at - 1] ?? '';
  const next = text[at + 1] ?? ' ';
  const isTight = /[\p{L}\d_.$-]/u.test(before) && !/\s/u.test(next);
  switch (text[at] ?? '') {
    case '=':
      if (/[=>]/u.test(next) || /[=!<>]/u.test(before)) return null;
      return { before: at, near: isTight ? 'tight' : 'line' };
    case ':':
      return /[:=/]/u.test(next) ? null : { before: at, near: 'line' };
    case '>':
      if (before === '=' || before === '-') return { before: at - 1, near: 'line' };
      return isTag(text, at) ? { before: at, near: 'tight' } : null;
    case ',':
      return /["'`]/u.test(before) ? { before: at, near: 'loose' } : null;
    case '|':
      return before === '|' || (before === ' ' && next === ' ')
        ? { before: at, near: 'loose' }
        : null;
    case '?':
      return before === '?' ? { before: at, near: 'loose' } : null;
    default:
      return null;
  }
}

/** A value long enough to count whatever its name. */
function startsLong(text: string, from: number): boolean {
  return /^[\s"'`\\]{0,16}[\w+/=.~:%-]{24}/u.test(text.slice(from, from + 40));
}

/** `the api key 0a1b…`, a table: a space alone parts a name from what no word is. */
function nameBeforeLong(text: string, at: number): ReturnType<typeof nameBeforeSpace> {
  if (!startsLong(text, at + 1)) return null;
  const name = nameBefore(text, at);
  const isSecret = name !== null && mayPromise(name.text) && sensitivityOf(name.text) === 'secret';
  return isSecret ? { name, isTight: false } : null;
}

const encodedSigns =
  /%(?:22|27|3a|3d|26|3f)|&(?:quot|apos|amp|#3[49]);|\\u00(?:22|27|3d|26)|\\x2[27]/giu;
const signOf: Readonly<Record<string, string>> = {
  ...{ '%22': '"', '&quot;': '"', '&#34;': '"', '\\u0022': '"', '\\x22': '"' },
  ...{ '%27': "'", '&apos;': "'", '&#39;': "'", '\\u0027': "'", '\\x27': "'" },
  ...{
    '%3a': ':',
    '%3d': '=',
    '%26': '&',
    '%3f': '?',
    '&amp;': '&',
    '\\u003d': '=',
    '\\u0026': '&',
  },
};

/** The text, as long as before, with the signs around names and values decoded and filled up. */
const plainSigns = (text: string): string =>
  /[%&]|\\[ux]/u.test(text)
    ? text.replaceAll(encodedSigns, (all) =>
        (signOf[all.toLowerCase()] ?? '').padEnd(all.length, '\u0001'),
      )
    : text;

/** Values given to names that promise a secret, by any of the signs programs and people use. */
export function findAssignments(written: string): Span[] {
  const text = plainSigns(written);
  const spans: Span[] = [];
  const readValue = createValueReader(text);

  /** Where to go on: after the value, if it is one. */
  const consider = (name: Name, from: number, given: Nearness): number => {
    if (!mayPromise(name.text)) {
      // Only a random value could count; most are told by their length, which is cheap to see.
      if (!startsLong(text, from)) return from;
      const { start, end } = readValue(from, 'any', given);
      if (end - start > longestRandom) return from;
    }
    const kind = sensitivityOf(name.text);
    if (kind === null) return from;
    const value = readValue(from, kind, given);
    if (value.end <= value.start) return from;
    const endsLine = /^["'`]?[;,]?\s*(?:[#}]|\/\/|$)/u.test(text.slice(value.end, value.end + 4));
    const near =
      given === 'line' && !(endsLine && startsLine(text, name)) && !value.quoted ? 'loose' : given;
    const head = written.slice(value.start, Math.min(value.end, value.start + looked)).trimEnd();
    if (!accept(kind, head, value.quoted, near)) return from;
    // The full stop of a sentence is no part of it, but may be of a password in a file.
    const ends = value.quoted || (kind === 'password' && near !== 'loose');
    const end = value.end - (!ends && /[.:]/u.test(text[value.end - 1] ?? '') ? 1 : 0);
    spans.push({ start: value.start, end, label: labels[kind], weight: 1 });
    return value.end;
  };

  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === ' ' || text[at] === '\t') {
      const spaced = text[at] === ' ' && at > 2 ? nameBeforeSpace(text, at) : null;
      const found = spaced ?? nameBeforeLong(text, at);
      if (found === null) continue;
      at = Math.max(at, consider(found.name, at + 1, found.isTight ? 'tight' : 'loose') - 1);
      continue;
    }
    const separator = separatorAt(text, at);
    if (separator === null) continue;
    const name = nameBefore(text, separator.before);
    if (name !== null) at = Math.max(at, consider(name, at + 1, separator.near) - 1);
  }
  return spans;
}
