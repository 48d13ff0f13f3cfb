import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { strictest } from '../../reasons.ts';
import { judgeCypher } from './index.ts';
import { codes } from './testing.ts';

/** One backslash, so that escapes of Cypher are not those of this file. */
const b = String.fromCharCode(92);

/** Ways to hide a write or an end, and what is seen of it. */
const hidden: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'comments, quotes and backticks': [
    ['MATCH (n) DETACH/**/DELETE n', 'detach_delete'],
    ['MATCH (n) DETACH//x\nDELETE n', 'detach_delete'],
    ['MATCH (n) dEtAcH\u2003dElEtE n', 'detach_delete'],
    ['MATCH (n) /* /* */ DELETE n', 'deletes_all'],
    ['MATCH (n) /* /* */ DELETE n */ RETURN n', 'deletes_all; unknown /'],
    ["RETURN 'a' // '\nCREATE (n)", 'creates; unknown CREATE'],
    ["MATCH (n) WHERE n.a = '\\\\' DELETE n //'", 'deletes'],
    ["MATCH (n) WHERE n.a = 'x' SET n.b = 1 //' RETURN n", 'sets'],
    ['MATCH (n) WHERE n.a = "\'" SET n.b = "\'"', 'sets'],
    ['MATCH (n) SET n.`a``b` = 1', 'sets'],
    ['MATCH (n:`A`) SET n.a = 1 //`', 'sets'],
    ["MATCH (n {a: 'x'}) SET n.b = 1 WITH n AS x MATCH (m {a: ''}) RETURN m", 'sets'],
  ],
  'what never ends, or ends where servers differ': [
    ["RETURN 'a", 'unreadable'],
    ['RETURN "a', 'unreadable'],
    [`RETURN 'a${b}'`, 'unreadable'],
    ['RETURN `a', 'unreadable'],
    ['RETURN `a``', 'unreadable'],
    ['RETURN 1 /* a', 'unreadable'],
    ['RETURN 1 /*/', 'unreadable'],
    ['RETURN 1 //\rSET n.a = 1', 'unreadable'],
    ['RETURN 1 // a\u2028SET n.a = 1', 'unreadable'],
    ['RETURN 1 // a\u2029b', 'unreadable'],
    ['RETURN 1 // a\x85b', 'unreadable'],
    ['RETURN 1 // a\vb', 'unreadable'],
    ['RETURN 1 // a\fb', 'unreadable'],
    ['RETURN 1 // a\r\rb', 'unreadable'],
    ['RETURN 1 # a', 'unreadable'],
    ['RETURN 1\u180e', 'unreadable'],
    ['\ufeffRETURN 1', 'unreadable'],
    ['RETURN 1\x85', 'unreadable'],
    ['RETURN a\u00adb', 'unreadable'],
    ['RETURN a$b', 'unreadable'],
    ['RETURN é$b', 'unreadable'],
    ['RETURN 1a', 'unreadable'],
    ['RETURN 1_0', 'unreadable'],
    ['RETURN 1é', 'unreadable'],
    ['RETURN 1.a', 'unreadable'],
    ['RETURN 0x1g', 'unreadable'],
    ['RETURN 1$a', 'unreadable'],
    ['MATCH (a)–[r]–(b) RETURN a', 'unreadable'],
    ['RETURN \u017fet', 'unreadable'],
    ['RETURN ＤＥＬＥＴＥ', 'unreadable'],
    [`RETURN ${b}u0031`, 'unreadable'],
  ],
  'escapes that one server replaces before it reads': [
    [
      `RETURN 'a${b}u0027 AS x MATCH (n) DETACH DELETE n //'`,
      'deletes_all; detach_delete; unknown MATCH',
    ],
    [`MATCH (n) WHERE n.a = 'a${b}u0027 SET n.a = 1 //'`, 'sets; unknown '],
    [`MATCH (n) WHERE n.a = 'a${b}uuu0027 SET n.a = 1 //' RETURN n`, 'sets'],
    [`MATCH (n) // ${b}u000aSET n.a = 1\nRETURN n`, 'sets'],
    [`MATCH (n) /* ${b}u002a${b}u002f SET n.a = 1 /* */ RETURN n`, 'sets'],
    [`MATCH (n:\`a${b}u0060) SET n.a = 1 //\`) RETURN n`, 'sets'],
    [`MATCH (n) WHERE n.a = '${b}u005c' SET n.a = 1 //' RETURN n`, 'sets'],
    [`RETURN '${b}u0000'`, 'statement_nul'],
    [`RETURN '${b}${b}u0027 AS x MATCH (n) DELETE n //'`, ''],
    [`MATCH (n) DETACH ${b}u0044ELETE n`, 'detach_delete; unreadable'],
  ],
  'more than one statement, or none': [
    ['RETURN 1; RETURN 2', 'statement_several'],
    ['RETURN 1; MATCH (n) DETACH DELETE n', 'deletes_all; detach_delete; statement_several'],
    ['RETURN 1;;', 'statement_several'],
    [';', 'unknown'],
    ['', 'unknown'],
    [' // only this', 'unknown'],
    ['RETURN 1\0; DROP', 'statement_nul'],
    ['EXPLAIN', 'unknown'],
    ['CYPHER 5', 'unknown'],
  ],
  'what no grammar here covers': [
    ['MATCH (n)', 'unknown'],
    ['MATCH (n) RETURN n QUERY MEMORY LIMIT 1 GB', 'unknown QUERY'],
    ['RETURN 1 MATCH (n) DELETE n', 'deletes_all; unknown MATCH'],
    ['RETURN 1 AS x NEXT CREATE (n)', 'creates; unknown NEXT'],
    ['$statement', 'unknown $'],
    ['CALL $procedure', 'unknown $'],
    ['MATCH (n) $clause RETURN n', 'unknown $'],
    ['XX FOREACH (x IN [1] | DETACH DELETE n)', 'deletes_all; detach_delete; unknown XX'],
    ['XX n.detach DELETE n', 'deletes_all; unknown XX'],
    ['XX {delete: n}.set, (n:A&MERGE {a: $create}) AS remove', 'unknown XX'],
    ['MATCH (n) NODETACH SET n.a = 1', 'sets; unknown NODETACH'],
    ['RETURN CREATE (n)', 'creates; unknown CREATE'],
    ['RETURN DELETE', 'deletes_all; unknown DELETE'],
    ['RETURN SET', 'sets; unknown SET'],
    ['MATCH (set) RETURN 1', 'sets; unknown set'],
    ['MATCH (n) WHERE RETURN n', 'unknown RETURN'],
    ['RETURN n.', 'unknown'],
    ['RETURN (1', 'unknown'],
    ['RETURN (1]', 'unknown ]'],
    ['RETURN [1', 'unknown'],
    ['RETURN 1)', 'unknown )'],
    ['RETURN EXISTS { (n) ', 'unknown'],
    ['RETURN 1 2', 'unknown 2'],
    ["RETURN 'a''b'", "unknown 'b'"],
    ['RETURN a IS', 'unknown'],
    ['RETURN a[..', 'unknown'],
    ['RETURN CASE a END', 'unknown END'],
    ['RETURN CASE WHEN a THEN b', 'unknown'],
    ['MATCH (a)-->RETURN a', 'unknown RETURN'],
    ['MATCH (a)-[r RETURN a', 'unknown RETURN'],
    ['MATCH (n) FOREACH (x IN [1] | MATCH (m))', 'unknown )'],
    ['MATCH (n) FOREACH (x IN [1] | )', 'unknown )'],
    ['MERGE (n) ON DELETE SET n.a = 1', 'creates; deletes_all; sets; unknown DELETE'],
    ['MATCH (n) DETACH n', 'detach_delete; unknown n'],
    ['CALL { RETURN 1 } IN 2 TRANSACTIONS RETURN 1', 'transactions; unknown TRANSACTIONS'],
    ['CALL { RETURN 1 AS x } IN TRANSACTIONS OF 1 RETURN x', 'transactions; unknown RETURN'],
    ['LOAD CSV FROM', 'loads; unknown'],
    ['LOAD CSV "a" AS x RETURN x', 'loads; unknown "a"'],
    ['MATCH (n) USING INDEX n(a) RETURN n', 'unknown ('],
    ['MATCH (n) RETURN n AS', 'unknown'],
    ['UNWIND [1] x RETURN x', 'unknown x'],
    ['RETURN {a 1}', 'unknown 1'],
    ['RETURN n {1}', 'unknown 1'],
    ['RETURN count(*, 1)', 'unknown ,'],
    ['RETURN 1 SKIP', 'unknown'],
  ],
};

