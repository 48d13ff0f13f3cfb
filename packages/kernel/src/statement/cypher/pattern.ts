import type { Cursor } from './cursor.ts';

/** One path pattern of a `MATCH`: what it names, and whether a property or condition narrows it. */
export interface Part {
  readonly names: readonly string[];
  readonly isNarrowed: boolean;
}

/** Words before a path that choose among its matches, and that name no variable. */
const selectors: ReadonlySet<string> = new Set([
  ...['ANY', 'ALL', 'SHORTEST', 'WALK', 'TRAIL', 'ACYCLIC', 'PATH', 'PATHS', 'GROUP', 'GROUPS'],
  ...[
    'REPEATABLE',
    'DIFFERENT',
    'ELEMENT',
    'ELEMENTS',
    'BINDINGS',
    'RELATIONSHIP',
    'RELATIONSHIPS',
  ],
]);
const shortest: ReadonlySet<string> = new Set(['SHORTESTPATH', 'ALLSHORTESTPATHS']);
/** Memgraph's traversals, named after the `*` of a relationship. */
const traversals: ReadonlySet<string> = new Set([
  ...['BFS', 'DFS', 'WSHORTEST', 'ALLSHORTEST', 'KSHORTEST'],
]);

/** True where, `ahead` tokens on, the line of a relationship begins: `-[`, `--`, `<-[` or `<--`. */
export function relationshipAhead(cursor: Cursor, ahead = 0): boolean {
  const at = cursor.peek(ahead).key === '<' ? ahead + 1 : ahead;
  if (cursor.peek(at).key !== '-') return false;
  const { key } = cursor.peek(at + 1);
  const after = cursor.peek(at + 2).key;
  return key === '[' || (key === '-' && (after === '(' || after === '>'));
}

export function parameter(cursor: Cursor): void {
  cursor.expect('$');
  if (!cursor.takeKind('number')) cursor.name();
}

/** `:A`, `:A|B`, `:(A&!B)|%`, `:$(expression)`; the operators in any order. */
export function labels(cursor: Cursor): void {
  for (;;) {
    while (cursor.take('!'));
    if (cursor.sees('(')) cursor.within('(', ')', () => labels(cursor));
    else if (cursor.sees('$')) dynamicLabel(cursor);
    else if (!cursor.take('%')) cursor.name();
    if (cursor.take('&') || cursor.take(':')) continue;
    if (cursor.barEnds || !cursor.take('|')) return;
    cursor.take(':');
  }
}

function dynamicLabel(cursor: Cursor): void {
  const isCall = cursor.peek(1).key === '(' || cursor.peek(2).key === '(';
  if (!isCall) return parameter(cursor);
  cursor.expect('$');
  if (!cursor.take('ALL')) cursor.take('ANY');
  cursor.within('(', ')', () => cursor.expression());
}

/** `{key: expression, …}`, or the old parameter `{name}`; true where it says anything. */
export function map(cursor: Cursor): boolean {
  let isFull = false;
  cursor.within('{', '}', () => {
    if (cursor.sees('}')) return;
    isFull = true;
    if (cursor.peek(1).key === '}') {
      if (!cursor.takeKind('number')) cursor.name();
      return;
    }
    cursor.list(() => {
      cursor.name();
      cursor.expect(':');
      cursor.expression();
    });
  });
  return isFull;
}

export function where(cursor: Cursor): void {
  if (cursor.take('WHERE')) cursor.expression();
}

/** Name, labels, properties and condition of a node or relationship; true where they narrow it. */
function filler(cursor: Cursor, range: () => void): boolean {
  if (cursor.isName() && !cursor.sees('WHERE') && !cursor.sees('IS')) cursor.variable();
  if (cursor.take(':') || cursor.take('IS')) labels(cursor);
  range();
  let isNarrowed = false;
  if (cursor.sees('{')) isNarrowed = map(cursor);
  else if (cursor.sees('$')) parameter(cursor);
  const from = cursor.narrowed.length;
  where(cursor);
  return isNarrowed || cursor.narrowed.length > from;
}

