import type { ReasonCode } from '../../reasons.ts';

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Words that begin or join clauses: none is a variable here unless in backticks, so that no text
 * means a variable to this grammar and a clause to a server.
 */
export const reserved: ReadonlySet<string> = set(`
  AND AS BY CALL CASE CREATE DELETE DETACH DISTINCT DROP ELSE FINISH FOREACH IN INSERT IS LIMIT LOAD
  MATCH MERGE NODETACH NOT OPTIONAL OR ORDER REMOVE RETURN SET SKIP THEN UNION UNWIND USE USING WHEN
  WHERE WITH XOR YIELD
`);

/** Constants that are written like variables. */
export const constants: ReadonlySet<string> = set('TRUE FALSE NULL INF INFINITY NAN');

/**
 * Functions that only compute or read, in lower case: openCypher 9, Neo4j's manual (Cypher 5,
 * “Functions”) and Memgraph's (“Functions”). Left out: `file` and `linenumber` of LOAD CSV, and
 * every function of a library or of the person's own, which can do anything.
 */
export const functions: ReadonlySet<string> = set(`
  all any exists isempty none single allreduce
  coalesce elementid endnode head id last length nullif properties randomuuid size startnode
  timestamp toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull type valuetype
  avg collect count max min percentilecont percentiledisc stdev stdevp sum
  extract filter keys labels nodes range reduce relationships reverse tail
  tobooleanlist tofloatlist tointegerlist tostringlist
  abs ceil floor isnan rand round sign e exp log log10 sqrt
  acos asin atan atan2 cos cosh cot coth degrees haversin pi radians sin sinh tan tanh
  btrim char_length character_length left lower ltrim normalize replace right rtrim split substring
  tolower tostring tostringornull toupper trim upper contains endswith startswith
  point distance point.distance point.withinbbox
  shortestpath allshortestpaths
  date datetime duration localdatetime localtime time zoneddatetime
  date.realtime date.statement date.transaction date.truncate
  datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement
  datetime.transaction datetime.truncate
  localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
  localtime.realtime localtime.statement localtime.transaction localtime.truncate
  time.realtime time.statement time.transaction time.truncate
  duration.between duration.indays duration.inmonths duration.inseconds
  vector.similarity.cosine vector.similarity.euclidean
  degree indegree outdegree propertysize uniformsample values tobytestring frombytestring
`);

/** Procedures that only read the schema, an index or the server's version; names are exact. */
export const procedures: ReadonlySet<string> = set(`
  db.labels db.relationshipTypes db.propertyKeys db.info db.ping
  db.schema.visualization db.schema.nodeTypeProperties db.schema.relTypeProperties
  db.indexes db.constraints db.index.fulltext.listAvailableAnalyzers
  db.index.fulltext.queryNodes db.index.fulltext.queryRelationships
  db.index.vector.queryNodes db.index.vector.queryRelationships
  dbms.components dbms.functions dbms.procedures
  mg.functions mg.procedures
  schema.node_type_properties schema.rel_type_properties
`);

/** What `SHOW` may name and only tells the schema or the version. */
export const shown: ReadonlySet<string> = new Set([
  'INDEX INFO',
  'CONSTRAINT INFO',
  'NODE_LABELS INFO',
  'EDGE_TYPES INFO',
  'VERSION',
  ...['', 'ALL ', 'RANGE ', 'FULLTEXT ', 'TEXT ', 'POINT ', 'LOOKUP ', 'VECTOR '].flatMap(
    (kind) => [`${kind}INDEX`, `${kind}INDEXES`],
  ),
  'CONSTRAINTS',
  'ALL CONSTRAINTS',
  'FUNCTIONS',
  'BUILT IN FUNCTIONS',
  'PROCEDURES',
]);

/** Statements that are no queries, by their first word; the rest of them is not looked at. */
export const commands: Readonly<Record<string, ReasonCode>> = {
  ...Object.fromEntries(
    [
      ...set(`
        ADD ALTER BEGIN CHECK CLEAR COMMIT DEALLOCATE DENY DISABLE DRYRUN EDGE ENABLE FREE GRANT LOCK
        REALLOCATE RECOVER REGISTER RELOAD RENAME REVOKE ROLLBACK SET START STOP STORAGE TERMINATE
        UNLOCK UNREGISTER
      `),
    ].map((word) => [word, 'cypher_administration'] as const),
  ),
  ANALYZE: 'cypher_schema',
  DROP: 'cypher_drops',
  DUMP: 'cypher_exports',
};

/** What `CREATE` makes when no pattern follows; any other word is administration. */
export const creations: Readonly<Record<string, ReasonCode>> = {
  ...Object.fromEntries(
    [
      ...set('INDEX CONSTRAINT UNIQUE EDGE GLOBAL BTREE RANGE TEXT FULLTEXT POINT LOOKUP VECTOR'),
    ].map((word) => [word, 'cypher_schema'] as const),
  ),
  TRIGGER: 'cypher_stored_code',
  STREAM: 'cypher_stored_code',
  KAFKA: 'cypher_stored_code',
  PULSAR: 'cypher_stored_code',
};

/** What a word does wherever it stands in a text that the grammar does not cover. */
export const effects: Readonly<Record<string, ReasonCode>> = {
  CREATE: 'cypher_creates',
  INSERT: 'cypher_creates',
  MERGE: 'cypher_creates',
  SET: 'cypher_sets',
  REMOVE: 'cypher_removes',
  DELETE: 'cypher_deletes_all',
  DETACH: 'cypher_detach_delete',
  LOAD: 'cypher_loads',
};
