import { strictest, type Reason } from '../../reasons.ts';
import { createColumns, givesRows, judgeField } from './columns.ts';
import { functionEffects } from './effects.ts';
import { pureByCount, pureFunctions, pureOperators } from './functions.ts';
import { statementKinds } from './kinds.ts';
import { plannedParts, readParts } from './parts.ts';
import { judgeKind } from './judge-kind.ts';
import {
  fieldsOf,
  isFields,
  listOf,
  nameParts,
  ownName,
  textOf,
  unwrap,
  type Fields,
} from './tree.ts';

/** `EXPLAIN` itself reads; these choose what it tells. */
const explainOptions: ReadonlySet<string> = new Set(
  'buffers costs format generic_plan memory serialize settings summary timing verbose wal'.split(
    ' ',
  ),
);

/** System tables that hold password hashes, connection strings or other tables' data. */
const secretRelations: ReadonlySet<string> = new Set(
  `pg_authid pg_shadow pg_user_mapping pg_user_mappings pg_subscription pg_largeobject pg_file_settings
  pg_hba_file_rules pg_ident_file_mappings user_mapping_options _pg_user_mappings`.split(/\s+/u),
);

/** PostgreSQL's own ways to sample a table. */
const samplings: ReadonlySet<string> = new Set(['bernoulli', 'system']);

/**
 * Judges the tree of exactly one statement, as the grammar of PostgreSQL 18 gives it. Whatever is in
 * none of the tables asks. A plain read has the one reason `statement_read`.
 */
export function judgeTree(tree: unknown): readonly Reason[] {
  const statements = listOf(tree, 'stmts');
  if (statements.length === 0) return [{ code: 'statement_empty' }];
  if (statements.length > 1) return [{ code: 'statement_several', count: statements.length }];
  const found = judgeRoot(unwrap(fieldsOf(statements[0], 'stmt')));
  return found.length === 0 ? [{ code: 'statement_read' }] : found;
}

function judgeRoot(root: readonly [string, Fields] | null): readonly Reason[] {
  const [kind, node] = root ?? ['', {}];
  if (kind === 'VariableShowStmt') return [];
  if (kind === 'ExplainStmt') return judgeExplain(node);
  if (kind !== 'SelectStmt' && !statementKinds.has(kind)) {
    return [{ code: 'postgres_unknown_kind', kind }];
  }
  return judgeParts(kind, node, readParts);
}

function judgeExplain(node: Fields): readonly Reason[] {
  const options = listOf(node, 'options').map((option) =>
    textOf(fieldsOf(option, 'DefElem'), 'defname'),
  );
  const strange = options.filter((name) => name !== 'analyze' && !explainOptions.has(name));
  const unknown = strange.map((name): Reason => ({ code: 'postgres_unknown_part', part: name }));
  const [kind, query] = unwrap(node['query']) ?? ['', {}];
  // Whatever its value: `ANALYZE off` is rare, and telling booleans apart is the server's work.
  if (!options.includes('analyze')) {
    return [...unknown, ...judgeParts(kind, query, plannedParts)];
  }
  const inner = judgeParts(kind, query, readParts);
  const carriedOut: readonly Reason[] =
    strictest([{ code: 'statement_read' }, ...inner]) === 'allow'
      ? []
      : [{ code: 'postgres_explain_analyze' }];
  return [...unknown, ...carriedOut, ...inner];
}

interface Open {
  readonly kind: string;
  readonly value: unknown;
  readonly within: string;
}

