/** One thing to look for in the text of notes. The text holds no quote and no control character. */
export interface Term {
  readonly kind: 'word' | 'phrase' | 'prefix';
  readonly text: string;
}

/** A search as a person wrote it, in parts that a store can run. Everything in it must hold. */
export interface Query {
  readonly terms: readonly Term[];
  readonly without: readonly Term[];
  /** Lower case, no `#`; a tag also means the tags nested below it. */
  readonly tags: readonly string[];
  readonly withoutTags: readonly string[];
  /** Parts of a path, letter case ignored. */
  readonly paths: readonly string[];
  readonly withoutPaths: readonly string[];
  /** Names of notes that are linked to. */
  readonly links: readonly string[];
  readonly withoutLinks: readonly string[];
  /** Parts beyond the limits were left out. */
  readonly truncated: boolean;
}

/** UTF-16 units of a query that are read. */
const MAX_LENGTH = 2000;
const MAX_PARTS = 32;
const MAX_TERM = 200;

type Target = 'terms' | 'tags' | 'paths' | 'links';
const fields: ReadonlyMap<string, Target> = new Map([
  ['tag', 'tags'],
  ['path', 'paths'],
  ['file', 'paths'],
  ['link', 'links'],
]);

/**
 * Reads the query language: words, "phrases", prefix*, `tag:x`, `#x`, `path:x`, `link:x`, each with
 * `-` before it for its opposite. Anything at all is a query: what is not of the language is taken
 * as words, what holds no letter and no digit says nothing.
 */
export function parseQuery(input: string): Query {
  const parts = {
    terms: [] as Term[],
    without: [] as Term[],
    tags: [] as string[],
    withoutTags: [] as string[],
    paths: [] as string[],
    withoutPaths: [] as string[],
    links: [] as string[],
    withoutLinks: [] as string[],
  };
  const text = input
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  let truncated = input.length > MAX_LENGTH;
  let count = 0;
  for (const token of tokens(text)) {
    if (count >= MAX_PARTS) {
      truncated = true;
      break;
    }
    if (add(parts, token)) count += 1;
  }
  return { ...parts, truncated };
}

/** A field that says nothing of what is wanted of it. */
const EMPTY_FIELD = /^(?:tag|path|file|link):$/iu;

interface Token {
  readonly not: boolean;
  readonly field: string | null;
  readonly value: string;
  readonly quoted: boolean;
  readonly star: boolean;
}

function* tokens(text: string): Generator<Token> {
  const pattern = /(-?)(?:([A-Za-z]{1,10}):)?(?:"([^"]*)(?:"(\*?)|$)|([^\s"]+))/gu;
  for (const found of text.matchAll(pattern)) {
    const [, minus, field, phrase, quotedStar, word] = found;
    const known = field !== undefined && fields.has(field.toLowerCase());
    const prefixed = field !== undefined && !known ? `${field}:` : '';
    const raw = phrase ?? word ?? '';
    yield {
      not: minus === '-',
      field: known ? field.toLowerCase() : null,
      value: phrase === undefined ? `${prefixed}${raw.replace(/\*+$/u, '')}` : raw,
      quoted: phrase !== undefined,
      star: phrase === undefined ? raw.endsWith('*') : quotedStar === '*',
    };
  }
}

/** True where the token says something. */
function add(parts: { [K in keyof Omit<Query, 'truncated'>]: unknown[] }, token: Token): boolean {
  const value = token.value.slice(0, MAX_TERM).trim();
  if (token.field === null && !token.quoted && /^#[\p{L}\p{N}_/-]+$/u.test(value)) {
    parts[token.not ? 'withoutTags' : 'tags'].push(value.slice(1).toLowerCase());
    return true;
  }
  if (token.field === null && !token.quoted && EMPTY_FIELD.test(value)) return false;
  const target = (token.field === null ? undefined : fields.get(token.field)) ?? 'terms';
  if (value === '') return false;
  switch (target) {
    case 'tags':
      parts[token.not ? 'withoutTags' : 'tags'].push(value.replace(/^#+|\/+$/gu, '').toLowerCase());
      return true;
    case 'paths':
      parts[token.not ? 'withoutPaths' : 'paths'].push(value.toLowerCase());
      return true;
    case 'links':
      parts[token.not ? 'withoutLinks' : 'links'].push(value.replace(/^\[\[|\]\]$/gu, ''));
      return true;
    case 'terms': {
      const clean = value.replaceAll('"', ' ').trim();
      if (!hasWord(clean)) return false;
      const kind = token.star ? 'prefix' : token.quoted ? 'phrase' : 'word';
      parts[token.not ? 'without' : 'terms'].push({ kind, text: clean });
      return true;
    }
  }
}

/** A letter, a digit or a private-use character: what the `unicode61` tokenizer makes tokens of. */
export const hasWord = (text: string) => /[\p{L}\p{N}\p{Co}]/u.test(text);