function node(cursor: Cursor): boolean {
  const outside = cursor.barEnds;
  cursor.barEnds = false;
  let isNarrowed = false;
  cursor.within('(', ')', () => {
    isNarrowed = filler(cursor, () => undefined);
  });
  cursor.barEnds = outside;
  return isNarrowed;
}

function bound(cursor: Cursor): void {
  if (cursor.sees('$')) parameter(cursor);
  else cursor.takeKind('number');
}

/** `*`, `*2`, `*1..3`, and Memgraph's `*BFS ..5 (edge, node | condition)` with its weights. */
function range(cursor: Cursor): void {
  if (!cursor.take('*')) return;
  cursor.takeAny(traversals);
  bound(cursor);
  if (cursor.take('..')) bound(cursor);
  while (cursor.sees('(')) {
    cursor.within('(', ')', () => {
      cursor.list(() => cursor.variable());
      cursor.expect('|');
      cursor.expression();
    });
    if (cursor.isName()) cursor.variable();
  }
}

function relationship(cursor: Cursor): boolean {
  cursor.take('<');
  cursor.expect('-');
  let isNarrowed = false;
  const outside = cursor.barEnds;
  cursor.barEnds = false;
  if (cursor.sees('[')) {
    cursor.within('[', ']', () => {
      isNarrowed = filler(cursor, () => range(cursor));
    });
  }
  cursor.barEnds = outside;
  cursor.expect('-');
  cursor.take('>');
  return isNarrowed;
}

/** `+`, `*`, `{2}`, `{1,3}`, `{,3}` after a relationship or a path in brackets. */
function quantifier(cursor: Cursor): void {
  if (cursor.take('+') || cursor.take('*') || !cursor.sees('{')) return;
  cursor.within('{', '}', () => {
    cursor.takeKind('number');
    if (cursor.take(',')) cursor.takeKind('number');
  });
}

/** A path in brackets, `((a)-->(b) WHERE a.x = 1){2}`, or a node. */
function step(cursor: Cursor): boolean {
  const isPath = cursor.sees('(', '(') || (cursor.sees('(') && cursor.peek(2).key === '=');
  if (!isPath) return node(cursor);
  let isNarrowed = false;
  cursor.within('(', ')', () => {
    isNarrowed = path(cursor);
    const from = cursor.narrowed.length;
    where(cursor);
    if (cursor.narrowed.length > from) isNarrowed = true;
  });
  quantifier(cursor);
  return isNarrowed;
}

/** Nodes joined by relationships; true where a property or condition narrows one of them. */
export function patternElement(cursor: Cursor): boolean {
  let isNarrowed = step(cursor);
  for (;;) {
    if (relationshipAhead(cursor)) {
      if (relationship(cursor)) isNarrowed = true;
      quantifier(cursor);
    } else if (!cursor.sees('(')) return isNarrowed;
    if (step(cursor)) isNarrowed = true;
  }
}

function path(cursor: Cursor): boolean {
  if (cursor.isName() && cursor.peek(1).key === '=') {
    cursor.variable();
    cursor.expect('=');
  }
  while (cursor.takeAny(selectors) !== '') bound(cursor);
  if (cursor.takeAny(shortest) === '') return patternElement(cursor);
  let isNarrowed = false;
  cursor.within('(', ')', () => {
    isNarrowed = patternElement(cursor);
  });
  return isNarrowed;
}

/** The comma-separated paths of `MATCH`, `CREATE`, `MERGE` and of `EXISTS { … }`. */
export function patterns(cursor: Cursor): readonly Part[] {
  const parts: Part[] = [];
  cursor.list(() => {
    const from = cursor.named.length;
    const isNarrowed = path(cursor);
    parts.push({ names: cursor.named.slice(from), isNarrowed });
  });
  return parts;
}