for (const [name, rows] of Object.entries(hidden)) {
  describe(name, () => {
    test.each(rows)('%j: %s', (statement, expected) => {
      expect(codes(statement)).toBe(expected === '' ? 'statement_read' : expected.trim());
    });
  });
}

describe('depth is bounded and long texts end', () => {
  const nested = (open: string, close: string, depth: number) =>
    `RETURN ${open.repeat(depth)}1${close.repeat(depth)}`;

  test('as deep as it goes', () => {
    expect(codes(nested('(', ')', 63))).toBe('statement_read');
    expect(codes(nested('(', ')', 64))).toBe('unknown 1');
  });

  test.each([
    ...['(', '[', '{', '{a:', 'abs(', 'CASE ', 'NOT ', '-', '((', '[(', 'a[', 'EXISTS{RETURN '],
    ...['EXISTS{', 'CALL{', 'FOREACH(x IN ', 'MATCH(n:(', '(a)-->', '(a)-[', 'a.', 'a:', 'a OR '],
    ...["'", '"', '`', '/*', '//', '``', "''", 'a{', '$', '((a)-->', 'x IN [', '!', 'a.b('],
  ])('%s', (piece) => {
    for (const start of ['RETURN ', 'MATCH ', '']) {
      const long = (start + piece.repeat(10_000)).slice(0, 10_000);
      expect(judgeCypher(long).length).toBeGreaterThan(0);
    }
  });
});

