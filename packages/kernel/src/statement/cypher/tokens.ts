import { reserved } from './words.ts';

/** What a Cypher statement is made of; space and comments lie between and are gone. */
export interface Token {
  /** `word` may be a keyword, `name` is in backticks and never one; `end` follows the last token. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'symbol' | 'end';
  /** As written; of a `name`, what the backticks hold. */
  readonly text: string;
  /** A `word` in capitals, a `symbol` as it is, otherwise empty: what the grammar compares. */
  readonly key: string;
}

/** Only what Neo4j (Cypher 5 and 25) and Memgraph both take for space. */
const space = /[\t-\r\x1c-\x20\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/y;
const comment = /\/\*[^]*?\*\//y;
/** Servers differ on whether a lone CR, or a separator of Unicode, ends it: then it is no comment. */
const lineComment = /\/\/[^\n\v\f\r\x85\u2028\u2029]*(?=\r?(?:\n|$))/y;
const word = /[\p{L}_][\p{L}\p{M}\p{Nd}_]*/uy;
const name = /`(?:[^`]|``)*`/y;
const string = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y;
const number = /0x[\da-f]+|0o[0-7]+|(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy;
/** What, right after a number or a word, would make another token of it on some server. */
const runsOn = /[\p{L}\p{M}\p{N}_$]|\.(?!\.)/uy;
const symbol = /<=|>=|<>|!=|=~|\+=|\.\.|::|\|\||[-+*/%^=<>!|&:;,.(){}[\]$]/y;

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** `ſet` is a name here; on a server that folds case by Unicode it would be SET. */
function foldsToKeyword(text: string): boolean {
  return reserved.has(text.normalize('NFKC').toUpperCase());
}

function readToken(
  text: string,
  at: number,
): { readonly token: Token; readonly end: number } | null {
  const found = (kind: Token['kind'], raw: string, shown = raw, key = '') => ({
    token: { kind, text: shown, key },
    end: at + raw.length,
  });
  const asWord = take(word, text, at);
  if (asWord !== '') {
    if (text.charAt(at + asWord.length) === '$') return null;
    if (/^\w*$/.test(asWord)) return found('word', asWord, asWord, asWord.toUpperCase());
    return foldsToKeyword(asWord) ? null : found('word', asWord);
  }
  const asName = take(name, text, at);
  if (asName !== '') return found('name', asName, asName.slice(1, -1).replaceAll('``', '`'));
  const asString = take(string, text, at);
  if (asString !== '') return found('string', asString);
  const asNumber = take(number, text, at);
  if (asNumber !== '') {
    return take(runsOn, text, at + asNumber.length) === '' ? found('number', asNumber) : null;
  }
  const asSymbol = take(symbol, text, at);
  return asSymbol === '' ? null : found('symbol', asSymbol, asSymbol, asSymbol);
}

/**
 * The tokens of a statement, the last of kind `end`; null where a string, name or comment never
 * ends or a character stands where servers would read it differently. Linear time.
 */
export function readTokens(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const between = take(space, text, at) || take(comment, text, at) || take(lineComment, text, at);
    at += between.length;
    if (between !== '') continue;
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return null;
    const found = readToken(text, at);
    if (found === null) return null;
    tokens.push(found.token);
    at = found.end;
  }
  tokens.push({ kind: 'end', text: '', key: '' });
  return tokens;
}

/**
 * The texts that servers may read in a statement: as it is (Memgraph, Neo4j's ANTLR parser), and
 * with `\uXXXX` replaced everywhere before tokens are read (Neo4j's JavaCC parser), where the
 * escape of a quote ends a string and that of a line feed ends a comment.
 */
export function readings(statement: string): readonly string[] {
  const replaced = statement.replaceAll(
    /\\(?:u+([\da-fA-F]{4})|[^])/g,
    (whole: string, code: string | undefined) =>
      code === undefined ? whole : String.fromCharCode(parseInt(code, 16)),
  );
  return replaced === statement ? [statement] : [statement, replaced];
}
