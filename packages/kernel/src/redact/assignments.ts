import { looksRandom } from './randomness.ts';
import { sensitivityOf, type Sensitivity } from './sensitive-names.ts';
import type { Span } from './span.ts';

/** Longest name looked back for, and gap between name, sign and value. */
const longestName = 80;
const longestGap = 4;

const placeholder =
  /^(?:[x*._\-#?0]+|<.*>?|\[secret:.*|[$%@]?[{(<[].*|\$[A-Za-z_][\w.]*|%[\w.]+%?|(?:your|my|our|the|some|any|an?|new|old|user|this|example|sample|dummy|fake|test|insert|enter|replace|put|add|set)[-_ ].*|your\w*|example\w*|change.?(?:me|it)|placeholder|redacted|hidden|masked|secret|password|passwd|pwd|token|string|str|text|number|int|bool|boolean|object|any|unknown|void|null|nil|none|undefined|true|false|yes|no|on|off|required|optional|default|empty|env|todo|n\/a|tbd|dummy|fake|foo|bar|baz|abc|test|auto|options?|props|config|process\.env.*|os\.environ.*|env\..*|import\.meta.*|vault:.*|ref\+.*|op:\/\/.*|arn:.*|file:.*|https?:\/\/[^@]*|\.{0,2}\/.*)$/iu;

const separators = '=:';
const isNameCharacter = (c: string | undefined): boolean =>
  c !== undefined && /[\p{L}\d_.$-]/u.test(c);

interface Name {
  readonly text: string;
  readonly start: number;
}

function backOver(text: string, from: number, characters: string, most: number): number {
  let at = from;
  while (at > 0 && from - at < most && characters.includes(text[at - 1] ?? '\n')) at -= 1;
  return at;
}

/** The name that ends before a separator at `at`: `key`, `"key"`, `[key]`, `api key`, `--key`. */
function nameBefore(text: string, at: number): Name | null {
  const quoteEnd = backOver(text, backOver(text, at, ' \t:|?!', longestGap), '"\'`]\\*', 3);
  let start = quoteEnd;
  const floor = Math.max(0, quoteEnd - longestName);
  while (start > floor && isNameCharacter(text[start - 1])) start -= 1;
  if (start === quoteEnd || text.startsWith('[secret:', start - 8)) return null;
  // One word more, for `api key: …`, unless the word is a name of its own.
  if (text[start - 1] === ' ' && isNameCharacter(text[start - 2])) {
    let before = start - 1;
    while (before > floor && isNameCharacter(text[before - 1])) before -= 1;
    const joined = text.slice(before, quoteEnd);
    if (sensitivityOf(text.slice(start, quoteEnd)) === null) return { text: joined, start: before };
  }
  return { text: text.slice(start, quoteEnd), start };
}

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

function accept(kind: Sensitivity, value: string, quoted: boolean, tight: boolean): boolean {
  const head = value.slice(0, 512);
  if (placeholder.test(head)) return false;
  const mixed = /\d/u.test(head) && /\p{L}/u.test(head);
  const code = !quoted && /[([{]|^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+[;,]?$/u.test(head);
  switch (kind) {
    case 'password':
      if (code && !mixed) return false;
      if (quoted || tight) return value.length >= 3;
      return value.length >= 6 && (mixed || /[!@#$%^&*+=~]/u.test(head));
    case 'phrase':
      return quoted || head.trim().split(/\s+/u).length >= 6 || looksRandom(head);
    case 'secret':
      if (code || /\s/u.test(head)) return false;
      if (looksRandom(head)) return true;
      return (
        (quoted || tight) && value.length >= 8 && mixed && !/^[a-z]+[-_ ]?v?\d{1,2}$/iu.test(head)
      );
    case 'provider':
      return (
        !code && value.length >= 16 && /^[\w+/=.~:-]+$/u.test(head) && mixed && looksRandom(head)
      );
  }
}

const labels = {
  password: 'password',
  secret: 'secret-value',
  provider: 'secret-value',
  phrase: 'recovery-phrase',
} as const satisfies Record<Sensitivity, string>;

/** Values given to names that promise a secret: `=`, `:`, `:=`, `=>`, `>`, and after `--name`. */
export function findAssignments(text: string): Span[] {
  const spans: Span[] = [];
  const plainEnd = createFinder(text, /[\s"'`<>,;&|)\]}]|\\[nrtu"']/gu);
  const tagEnd = createFinder(text, /[<\r\n]/gu);
  const lineEnd = createFinder(text, /[\r\n"'`<]/gu);
  const spaceEnd = createFinder(text, /[\s"'`]/gu);
  const quoteEnds = new Map(
    ['"', "'", '`'].map((q) => [q, createFinder(text, new RegExp(q, 'gu'))]),
  );

  const valueAt = (from: number, kind: Sensitivity, tight: boolean): Value | null => {
    let start = from;
    while (start < text.length && start - from < longestGap && /[ \t]/u.test(text[start] ?? ''))
      start += 1;
    const opening = /^(?:[brfu@$]{0,2})(\\{0,3}["'`])/iu.exec(text.slice(start, start + 6));
    const quote = opening?.[1]?.at(-1);
    if (opening !== null && quote !== undefined) {
      const inner = start + opening[0].length;
      const closing = quoteEnds.get(quote)?.(inner) ?? text.length;
      const escapes = (opening[1]?.length ?? 1) - 1;
      const end = Math.max(inner, closing === text.length ? closing : closing - escapes);
      return { start: inner, end, quoted: true };
    }
    if (kind === 'phrase') return { start, end: lineEnd(start), quoted: false };
    if (text[from - 1] === '>' && text[from - 2] !== '=')
      return { start, end: tagEnd(start), quoted: true };
    const end = tight && kind === 'password' ? spaceEnd(start) : plainEnd(start);
    return { start, end, quoted: false };
  };

  const consider = (name: Name, from: number, tight: boolean): number => {
    const kind = sensitivityOf(name.text);
    if (kind === null) return from;
    const value = valueAt(from, kind, tight);
    if (value === null || value.end <= value.start) return from;
    const content = text.slice(value.start, Math.min(value.end, value.start + 513));
    const weighed = value.end - value.start > content.length ? content.padEnd(514, ' ') : content;
    if (!accept(kind, weighed.trimEnd(), value.quoted, tight)) return from;
    spans.push({ start: value.start, end: value.end, label: labels[kind], weight: 1 });
    return value.end;
  };

  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === ' ') {
      const option = at > 2 ? optionBefore(text, at) : null;
      if (option !== null) at = Math.max(at, consider(option, at + 1, true) - 1);
      continue;
    }
    if (!separators.includes(sign) && sign !== '>') continue;
    const next = text[at + 1];
    if (sign === ':' && (next === ':' || next === '=' || next === '/')) continue;
    if (sign === '=' && (next === '=' || next === '>')) continue;
    if (sign === '=' && /[=!<>]/u.test(text[at - 1] ?? '')) continue;
    const before = sign === '>' && text[at - 1] === '=' ? at - 1 : at;
    if (sign === '>' && before === at && !isTag(text, at)) continue;
    const name = nameBefore(text, before);
    if (name === null) continue;
    // `NAME=value` with nothing between, as in a shell, an env file or a query.
    const tight = (sign === '=' && before === at && isNameCharacter(text[at - 1])) || sign === '>';
    at = Math.max(at, consider(name, at + 1, tight && !/\s/u.test(next ?? ' ')) - 1);
  }
  return spans;
}

/** `--password value`, `machine h login u password value`: a name parted from its value by a space. */
function optionBefore(text: string, at: number): Name | null {
  let start = at;
  const floor = Math.max(0, at - longestName);
  while (start > floor && isNameCharacter(text[start - 1])) start -= 1;
  const name = text.slice(start, at);
  if (/^--?[a-z]/iu.test(name) && name.length > 3) return { text: name, start };
  if (name !== 'password') return null;
  return /\b(?:machine|login)\s/u.test(text.slice(Math.max(0, start - 200), start))
    ? { text: name, start }
    : null;
}

/** True where a `>` ends an opening tag that has only a name: `<password>value`. */
function isTag(text: string, at: number): boolean {
  let start = at;
  const floor = Math.max(0, at - longestName);
  while (start > floor && isNameCharacter(text[start - 1])) start -= 1;
  return start < at && text[start - 1] === '<';
}
