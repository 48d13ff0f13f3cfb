import type { Cursor } from './cursor.ts';
import { dottedName, patternSubquery } from './expression.ts';
import { patterns, where, type Part } from './pattern.ts';
import { procedures } from './words.ts';

/** What may come after a clause: more clauses, more clauses or the end, the end alone. */
type After = 'more' | 'either' | 'end';

interface Clause {
  readonly read: (cursor: Cursor) => void;
  readonly after: After;
}

const commas = (read: (cursor: Cursor) => void) => (cursor: Cursor) =>
  cursor.list(() => read(cursor));

const expressions = commas((cursor) => cursor.expression());

/** The variables that `read` names. */
function namedBy(cursor: Cursor, read: () => void): readonly string[] {
  const from = cursor.named.length;
  read();
  return cursor.named.slice(from);
}

/** True where an expression over these variables can only give what is restricted. */
function areRestricted(cursor: Cursor, names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => cursor.restricted.has(name));
}

function restrict(cursor: Cursor, names: Iterable<string>): void {
  cursor.restricted = new Set([...cursor.restricted, ...names]);
}

/** A path with one narrowed or restricted element restricts all that it joins. */
function restrictJoined(cursor: Cursor, parts: readonly Part[]): void {
  const known = new Set(cursor.restricted);
  // Forwards and backwards: a later path may narrow what an earlier one names.
  for (const { names, isNarrowed } of [...parts, ...parts.toReversed()]) {
    if (isNarrowed || names.some((name) => known.has(name)))
      for (const name of names) known.add(name);
  }
  cursor.restricted = known;
}

function match(cursor: Cursor): void {
  const parts = patterns(cursor);
  while (cursor.take('USING')) hint(cursor);
  const from = cursor.narrowed.length;
  where(cursor);
  restrict(cursor, cursor.narrowed.slice(from));
  restrictJoined(cursor, parts);
}

/** Neo4j's planner hints, which change how rows are found, not which. */
function hint(cursor: Cursor): void {
  if (cursor.take('JOIN', 'ON')) return cursor.list(() => cursor.name());
  if (!cursor.take('SCAN')) {
    if (!cursor.take('TEXT') && !cursor.take('RANGE')) cursor.take('POINT');
    cursor.expect('INDEX');
    cursor.take('SEEK');
  }
  cursor.name();
  cursor.expect(':');
  cursor.name();
  if (cursor.sees('(')) cursor.within('(', ')', () => cursor.list(() => cursor.name()));
}

/** `expression AS name`; the name is restricted where what it stands for is. */
function unwind(cursor: Cursor): void {
  const sources = namedBy(cursor, () => cursor.expression());
  cursor.expect('AS');
  const isRestricted = areRestricted(cursor, sources);
  const name = cursor.name();
  if (isRestricted) restrict(cursor, [name]);
  else forget(cursor, name);
}

function forget(cursor: Cursor, name: string): void {
  const left = new Set(cursor.restricted);
  left.delete(name);
  cursor.restricted = left;
}

/** What `RETURN` and `WITH` share; gives the restricted variables that remain in scope. */
function body(cursor: Cursor): ReadonlySet<string> {
  cursor.take('DISTINCT');
  const remaining = new Set<string>();
  cursor.list(() => {
    if (cursor.take('*')) {
      for (const name of cursor.restricted) remaining.add(name);
      return;
    }
    const sources = namedBy(cursor, () => cursor.expression());
    const alias = cursor.take('AS') ? cursor.name() : (sources[0] ?? '');
    if (areRestricted(cursor, sources)) remaining.add(alias);
    else remaining.delete(alias);
  });
  if (cursor.take('ORDER', 'BY')) {
    cursor.list(() => {
      cursor.expression();
      cursor.takeAny(directions);
    });
  }
  if (cursor.take('SKIP') || cursor.take('OFFSET')) cursor.expression();
  if (cursor.take('LIMIT')) cursor.expression();
  return remaining;
}

const directions: ReadonlySet<string> = new Set(['ASC', 'ASCENDING', 'DESC', 'DESCENDING']);

function withClause(cursor: Cursor): void {
  cursor.restricted = body(cursor);
  const from = cursor.narrowed.length;
  where(cursor);
  restrict(cursor, cursor.narrowed.slice(from));
}

function call(cursor: Cursor): void {
  if (cursor.sees('{') || cursor.sees('(')) return callSubquery(cursor);
  const procedure = dottedName(cursor);
  if (!procedures.has(procedure)) cursor.reasons.push({ code: 'cypher_procedure', procedure });
  if (cursor.sees('(')) {
    cursor.within('(', ')', () => {
      if (!cursor.sees(')')) expressions(cursor);
    });
  }
  if (cursor.take('YIELD')) yields(cursor);
}

function yields(cursor: Cursor): void {
  if (!cursor.take('*')) {
    cursor.list(() => {
      const column = cursor.name();
      forget(cursor, cursor.take('AS') ? cursor.name() : column);
    });
  }
  const from = cursor.narrowed.length;
  where(cursor);
  restrict(cursor, cursor.narrowed.slice(from));
}

function callSubquery(cursor: Cursor): void {
  const outside = cursor.restricted;
  let imported: ReadonlySet<string> = new Set();
  if (cursor.sees('(')) {
    cursor.within('(', ')', () => {
      if (cursor.take('*')) imported = outside;
      else if (!cursor.sees(')')) {
        const names = namedBy(cursor, () => cursor.list(() => cursor.variable()));
        imported = new Set(names.filter((name) => outside.has(name)));
      }
    });
  } else if (cursor.sees('{', 'WITH')) imported = outside;
  cursor.restricted = imported;
  cursor.subquery();
  cursor.restricted = outside;
  if (cursor.take('IN')) transactions(cursor);
}

