import type { Span } from './span.ts';

/**
 * What one line says of the next. `name`: the name a `value:` or a quoted text in the next lines
 * belongs to. `part`: the next line goes on with the secret this one ended in.
 */
export interface Carry {
  readonly name: {
    readonly text: string;
    readonly lines: number;
    readonly how: 'pair' | 'sign';
  } | null;
  readonly part: { readonly label: string; readonly how: 'quoted' | 'token' } | null;
}

export const noCarry: Carry = { name: null, part: null };

/** Lines between a name and its value, at most: a type, a description. */
const between = 4;

/** `- name: NAME`, `"key": "NAME",`: what a `value` in the next lines is the value of. */
const pair =
  /^[\s\-{[]{0,40}["']?(?:name|key)["']?\s{0,2}[:=]\s{0,2}["']?([\w.-]{1,80})["']?,?\s*$/iu;
/** HCL: `variable "NAME" {`. */
const variable = /^\s{0,20}variable\s{1,4}"([\w.-]{1,80})"\s{0,4}\{\s*$/u;
/** `const NAME: string =`, whose value stands in the next line. */
const sign =
  /(?:^|[\s.({[])["']?([\w$-]{1,80})["'\])]{0,3}(?:\s{0,2}:[^=\n]{1,60})?\s{0,4}(?:\?\?|\|\||:)?=?\s{0,4}\(?\s*$/u;

function nameFrom(line: string, before: Carry['name']): Carry['name'] {
  const text = line.length > 400 ? '' : line;
  const paired = (pair.exec(text) ?? variable.exec(text))?.[1];
  if (paired !== undefined) return { text: paired, lines: between, how: 'pair' };
  if (/[=:(?|]\s*$/u.test(text.slice(-8))) {
    const signed = sign.exec(text)?.[1];
    if (signed !== undefined) return { text: signed, lines: 1, how: 'sign' };
  }
  if (before?.how !== 'pair' || before.lines <= 1 || /[}\]]/u.test(text)) return null;
  return { ...before, lines: before.lines - 1 };
}

function partFrom(line: string, spans: readonly Span[]): Carry['part'] {
  const last = spans.at(-1);
  if (last === undefined || last.label === 'private-key') return null;
  const rest = line.slice(last.end).trimEnd();
  if (rest === '\\' || (rest === '' && line[last.end - 1] === '\\')) {
    return { label: last.label, how: 'token' };
  }
  if (/^["'`]\s*[+.&\\]?$/u.test(rest)) return { label: last.label, how: 'quoted' };
  const isOpen = rest === '' && /["'`]/u.test(line[last.start - 1] ?? '');
  return isOpen ? { label: last.label, how: 'token' } : null;
}

export const carryFrom = (line: string, spans: readonly Span[], before: Carry): Carry => ({
  name: nameFrom(line, before.name),
  part: partFrom(line, spans),
});

/** The rest of a secret that the line before began, if this line goes on with it. */
export function partOf(carry: Carry, line: string): Span | null {
  if (carry.part === null) return null;
  const pattern =
    carry.part.how === 'quoted'
      ? /^\s{0,40}["'`]([^"'`\s]{4,})["'`]/u
      : /^\s{0,40}([^\s"'`]{4,})["'`]?/u;
  const found = pattern.exec(line);
  const value = found?.[1];
  if (value === undefined || value.startsWith('[secret:')) return null;
  const start = (found?.[0] ?? '').indexOf(value);
  return { start, end: start + value.length, label: carry.part.label, weight: 1 };
}

/** A line as it would read with its name before it, and how far that shifts it; null for no name. */
export function named(
  { name }: Carry,
  line: string,
): { readonly text: string; readonly shift: number } | null {
  if (name === null) return null;
  const indent = /^[\s{-]*/u.exec(line)?.[0].length ?? 0;
  const rest = line.slice(indent);
  const head =
    name.how === 'pair' && /^["']?(?:value|default)\b/iu.test(rest)
      ? `name="${name.text}", `
      : name.how === 'sign' && /^[brf]?["'`]/u.test(rest)
        ? `${name.text}=`
        : null;
  return head === null ? null : { text: head + rest, shift: indent - head.length };
}
