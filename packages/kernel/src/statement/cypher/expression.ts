import type { Cursor } from './cursor.ts';
import {
  labels,
  map,
  parameter,
  patternElement,
  patterns,
  relationshipAhead,
  where,
} from './pattern.ts';
import { constants, functions, reserved } from './words.ts';

const signs: ReadonlySet<string> = new Set(['+', '-', 'NOT']);
const comparisons: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '>', '<=', '>=', '=~']);
const joins: ReadonlySet<string> = new Set([
  ...comparisons,
  ...['+', '-', '*', '/', '%', '^', '||', 'AND', 'IN', 'CONTAINS'],
]);
const subqueries: ReadonlySet<string> = new Set(['EXISTS', 'COUNT', 'COLLECT']);
/** What may follow the name in a node, or stand in its place. */
const fillers: ReadonlySet<string> = new Set([')', ':', '{', '$', 'WHERE']);
/** With what an item begins that may have a condition: `x IN`, a path, `p =`. */
const choosers: ReadonlySet<string> = new Set(['IN', '(', '=']);
const alternatives: ReadonlySet<string> = new Set(['OR', 'XOR']);

/**
 * Any expression. Which operator binds tighter changes no verdict, so operators form one flat row;
 * only `OR` matters: a condition narrows a variable if each of its alternatives does.
 */
export function expression(cursor: Cursor): void {
  const from = cursor.narrowed.length;
  operands(cursor);
  while (cursor.takeAny(alternatives) !== '') {
    const before = new Set(cursor.narrowed.splice(from));
    operands(cursor);
    const after = new Set(cursor.narrowed.splice(from));
    cursor.narrowed.push(...[...after].filter((name) => before.has(name)));
  }
}

function operands(cursor: Cursor): void {
  do {
    while (cursor.takeAny(signs) !== '');
    atom(cursor);
    while (suffix(cursor));
  } while (join(cursor));
}

function join(cursor: Cursor): boolean {
  return (
    cursor.takeAny(joins) !== '' || cursor.take('STARTS', 'WITH') || cursor.take('ENDS', 'WITH')
  );
}

/** What may follow an operand; false where nothing does. */
function suffix(cursor: Cursor): boolean {
  if (cursor.take('.')) cursor.name();
  else if (cursor.take(':')) labels(cursor);
  else if (cursor.sees('[')) cursor.within('[', ']', () => slice(cursor));
  else if (cursor.take('IS')) state(cursor);
  else if (cursor.take('::')) type(cursor);
  else return false;
  return true;
}

function slice(cursor: Cursor): void {
  if (!cursor.sees('..')) cursor.expression();
  if (cursor.take('..') && !cursor.sees(']')) cursor.expression();
}

/** `IS [NOT] NULL`, `IS [NOT] :: TYPE`, `IS NORMALIZED`. */
function state(cursor: Cursor): void {
  cursor.take('NOT');
  if (cursor.take('::') || cursor.take('TYPED')) type(cursor);
  else if (!cursor.take('NORMALIZED')) cursor.expect('NULL');
}

/** `INTEGER`, `LOCAL DATETIME`, `LIST<STRING NOT NULL>`. */
function type(cursor: Cursor): void {
  cursor.name();
  if (cursor.sees('<')) cursor.within('<', '>', () => type(cursor));
  cursor.take('NOT', 'NULL');
}

function atom(cursor: Cursor): void {
  const { kind, key } = cursor.peek();
  if (kind === 'string') cursor.takeKind('string');
  else if (kind === 'number') cursor.takeKind('number');
  else if (key === '$') parameter(cursor);
  else if (key === '{') map(cursor);
  else if (key === '[') cursor.within('[', ']', () => items(cursor, ']'));
  else if (key === '(') bracket(cursor);
  else if (key === 'CASE') choice(cursor);
  else if (subqueries.has(key) && cursor.peek(1).key === '{') {
    cursor.takeAny(subqueries);
    cursor.subquery();
  } else if (reserved.has(key)) cursor.fail();
  else if (callAhead(cursor)) call(cursor);
  else if (cursor.takeAny(constants) === '') reference(cursor);
}