/** Each batch is committed by itself: what is done by then stays when a later one fails. */
function transactions(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_transactions' });
  if (!cursor.sees('TRANSACTIONS') && !cursor.take('CONCURRENT')) {
    cursor.expression();
    cursor.expect('CONCURRENT');
  }
  cursor.expect('TRANSACTIONS');
  for (;;) {
    if (cursor.take('OF')) {
      cursor.expression();
      if (!cursor.take('ROWS')) cursor.expect('ROW');
    } else if (cursor.take('ON', 'ERROR')) cursor.name();
    else if (cursor.take('REPORT', 'STATUS', 'AS')) cursor.name();
    else return;
  }
}

/** Neo4j's and Memgraph's spellings: from where, how it is read, and the name of a row. */
function load(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_loads' });
  while (!cursor.sees('FROM')) cursor.name();
  cursor.expect('FROM');
  cursor.expression();
  while (!cursor.take('AS')) {
    if (!cursor.takeKind('string')) cursor.name();
  }
  forget(cursor, cursor.name());
  if (cursor.take('FIELDTERMINATOR')) cursor.expression();
}

function use(cursor: Cursor): void {
  cursor.take('GRAPH');
  cursor.reasons.push({ code: 'cypher_database', database: dottedName(cursor) });
}

function create(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_creates' });
  restrict(
    cursor,
    patterns(cursor).flatMap(({ names }) => names),
  );
}

function merge(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_creates' });
  restrictJoined(cursor, patterns(cursor));
  while (cursor.take('ON')) {
    if (!cursor.take('MATCH')) cursor.expect('CREATE');
    cursor.expect('SET');
    assign(cursor);
  }
}

function assign(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_sets' });
  cursor.list(() => {
    cursor.expression();
    if (cursor.take('+=')) cursor.expression();
  });
}

function remove(cursor: Cursor): void {
  cursor.reasons.push({ code: 'cypher_removes' });
  expressions(cursor);
}

/** A delete is restricted where each thing deleted was chosen by a property or a condition. */
function deleteClause(cursor: Cursor): void {
  let isRestricted = true;
  cursor.list(() => {
    const names = namedBy(cursor, () => cursor.expression());
    if (!areRestricted(cursor, names)) isRestricted = false;
  });
  cursor.reasons.push({ code: isRestricted ? 'cypher_deletes' : 'cypher_deletes_all' });
}

function detachDelete(cursor: Cursor): void {
  cursor.expect('DELETE');
  cursor.reasons.push({ code: 'cypher_detach_delete' });
  expressions(cursor);
}

function forEach(cursor: Cursor): void {
  cursor.within('(', ')', () => {
    const outside = cursor.restricted;
    const name = cursor.name();
    cursor.expect('IN');
    const sources = namedBy(cursor, () => cursor.expression());
    if (areRestricted(cursor, sources)) restrict(cursor, [name]);
    else forget(cursor, name);
    cursor.expect('|');
    if (clausesOf(cursor) !== 'either') cursor.fail();
    cursor.restricted = outside;
  });
}

const clauses: Readonly<Record<string, Clause>> = {
  MATCH: { read: match, after: 'more' },
  UNWIND: { read: unwind, after: 'more' },
  WITH: { read: withClause, after: 'more' },
  RETURN: { read: body, after: 'end' },
  FINISH: { read: () => undefined, after: 'end' },
  CALL: { read: call, after: 'either' },
  LOAD: { read: load, after: 'more' },
  USE: { read: use, after: 'more' },
  CREATE: { read: create, after: 'either' },
  INSERT: { read: create, after: 'either' },
  MERGE: { read: merge, after: 'either' },
  SET: { read: assign, after: 'either' },
  REMOVE: { read: remove, after: 'either' },
  DELETE: { read: deleteClause, after: 'either' },
  DETACH: { read: detachDelete, after: 'either' },
  FOREACH: { read: forEach, after: 'either' },
};

const first: ReadonlySet<string> = new Set(Object.keys(clauses));

/** Clauses one after another; gives what may come after the last. */
function clausesOf(cursor: Cursor): After {
  let after: After = 'more';
  while (after !== 'end') {
    if (cursor.sees('OPTIONAL', 'MATCH') || cursor.sees('OPTIONAL', 'CALL'))
      cursor.take('OPTIONAL');
    if (cursor.sees('NODETACH', 'DELETE')) cursor.take('NODETACH');
    const clause = clauses[cursor.takeAny(first)];
    if (clause === undefined) return after;
    clause.read(cursor);
    ({ after } = clause);
  }
  return after;
}

/** A whole query, `UNION` included; what is bound in one part is not known in the next. */
export function query(cursor: Cursor): void {
  const outside = cursor.restricted;
  do {
    cursor.restricted = outside;
    if (clausesOf(cursor) === 'more') cursor.fail();
  } while (union(cursor));
}

function union(cursor: Cursor): boolean {
  if (!cursor.take('UNION')) return false;
  if (!cursor.take('ALL')) cursor.take('DISTINCT');
  return true;
}

/** What stands in the braces of a subquery; one that only asks whether needs no `RETURN`. */
export function subquery(cursor: Cursor): void {
  const outside = cursor.restricted;
  const { barEnds } = cursor;
  cursor.barEnds = false;
  if (!first.has(cursor.peek().key) && !cursor.sees('OPTIONAL')) patternSubquery(cursor);
  else {
    do {
      cursor.restricted = outside;
      clausesOf(cursor);
    } while (union(cursor));
  }
  cursor.barEnds = barEnds;
  cursor.restricted = outside;
}
