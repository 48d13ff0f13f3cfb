import { describe, expect, test } from 'vitest';
import { reasons, strictest } from '../../reasons.ts';
import { judgeCypher } from './index.ts';
import { codes } from './testing.ts';

/** Statements that do more than read, with every code they get. */
const effects: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'clauses that write': [
    ['CREATE (n)', 'creates'],
    ['CREATE p = (a)-[:R]->(b) RETURN p', 'creates'],
    ['create ()-[:R {a: 1}]->() return 1', 'creates'],
    ['INSERT (:A)', 'creates'],
    ['MERGE (n:A {id: 1})', 'creates'],
    ['MERGE (n:A) ON MATCH SET n.a = 1 ON CREATE SET n.b = 2 RETURN n', 'creates; sets'],
    ['MATCH (n) SET n.a = 1', 'sets'],
    ['MATCH (n) SET n = $p, n += {a: 1}, n:A:B, n[$k] = 1, n:$(l) RETURN n', 'sets'],
    ['MATCH (n) REMOVE n.a, n:A RETURN n', 'removes'],
    ['MATCH (n {a: 1}) DELETE n', 'deletes'],
    ['MATCH (n {a: 1}) NODETACH DELETE n RETURN 1', 'deletes'],
    ['MATCH (n {a: 1}) DETACH DELETE n, n.x', 'detach_delete'],
    ['EXPLAIN MATCH (n {a: 1}) DETACH DELETE n', 'detach_delete'],
    ['PROFILE CREATE (n)', 'creates'],
    ['CYPHER 25 CREATE (n)', 'creates'],
    ['MATCH (n) RETURN n UNION MATCH (n) SET n.a = 1 RETURN n', 'sets'],
    ['MATCH (n) WITH n SET n.a = 1 WITH n REMOVE n.b RETURN n', 'removes; sets'],
  ],
  'writes inside': [
    ['FOREACH (x IN [1] | CREATE (:A {x: x}))', 'creates'],
    ['MATCH (n) FOREACH (x IN [1] | FOREACH (y IN x | SET n.a = y MERGE (:A)))', 'creates; sets'],
    ['MATCH (n) CALL { WITH n SET n.a = 1 } RETURN n', 'sets'],
    ['CALL (*) { CREATE (n) RETURN n } RETURN n', 'creates'],
    ['MATCH (n) WHERE EXISTS { CREATE (m) } RETURN n', 'creates'],
    ['MATCH (n) RETURN COUNT { CALL { CREATE (m) } RETURN 1 }', 'creates'],
    ['MATCH (n) RETURN [x IN COLLECT { MERGE (m) RETURN m } | x]', 'creates'],
    ['RETURN {a: EXISTS { MATCH (n) SET n.a = 1 }}', 'sets'],
    ['MATCH (n {a: EXISTS { REMOVE n.a }}) RETURN n', 'removes'],
    ['RETURN EXISTS { RETURN 1 UNION CREATE (n) }', 'creates'],
    ['MATCH (n) CALL { CREATE (m) } IN TRANSACTIONS RETURN n', 'creates; transactions'],
  ],
  'batches, files, other databases': [
    ['CALL { RETURN 1 AS x } IN TRANSACTIONS RETURN x', 'transactions'],
    [
      'CALL { RETURN 1 AS x } IN 2 CONCURRENT TRANSACTIONS OF 10 ROWS ON ERROR CONTINUE REPORT STATUS AS s RETURN s',
      'transactions',
    ],
    ['CALL { RETURN 1 AS x } IN CONCURRENT TRANSACTIONS OF 1 ROW RETURN x', 'transactions'],
    ['USING PERIODIC COMMIT 500 MATCH (n) RETURN n', 'transactions'],
    ["LOAD CSV FROM 'file:///a' AS row RETURN row", 'loads'],
    ["LOAD CSV WITH HEADERS FROM $url AS row FIELDTERMINATOR ';' RETURN row", 'loads'],
    ["LOAD CSV FROM 'a' WITH HEADER IGNORE BAD DELIMITER ';' AS row RETURN row", 'loads'],
    ["USING PERIODIC COMMIT LOAD CSV FROM 'a' AS r CREATE (n)", 'creates; loads; transactions'],
    ['USE other MATCH (n) RETURN n', 'database other'],
    ['USE GRAPH a.b RETURN 1', 'database a.b'],
    ['CALL { USE other RETURN 1 AS x } RETURN x', 'database other'],
  ],
  'functions and procedures that nobody here knows': [
    ['RETURN apoc.create.uuid()', 'function apoc.create.uuid'],
    ['RETURN mine(1)', 'function mine'],
    ['RETURN [x IN xs | a.b(x)], a.b(1)', 'function a.b'],
    ['RETURN `date`(1)', 'function `date`'],
    ['RETURN date.`truncate`(1)', 'function date.`truncate`'],
    ['RETURN date.truncate.more(1)', 'function date.truncate.more'],
    ["RETURN file('a'), linenumber()", 'function file; function linenumber'],
    ['CALL apoc.periodic.iterate($a, $b, {})', 'procedure apoc.periodic.iterate'],
    ['CALL db.createLabel("A")', 'procedure db.createLabel'],
    ['CALL DB.LABELS()', 'procedure DB.LABELS'],
    ['CALL `db.labels`()', 'procedure `db.labels`'],
    ['CALL dbms.killQuery("x") YIELD * RETURN 1', 'procedure dbms.killQuery'],
    ['MATCH (n) CALL { CALL x.y() YIELD z RETURN z } RETURN z', 'procedure x.y'],
    ['CALL db.labels(mine())', 'function mine'],
  ],
  'schema and administration': [
    ['CREATE INDEX a FOR (n:A) ON (n.x)', 'schema CREATE INDEX'],
    ['CREATE INDEX ON :A(x)', 'schema CREATE INDEX'],
    ['create constraint a for (n:A) require n.x is unique', 'schema CREATE constraint'],
    ['CREATE FULLTEXT INDEX a FOR (n:A) ON EACH [n.x]', 'schema CREATE FULLTEXT'],
    ['ANALYZE GRAPH', 'schema ANALYZE'],
    ['CREATE TRIGGER t AFTER COMMIT EXECUTE CREATE (n)', 'stored_code CREATE TRIGGER'],
    ['CREATE KAFKA STREAM s TOPICS t TRANSFORM a.b', 'stored_code CREATE KAFKA'],
    ['CREATE STREAM s', 'stored_code CREATE STREAM'],
    ['CREATE PULSAR STREAM s', 'stored_code CREATE PULSAR'],
    ['DROP INDEX a', 'drops DROP'],
    ['EXPLAIN DROP DATABASE a', 'drops DROP'],
    ['CREATE DATABASE a', 'administration CREATE DATABASE'],
    ['CREATE OR REPLACE USER a', 'administration CREATE OR'],
    ['CREATE constructor x', 'administration CREATE constructor'],
    ['ALTER USER a SET PASSWORD "b"', 'administration ALTER'],
    ['grant all privileges to a', 'administration GRANT'],
    ['SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED', 'administration SET'],
    ["SET DATABASE SETTING 'a' TO 'b'", 'administration SET'],
    ['DUMP DATABASE', 'exports DUMP'],
    ['SHOW USERS', 'shows USERS'],
    ['show current user', 'shows CURRENT USER'],
    ['SHOW', 'shows'],
    ['SHOW TRANSACTIONS YIELD *', 'shows TRANSACTIONS'],
    ['SHOW `INDEXES`', 'shows; unknown INDEXES'],
    ['SHOW INDEXES YIELD * TERMINATE TRANSACTIONS "a"', 'unknown TERMINATE'],
    ['SHOW INDEXES SET', 'shows INDEXES SET'],
    ...[
      ...['ADD', 'BEGIN', 'CHECK', 'CLEAR', 'COMMIT', 'DEALLOCATE', 'DENY', 'DISABLE', 'DRYRUN'],
      ...[
        'EDGE',
        'ENABLE',
        'FREE',
        'LOCK',
        'REALLOCATE',
        'RECOVER',
        'REGISTER',
        'RELOAD',
        'RENAME',
      ],
      ...['REVOKE', 'ROLLBACK', 'START', 'STOP', 'STORAGE', 'TERMINATE', 'UNLOCK', 'UNREGISTER'],
    ].map((word) => [`${word} X`, `administration ${word}`] as const),
    ...['UNIQUE', 'EDGE', 'GLOBAL', 'BTREE', 'RANGE', 'TEXT', 'POINT', 'LOOKUP', 'VECTOR'].map(
      (word) => [`CREATE ${word} INDEX`, `schema CREATE ${word}`] as const,
    ),
  ],
};

