import { mayPromise, sensitivityOf } from './sensitive-names.ts';

/** Longest name looked back for, and gap between name, sign and value. */
const longestName = 80;
export const longestGap = 12;

function isNameCharacter(character: string | undefined): boolean {
  if (character === undefined) return false;
  const code = character.charCodeAt(0);
  if (code >= 0x80) return /\p{L}/u.test(character);
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return isLetter || (code >= 0x30 && code <= 0x39) || '_.$-'.includes(character);
}

export interface Name {
  readonly text: string;
  readonly start: number;
}

function backOver(text: string, from: number, characters: string, most: number): number {
  let at = from;
  while (at > 0 && from - at < most && characters.includes(text[at - 1] ?? '\n')) at -= 1;
  return at;
}

function wordBefore(text: string, end: number): Name {
  let start = end;
  const floor = Math.max(0, end - longestName);
  while (start > floor && isNameCharacter(text[start - 1])) start -= 1;
  return { text: text.slice(start, end), start };
}

/** `key="NAME" value=`, `{"name": "NAME", "value":`: the name stands in the pair before. */
const pairBefore =
  /(?:key|name)\\{0,7}["']?\s{0,2}[=:]\s{0,2}\\{0,7}["']([\w.-]{1,80})\\{0,7}["'],?\s{0,2}\\{0,7}["']?$/iu;

/** Where a terminal's colour before `at` begins, or `at`. */
function beforeColour(text: string, at: number): number {
  if (text[at - 1] !== 'm') return at;
  return at - (/\u001b\[[\d;]{0,8}m$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0].length ?? 0);
}

/** `NAME: type =`, as TypeScript, Rust, Kotlin and Python write it; the type is at most 40 long. */
function typedName(text: string, at: number): Name | null {
  const near = text.slice(Math.max(0, at - 44), at);
  const colon = near.lastIndexOf(':');
  if (
    colon < 1 ||
    !/^\s{0,2}[&'\w<>[\]|.*]{1,40}(?: [\w<>[\]]{1,20})?\s{0,2}$/u.test(near.slice(colon + 1))
  ) {
    return null;
  }
  const end = at - near.length + colon;
  const name = wordBefore(text, /[?!]/u.test(text[end - 1] ?? '') ? end - 1 : end);
  return name.text === '' ? null : name;
}

/** The name that ends before a separator at `at`: `key`, `"key"`, `[key]`, `api key`, `--key`. */
export function nameBefore(text: string, at: number): Name | null {
  const plain = beforeColour(text, backOver(text, at, ' \t:|?!\u0001', longestGap));
  const end = backOver(text, plain, '"\'`]\\*\u0001', 16);
  if (text[at] === '=') {
    const typed = typedName(text, at);
    if (typed !== null && mayPromise(typed.text)) return typed;
  }
  const word = wordBefore(text, end);
  if (word.text === '' || text.startsWith('[secret:', word.start - 8)) return null;
  if (/^(?:value|default)$/iu.test(word.text)) {
    const pair = pairBefore.exec(text.slice(Math.max(0, word.start - 110), word.start))?.[1];
    return pair === undefined ? word : { text: pair, start: word.start };
  }
  // One word more, for `api key: …`, unless the word is a name of its own.
  if (text[word.start - 1] === ' ' && isNameCharacter(text[word.start - 2])) {
    const before = wordBefore(text, word.start - 1);
    const joined = text.slice(before.start, end);
    const own = sensitivityOf(word.text);
    if (own === null || own === 'any' || own === 'provider')
      return { text: joined, start: before.start };
  }
  return word;
}

/** What stands before a name and a value that only a space parts: Docker, csh, fish, cmd.exe. */
const settings = /(?:^|\s)(?:ENV|ARG|setenv|setx|set -[gxUl]{1,3})$/u;

function mayPart(text: string, at: number): boolean {
  const space = text.lastIndexOf(' ', at - 1);
  if (at - space < 3) return false;
  if (text[space + 1] === '-' || at - space > longestName) return true;
  const word = text.slice(space + 1, at);
  if (word === 'is' || word === 'was' || word.endsWith('password')) return true;
  return settings.test(text.slice(Math.max(0, space - 9), Math.max(0, space)));
}

/** `--password value`, `ENV NAME value`, `machine h login u password value`, `the key is value`. */
export function nameBeforeSpace(
  text: string,
  at: number,
): { readonly name: Name; readonly isTight: boolean } | null {
  // Most words are none of these; the last two letters tell so.
  if (!mayPart(text, at)) return null;
  const word = wordBefore(text, at);
  if (word.text === '') return null;
  if (word.text === 'is' || word.text === 'was') {
    const name = text[word.start - 1] === ' ' ? nameBefore(text, word.start - 1) : null;
    return name === null ? null : { name, isTight: false };
  }
  if (/^--?[a-z]..+/iu.test(word.text)) {
    return text[at + 1] === '-' ? null : { name: word, isTight: true };
  }
  const before = text.slice(Math.max(0, word.start - 200), word.start);
  if (settings.test(before.trimEnd())) return { name: word, isTight: true };
  if (word.text !== 'password') return null;
  // netrc, in one line or in lines of its own.
  if (/\b(?:machine|login)\s/u.test(before)) return { name: word, isTight: true };
  const isAlone = /^\s*$/u.test(before) || /["'`]/u.test(text[at + 1] ?? '');
  return isAlone ? { name: word, isTight: false } : null;
}

/** True where a `>` ends an opening tag that has only a name: `<password>value`. */
export function isTag(text: string, at: number): boolean {
  const word = wordBefore(text, at);
  return word.text !== '' && text[word.start - 1] === '<';
}

/** True where nothing but indentation, a list mark or `export` stands before a name in its line. */
export function startsLine(text: string, name: Name): boolean {
  const before = text.slice(Math.max(0, name.start - 60), name.start);
  return name.start < 60 && /^\s*(?:[-*]\s)?["']?$/u.test(before);
}