/** `(n)-->()` is a pattern, `(n) - 1` is none: decided by what follows the closing bracket. */
function bracket(cursor: Cursor): void {
  if (nodeAhead(cursor)) {
    const from = cursor.named.length;
    patternElement(cursor);
    cursor.narrowed.push(...cursor.named.slice(from));
    return;
  }
  const outside = cursor.barEnds;
  cursor.barEnds = false;
  cursor.within('(', ')', () => cursor.expression());
  cursor.barEnds = outside;
}

function nodeAhead(cursor: Cursor): boolean {
  const { key } = cursor.peek(cursor.isName(1) ? 2 : 1);
  return fillers.has(key) && relationshipAhead(cursor, cursor.afterBracket());
}

/** Items of a list, a comprehension or a call: `x`, `x IN xs WHERE … | …`, `(a)-->(b) | b.x`. */
function items(cursor: Cursor, close: string): void {
  if (cursor.sees(close)) return;
  const outside = cursor.barEnds;
  cursor.barEnds = true;
  cursor.list(() => {
    const { key } = cursor.peek(cursor.isName() ? 1 : 0);
    cursor.expression();
    if (!choosers.has(key)) return;
    where(cursor);
    if (cursor.take('|')) cursor.expression();
  });
  cursor.barEnds = outside;
}

function choice(cursor: Cursor): void {
  cursor.expect('CASE');
  if (!cursor.sees('WHEN')) cursor.expression();
  do {
    cursor.expect('WHEN');
    cursor.list(() => {
      cursor.takeAny(comparisons);
      cursor.expression();
    });
    cursor.expect('THEN');
    cursor.expression();
  } while (cursor.sees('WHEN'));
  if (cursor.take('ELSE')) cursor.expression();
  cursor.expect('END');
}

function callAhead(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isName(ahead) && cursor.peek(ahead + 1).key === '.') ahead += 2;
  return cursor.isName(ahead) && cursor.peek(ahead + 1).key === '(';
}

/** A dotted name as written; a part in backticks keeps them, for it is in no table. */
export function dottedName(cursor: Cursor): string {
  const parts: string[] = [];
  do {
    const { kind } = cursor.peek();
    const text = cursor.name();
    parts.push(kind === 'name' ? `\`${text}\`` : text);
  } while (cursor.take('.'));
  return parts.join('.');
}

function call(cursor: Cursor): void {
  const name = dottedName(cursor);
  if (!functions.has(name.toLowerCase())) {
    cursor.reasons.push({ code: 'cypher_function', function: name });
  }
  cursor.within('(', ')', () => {
    cursor.take('DISTINCT');
    if (!cursor.take('*')) items(cursor, ')');
  });
}

/** A variable, or a projection of it: `n {.name, .*, key: expression, other}`. */
function reference(cursor: Cursor): void {
  const name = cursor.variable();
  // Its label, or that it is there, says nothing of which one it is.
  if (!cursor.sees(':') && !cursor.sees('IS')) cursor.narrowed.push(name);
  if (!cursor.sees('{')) return;
  cursor.within('{', '}', () => {
    if (cursor.sees('}')) return;
    cursor.list(() => {
      if (cursor.take('.')) {
        if (!cursor.take('*')) cursor.name();
      } else if (cursor.peek(1).key === ':') {
        cursor.name();
        cursor.expect(':');
        cursor.expression();
      } else cursor.variable();
    });
  });
}

/** What stands in the braces of a subquery that is no whole query: patterns and a condition. */
export function patternSubquery(cursor: Cursor): void {
  const from = cursor.named.length;
  patterns(cursor);
  cursor.narrowed.push(...cursor.named.slice(from));
  where(cursor);
}