const pieces = [
  ...['MATCH', 'OPTIONAL', 'WITH', 'UNWIND', 'RETURN', 'WHERE', 'AS', 'UNION', 'ALL', 'CALL', 'IN'],
  ...['EXISTS', 'COUNT', 'CASE', 'WHEN', 'THEN', 'END', 'AND', 'OR', 'NOT', 'IS', 'NULL', 'ORDER'],
  ...[
    'BY',
    'LIMIT',
    'YIELD',
    'FOREACH',
    'LOAD',
    'CSV',
    'FROM',
    'USE',
    'SHOW',
    'INDEXES',
    'EXPLAIN',
  ],
  ...['(', ')', '[', ']', '{', '}', ',', '.', '..', ':', '::', ';', '|', '&', '!', '$', '=', '+='],
  ...['<', '>', '-', '->', '<-', '*', '+', '/', '%', 'n', 'm', '1', '2.5', "'a'", '"b"', '`c`'],
  ...['/* x */', '// y\n', "'", '`', '/*', 'db.labels', 'count', 'shortestPath', 'TRANSACTIONS'],
];
const writes = [
  'CREATE (n)',
  'MERGE (n)',
  'SET n.a = 1',
  'REMOVE n.a',
  'DELETE n',
  'DETACH DELETE n',
];
const asWriter = new RegExp(
  `(?:^|[^.:|&$])${b}b(?:CREATE|MERGE|SET|REMOVE|DELETE|FOREACH)${b}b`,
  'iu',
);

/** Queries that read, made of the parts where a clause could hide. */
const query = fc.letrec<{ expression: string; pattern: string; query: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('1', 'n', "'it'", '$p', 'n.set', 'n:DELETE', '`xy`'),
    tie('expression').map((each) => `(${each})`),
    tie('expression').map((each) => `[x IN ${each} WHERE x | x.a]`),
    fc.tuple(tie('expression'), tie('expression')).map(([one, two]) => `${one} + ${two}`),
    tie('expression').map((each) => `{create: ${each}}`),
    tie('expression').map((each) => `CASE WHEN ${each} THEN 1 END`),
    tie('query').map((each) => `EXISTS { ${each} }`),
    tie('pattern').map((each) => `COUNT { ${each} }`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      '(n)',
      '(n:SET)',
      '(n)-[r:CREATE]->(m)',
      '(n)--(m {a: 1})',
      'p = (n)<-[*1..2]-()',
    ),
    tie('expression').map((each) => `(n {delete: ${each}})`),
  ),
  query: fc
    .tuple(tie('pattern'), tie('expression'), tie('expression'))
    .map(([pattern, one, two]) => `MATCH ${pattern} WHERE ${one} RETURN ${two} AS set`),
})).query;

describe('whatever is written', () => {
  test('any soup of tokens gets an answer, and one that begins a write is never allowed', () => {
    const soup = fc
      .array(fc.constantFrom(...pieces, ...writes), { maxLength: 30 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(soup, (statement) => {
        const found = judgeCypher(statement);
        expect(found.length).toBeGreaterThan(0);
        const bare = statement.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`|\/\*.*?\*\/|\/\/.*/gu, ' x ');
        if (strictest(found) === 'allow') expect(bare).not.toMatch(asWriter);
      }),
      { numRuns: 3000 },
    );
  });

  test('any text gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (statement) => {
        expect(judgeCypher(statement).length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('a query that reads is allowed, in any case and with any space', () => {
    const space = fc.constantFrom(
      ' ',
      '\n',
      '\t ',
      '/* SET */',
      ' // DELETE n\n',
      '\u00a0',
      '\r\n',
    );
    fc.assert(
      fc.property(query, space, (statement, between) => {
        const read = [{ code: 'statement_read' }];
        expect(judgeCypher(statement)).toEqual(read);
        expect(judgeCypher(statement.replaceAll(' ', between))).toEqual(read);
        expect(judgeCypher(statement.toLowerCase())).toEqual(read);
        expect(judgeCypher(statement.toUpperCase())).toEqual(read);
      }),
      { numRuns: 300 },
    );
  });

  test('a write put between any two words is never allowed', () => {
    fc.assert(
      fc.property(query, fc.nat(), fc.constantFrom(...writes), (statement, at, write) => {
        const words = statement.split(' ');
        const spot = 1 + (at % words.length);
        const inside = [...words.slice(0, spot), write, ...words.slice(spot)].join(' ');
        expect(strictest(judgeCypher(inside))).not.toBe('allow');
      }),
      { numRuns: 2000 },
    );
  });
});