for (const [name, rows] of Object.entries(effects)) {
  describe(name, () => {
    test.each(rows)('%s: %s', (statement, expected) => {
      expect(codes(statement)).toBe(expected);
    });
  });
}

/** What is deleted, and whether a property or condition says which. */
const chosen: readonly string[] = [
  'MATCH (n {a: 1}) DELETE n',
  'MATCH (n WHERE n.a = 1) DELETE n',
  'MATCH (n) WHERE n.a = 1 DELETE n',
  'MATCH (n) WHERE n.a = 1 OR n.b = 2 DELETE n',
  'MATCH (n) WHERE n.a = 1 AND (true OR false) DELETE n',
  'MATCH (n) WHERE id(n) = $id DELETE n',
  'MATCH (n) WHERE n IN $list DELETE n',
  'MATCH (n) WHERE NOT (n)--() DELETE n',
  'MATCH (n) WHERE EXISTS { (n)-->(:B) } DELETE n',
  'MATCH (n) WHERE EXISTS { MATCH (m {a: n.a}) } DELETE n',
  'MATCH (:A {a: 1})-[r]->() DELETE r',
  'MATCH ()-[r {a: 1}]->(n) DELETE r, n',
  'MATCH ()-[r WHERE r.a = 1]->() DELETE r',
  'MATCH (a {x: 1}) MATCH (a)-[r]->(b) DELETE r, b',
  'MATCH (a)-[r]->(), (a {x: 1}) DELETE r',
  'MATCH ((a)-[r]->(b) WHERE a.x = 1){2} DELETE r',
  'MATCH ((a {x: 1})-[r]->(b)){2} DELETE r',
  'MATCH p = shortestPath((a {x: 1})-[*]-(b)) DELETE p',
  'MATCH (n) WITH n WHERE n.a = 1 DELETE n',
  'MATCH (n {a: 1}) WITH n AS m, 1 AS x DELETE m',
  'MATCH (n {a: 1}) WITH *, 1 AS x DELETE n',
  'MATCH (n {a: 1}) WITH collect(n) AS all UNWIND all AS m DELETE m',
  'MATCH (n {a: 1}) WITH collect(n) AS ns FOREACH (m IN ns | DELETE m)',
  'MATCH (n {a: 1}) CALL { WITH n DELETE n }',
  'MATCH (n {a: 1}) CALL (n) { DELETE n }',
  'MATCH (n {a: 1}) CALL { RETURN 1 AS x } DELETE n',
  'MATCH (n {a: 1}) CALL (*) { DELETE n }',
  'MATCH (n) CALL db.labels() YIELD label WHERE n.a = label DELETE n',
  'CREATE (n) DELETE n',
  'CREATE (n)-[r:R]->() DELETE r',
  'MERGE (n {a: 1}) DELETE n',
  'MATCH (n {a: 1}) DELETE n[0], n.x',
  'MATCH (n) WHERE n.a = 1 XOR n.b = 1 DELETE n',
];
const everything: readonly string[] = [
  'MATCH (n) DELETE n',
  'MATCH (n:A) DELETE n',
  'MATCH (n:A)-[r]->(m {}) DELETE r',
  'MATCH (n $props) DELETE n',
  'MATCH ()-[r:R]->() DELETE r',
  'MATCH (n) WHERE true DELETE n',
  'MATCH (n) WHERE 1 = 1 DELETE n',
  'MATCH (n) WHERE $x = 1 DELETE n',
  'MATCH (n) WHERE n:A DELETE n',
  'MATCH (n) WHERE n IS NOT NULL DELETE n',
  'MATCH (n) WHERE n.a = 1 OR 1 = 1 DELETE n',
  'MATCH (n) WHERE 1 = 1 OR n.a = 1 DELETE n',
  'MATCH (n) WHERE (n.a = 1 OR n.b = 2) OR true DELETE n',
  'MATCH (n) WHERE n.a = 1 XOR true DELETE n',
  'MATCH (n), (m {a: 1}) DELETE n',
  'MATCH (n), (m) WHERE m.a = 1 DELETE m, n',
  'MATCH (n {a: 1}), (m) DELETE n, m',
  'MATCH (n) WITH n LIMIT 10 DELETE n',
  'MATCH (n {a: 1}), (m) WITH m AS n DELETE n',
  'MATCH (n {a: 1}), (m) WITH n, m AS n DELETE n',
  'MATCH (n {a: 1}), (m) WITH collect(n) + collect(m) AS all UNWIND all AS x DELETE x',
  'MATCH (n {a: 1}) WITH 1 AS x MATCH (n) DELETE n',
  'MATCH (n {a: 1}) RETURN n UNION MATCH (n) DELETE n RETURN 1 AS n',
  'MATCH (n {a: 1}) CALL { MATCH (n) DELETE n }',
  'MATCH (n {a: 1}) CALL () { MATCH (n) DELETE n }',
  'MATCH (n {a: 1}), (m) CALL (m) { MATCH (n) DELETE n }',
  'MATCH (n) CALL { MATCH (n {a: 1}) RETURN 1 AS x } DELETE n',
  'MATCH (n) WHERE EXISTS { WITH 1 AS x MATCH (m) } DELETE n',
  'RETURN EXISTS { MATCH (m {a: 1}) RETURN m UNION MATCH (m) DELETE m }',
  'MATCH (n), (m) SET n.x = EXISTS { MATCH (m {a: 1}) } DELETE m',
  'UNWIND $list AS n DELETE n',
  'MATCH (n {a: 1}) UNWIND $list AS n DELETE n',
  'MATCH (n {a: 1}), (m) UNWIND [m] AS n DELETE n',
  'MATCH (n) FOREACH (m IN [n] | DELETE m)',
  'MATCH (m {a: 1}), (n) FOREACH (m IN [n] | DELETE m)',
  'MATCH (n), (m {a: 1}) FOREACH (n IN [m] | SET n.a = 1) DELETE n',
  'CALL db.labels() YIELD label DELETE label',
  'MATCH (n {a: 1}) CALL db.labels() YIELD n DELETE n',
  'MATCH (n {a: 1}) CALL db.labels() YIELD label AS n DELETE n',
  "LOAD CSV FROM 'a' AS n DELETE n",
  "MATCH (n {a: 1}) LOAD CSV FROM 'a' AS n DELETE n",
  'MERGE (n:A) DELETE n',
  'MATCH (n) DELETE 1 + 1',
  'MATCH (n) DELETE null',
];

describe('a delete that says which asks, one that does not is denied', () => {
  test.each(chosen)('%s', (statement) => {
    expect(codes(statement)).toContain('deletes');
    expect(strictest(judgeCypher(statement))).toBe('ask');
  });

  test.each(everything)('%s', (statement) => {
    expect(codes(statement)).toContain('deletes_all');
    expect(strictest(judgeCypher(statement))).toBe('deny');
  });
});

test('what is deleted, dropped or administered is denied, the rest asks', () => {
  const denied = Object.entries(reasons).filter(([code]) => code.startsWith('cypher_'));
  expect(
    denied.flatMap(([code, verdict]) => (verdict === 'ask' ? [] : [`${code} ${verdict}`])),
  ).toEqual([
    'cypher_unreadable deny',
    'cypher_deletes_all deny',
    'cypher_detach_delete deny',
    'cypher_drops deny',
    'cypher_administration deny',
  ]);
});
