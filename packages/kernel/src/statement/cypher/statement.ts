import type { Cursor } from './cursor.ts';
import { query } from './clauses.ts';
import { where } from './pattern.ts';
import { commands, creations, shown } from './words.ts';

/** `EXPLAIN`, `PROFILE` and `CYPHER 5 runtime=slotted`: how to run or show what follows. */
function prefixes(cursor: Cursor): void {
  for (;;) {
    if (cursor.take('CYPHER')) {
      cursor.takeKind('number');
      while (cursor.isName() && cursor.peek(1).key === '=') {
        cursor.name();
        cursor.expect('=');
        cursor.name();
      }
    } else if (!cursor.take('EXPLAIN') && !cursor.take('PROFILE')) return;
  }
}

/** `SHOW INDEXES YIELD name WHERE …`; what tells more than the schema asks. */
function show(cursor: Cursor): void {
  const words: string[] = [];
  while (cursor.peek().kind === 'word' && !cursor.sees('YIELD') && !cursor.sees('WHERE')) {
    words.push(cursor.name().toUpperCase());
  }
  const what = words.join(' ');
  if (!shown.has(what)) cursor.reasons.push({ code: 'cypher_shows', what });
  if (cursor.take('YIELD') && !cursor.take('*')) {
    cursor.list(() => {
      cursor.name();
      if (cursor.take('AS')) cursor.name();
    });
  }
  where(cursor);
}

/** Makes something other than a node: `CREATE` before a word that begins no path. */
function creates(cursor: Cursor): boolean {
  return cursor.sees('CREATE') && cursor.peek(1).kind === 'word' && cursor.peek(2).key !== '=';
}

/** One statement to its end, or to where its first word has said enough to ask or deny. */
export function statement(cursor: Cursor): void {
  prefixes(cursor);
  const { key, text } = cursor.peek();
  if (creates(cursor)) {
    const made = cursor.peek(1);
    const kind = Object.hasOwn(creations, made.key) ? creations[made.key] : undefined;
    cursor.reasons.push({ code: kind ?? 'cypher_administration', what: `CREATE ${made.text}` });
    return;
  }
  const command = Object.hasOwn(commands, key) ? commands[key] : undefined;
  if (command !== undefined) {
    cursor.reasons.push({ code: command, what: text.toUpperCase() });
    return;
  }
  if (cursor.take('USING', 'PERIODIC', 'COMMIT')) {
    cursor.reasons.push({ code: 'cypher_transactions' });
    cursor.takeKind('number');
  }
  if (cursor.take('SHOW')) show(cursor);
  else query(cursor);
  if (cursor.peek().kind !== 'end') cursor.fail();
}
