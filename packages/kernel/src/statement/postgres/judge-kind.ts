import type { Reason } from '../../reasons.ts';
import type { Kind } from './kinds.ts';
import { restricts } from './restricts.ts';
import { fieldsOf, isFields, listOf, nameParts, relationName, textOf, unwrap } from './tree.ts';

/**
 * What a statement does that is no read: one reason for its kind, more where it would reach every row
 * of a table, a file or a program. `within` is the kind of the node it stands in.
 */
export function judgeKind(
  kind: string,
  node: unknown,
  within: string,
  { code, command }: Kind,
): readonly Reason[] {
  const target = targets(node).join(', ');
  switch (kind) {
    case 'CopyStmt':
      return [{ code: copies(node), command, target: target || textOf(node, 'filename') }];
    case 'DeleteStmt':
    case 'UpdateStmt':
    case 'MergeStmt':
    case 'InsertStmt':
      return [
        { code: within === 'CommonTableExpr' ? 'postgres_writes_in_with' : code, command, target },
        ...everyRow(kind, node, target),
      ];
    case 'IntoClause':
      // `CREATE TABLE AS` holds one, too, and has said what it does.
      return within === 'CreateTableAsStmt' ? [] : [{ code, command, target }];
    default:
      return [{ code, command: command + objectKind(node, command), target }];
  }
}

function copies(node: unknown) {
  if (isFields(node) && node['is_program'] === true) return 'postgres_copies_program';
  return textOf(node, 'filename') === '' ? 'postgres_copies' : 'postgres_copies_file';
}

function everyRow(kind: string, node: unknown, target: string): readonly Reason[] {
  if (!isFields(node)) return [];
  if (kind === 'MergeStmt') return everyMatch(node, target);
  if (kind === 'InsertStmt' || restricts(node['whereClause'])) return [];
  return [{ code: kind === 'DeleteStmt' ? deletesAll : updatesAll, target }];
}

const deletesAll = 'postgres_deletes_all';
const updatesAll = 'postgres_updates_all';

/** `MERGE … ON true WHEN MATCHED THEN DELETE`: neither the join nor the branch picks rows. */
function everyMatch(node: Readonly<Record<string, unknown>>, target: string): readonly Reason[] {
  if (restricts(node['joinCondition'])) return [];
  return listOf(node, 'mergeWhenClauses').flatMap((clause): readonly Reason[] => {
    const branch = fieldsOf(clause, 'MergeWhenClause');
    const command = textOf(branch, 'commandType');
    if (restricts(branch['condition'])) return [];
    if (command === 'CMD_DELETE') return [{ code: deletesAll, target }];
    return command === 'CMD_UPDATE' ? [{ code: updatesAll, target }] : [];
  });
}

/** ` TABLE` for `OBJECT_TABLE`, where a command of one word leaves that to its node. */
function objectKind(node: unknown, command: string): string {
  if (command.includes(' ')) return '';
  for (const field of ['removeType', 'renameType', 'objectType', 'kind', 'objtype']) {
    const type = textOf(node, field);
    if (!type.startsWith('OBJECT_')) continue;
    const name = type.slice('OBJECT_'.length).replaceAll('_', ' ');
    return name === 'MATVIEW' ? ' MATERIALIZED VIEW' : ` ${name}`;
  }
  return '';
}

/** What it works on, as far as it is a table, a view or a named object. */
function targets(node: unknown): readonly string[] {
  const single = [
    ...['relation', 'view', 'rel'].map((field) => fieldsOf(node, field)),
    fieldsOf(fieldsOf(node, 'into'), 'rel'),
  ].map(relationName);
  const many = listOf(node, 'relations').map((each) => relationName(fieldsOf(each, 'RangeVar')));
  const objects = listOf(node, 'objects').map(objectName);
  return [...single, ...many, ...objects].filter((name) => name !== '');
}

function objectName(object: unknown): string {
  const [kind, node] = unwrap(object) ?? ['', {}];
  if (kind === 'RangeVar') return relationName(node);
  const parts =
    kind === 'String'
      ? [object]
      : listOf(node, { List: 'items', TypeName: 'names', ObjectWithArgs: 'objname' }[kind] ?? '');
  return (nameParts(parts) ?? []).join('.');
}
