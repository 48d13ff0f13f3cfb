import type { Reason } from '../../reasons.ts';
import type { Token } from './tokens.ts';
import { reserved } from './words.ts';

/** Thrown where the tokens leave the grammar; `judgeCypher` alone catches it. */
export class Mismatch extends Error {
  readonly token: Token;

  constructor(token: Token) {
    super(`not in the grammar: ${token.text}`);
    this.token = token;
  }
}

/** Brackets within brackets; more is not understood. Bounds the stack. */
const deepest = 128;

const end: Token = { kind: 'end', text: '', key: '' };

/** Kinds of brackets are not compared: reading them in order does that. */
function closings(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { key }] of tokens.entries()) {
    if (key === '(' || key === '[' || key === '{') open.push(index);
    else if (key === ')' || key === ']' || key === '}') found.set(open.pop() ?? index, index);
  }
  return found;
}

/** Rules of the grammar that contain each other, so that no file needs to import back. */
interface Rules {
  readonly expression: (cursor: Cursor) => void;
  /** What stands in the braces of `EXISTS { … }`. */
  readonly subquery: (cursor: Cursor) => void;
}

/** Reads tokens from left to right; each `take` moves on only where it matches. */
export class Cursor {
  /** What was found on the way, in order. */
  readonly reasons: Reason[] = [];
  /** Variables named since the start, in order. */
  readonly named: string[] = [];
  /** Those of them that a condition or a property narrows. */
  readonly narrowed: string[] = [];
  /** Variables in scope that stand for less than everything of their kind. */
  restricted: ReadonlySet<string> = new Set();
  /** True where `|` ends an expression, so that `n:A | n.x` is no choice of labels. */
  barEnds = false;
  readonly #tokens: readonly Token[];
  readonly #rules: Rules;
  /** Where the bracket that opens at an index closes. */
  readonly #closing: ReadonlyMap<number, number>;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], rules: Rules) {
    this.#tokens = tokens;
    this.#rules = rules;
    this.#closing = closings(tokens);
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? end;
  }

  /** True where the tokens from here on have these keys. */
  sees(...keys: readonly string[]): boolean {
    return keys.every((key, index) => this.peek(index).key === key);
  }

  take(...keys: readonly string[]): boolean {
    if (!this.sees(...keys)) return false;
    this.#at += keys.length;
    return true;
  }

  /** Takes one token that has one of these keys; empty where there is none. */
  takeAny(keys: ReadonlySet<string>): string {
    const { key } = this.peek();
    if (key === '' || !keys.has(key)) return '';
    this.#at += 1;
    return key;
  }

  takeKind(kind: 'string' | 'number'): boolean {
    if (this.peek().kind !== kind) return false;
    this.#at += 1;
    return true;
  }

  expect(...keys: readonly string[]): void {
    if (!this.take(...keys)) this.fail();
  }

  fail(): never {
    throw new Mismatch(this.peek());
  }

  /** How many tokens ahead stands what follows the bracket that is next. */
  afterBracket(): number {
    return (this.#closing.get(this.#at) ?? this.#at) + 1 - this.#at;
  }

  isName(ahead = 0): boolean {
    const { kind } = this.peek(ahead);
    return kind === 'word' || kind === 'name';
  }

  /** A label, type, property, key or alias: the grammar wants a name here, so any word is one. */
  name(): string {
    if (!this.isName()) this.fail();
    const { text } = this.peek();
    this.#at += 1;
    return text;
  }

  /** A name where a clause could begin on a server that reads otherwise: no reserved word. */
  variable(): string {
    if (reserved.has(this.peek().key)) this.fail();
    const text = this.name();
    this.named.push(text);
    return text;
  }

  /** Reads what stands in brackets; both are keys, and the first is next. */
  within(open: string, close: string, read: () => void): void {
    this.expect(open);
    this.deeper(read);
    this.expect(close);
  }

  deeper(read: () => void): void {
    this.#depth += 1;
    if (this.#depth > deepest) this.fail();
    read();
    this.#depth -= 1;
  }

  /** Reads `first`, then more after each comma. */
  list(read: () => void): void {
    do read();
    while (this.take(','));
  }

  expression(): void {
    this.deeper(() => this.#rules.expression(this));
  }

  subquery(): void {
    this.within('{', '}', () => this.#rules.subquery(this));
  }
}