function judgeParts(kind: string, node: Fields, parts: typeof readParts): readonly Reason[] {
  const found = new Map<string, Reason>();
  const add = (reason: Reason): void => {
    found.set(JSON.stringify(reason), reason);
  };
  const columns = createColumns();
  // A list, not a recursion: ten thousand brackets are a statement, too.
  const open: Open[] = [{ kind, value: node, within: '' }];
  for (let at = 0; at < open.length; at += 1) {
    const { kind: own, value, within } = open[at] ?? { kind: '', value: null, within: '' };
    if (!Object.hasOwn(parts, own)) {
      const action = statementKinds.get(own);
      if (action !== undefined) judgeKind(own, value, within, action).forEach(add);
      else if (within === '' || Object.hasOwn(parts, within)) {
        add({ code: 'postgres_unknown_part', part: own });
      }
    }
    const held = Object.hasOwn(plannedParts, own) ? plannedParts[own] : undefined;
    if (held === undefined || !isFields(value)) {
      lookInside(value, own, open);
      continue;
    }
    judgePart(own, value).forEach(add);
    if (own === 'ColumnRef') columns.reference(value);
    if (own === 'RangeFunction' && !columns.tableFunction(value)) {
      add({ code: 'postgres_unknown_part', part: own });
    }
    if (relationKinds.has(own)) columns.relation(value);
    if (own === 'A_Const') continue;
    for (const [field, inner] of Object.entries(value)) {
      if (Object.hasOwn(held, field) && !unwrap(inner)) {
        open.push({ kind: held[field] ?? '', value: inner, within: own });
      } else hold(inner, own, open);
    }
  }
  columns.judge().forEach(add);
  return [...found.values()];
}

/** What may be named before the dot of a column. */
const relationKinds: ReadonlySet<string> = new Set([
  'RangeVar',
  'RangeSubselect',
  'RangeTableFunc',
  'JoinExpr',
  'JsonTable',
]);

/** Queues the nodes of one field of a known node. */
function hold(value: unknown, within: string, open: Open[]): void {
  if (typeof value !== 'object') return;
  for (const inner of Array.isArray(value) ? value.flat(Infinity) : [value]) {
    if (!isFields(inner) || Object.keys(inner).length === 0) continue;
    const [kind, node] = unwrap(inner) ?? ['', inner];
    open.push({ kind, value: node, within });
  }
}

/** Queues every named node inside one that is not known, or that acts: a `DELETE` may hide there. */
function lookInside(value: unknown, within: string, open: Open[]): void {
  const inside: unknown[] = [value];
  for (let at = 0; at < inside.length; at += 1) {
    const next = inside[at];
    if (Array.isArray(next)) inside.push(...(next as readonly unknown[]));
    else if (isFields(next)) {
      for (const [name, inner] of Object.entries(next)) {
        if (/^[A-Z]/u.test(name)) open.push({ kind: name, value: inner, within });
        else inside.push(inner);
      }
    }
  }
}

/** What a node of a read does by itself, its inner nodes aside. */
function judgePart(kind: string, node: Fields): readonly Reason[] {
  switch (kind) {
    case 'FuncCall':
      return judgeCall(nameParts(listOf(node, 'funcname')) ?? [], listOf(node, 'args').length);
    case 'A_Expr':
      return textOf(node, 'kind').includes('BETWEEN') ? [] : judgeOperator(listOf(node, 'name'));
    case 'SortBy':
      return judgeOperator(listOf(node, 'useOp'));
    case 'SubLink':
      return judgeOperator(listOf(node, 'operName'));
    case 'RangeTableSample': {
      const method = nameParts(listOf(node, 'method')) ?? [];
      return samplings.has(ownName(method) ?? '')
        ? []
        : [{ code: 'postgres_calls_unknown', function: method.join('.') }];
    }
    case 'RangeVar': {
      const name = textOf(node, 'relname');
      return secretRelations.has(name) ? [{ code: 'postgres_reads_secrets', relation: name }] : [];
    }
    case 'A_Indirection':
      return judgeIndirection(node);
    default:
      return [];
  }
}

function judgeCall(parts: readonly string[], count: number): readonly Reason[] {
  const own = ownName(parts) ?? '';
  if (pureFunctions.has(own) || pureByCount.get(own) === count) return [];
  // Extensions lie in schemas of anybody's choosing, and what they do they do there, too.
  const code = functionEffects.get(parts.at(-1) ?? '') ?? 'postgres_calls_unknown';
  return [{ code, function: parts.join('.') }];
}

function judgeOperator(name: readonly unknown[]): readonly Reason[] {
  if (name.length === 0) return [];
  const parts = nameParts(name) ?? [];
  return pureOperators.has(ownName(parts) ?? '')
    ? []
    : [{ code: 'postgres_unknown_operator', operator: parts.join('.') }];
}

function judgeIndirection(node: Fields): readonly Reason[] {
  const names = listOf(node, 'indirection').map((step) => textOf(fieldsOf(step, 'String'), 'sval'));
  return names.flatMap((name, index) =>
    name === '' || (index === 0 && givesRows(node['arg'])) ? [] : judgeField(name),
  );
}
