import { fieldsOf, isFields, listOf, nameParts, textOf, unwrap } from './tree.ts';

/**
 * Whether a condition picks some rows out of all. None at all, one that names no column (`true`,
 * `1 = 1`, `random() < 2`), one that compares something with itself, and any of these behind `OR` do
 * not. It cannot know what a column holds: `id > 0` restricts.
 */
export function restricts(condition: unknown): boolean {
  return condition !== undefined && !holds(condition, true);
}

/** Whether the condition has the value `wanted` whatever the row, as far as its form tells. */
function holds(condition: unknown, wanted: boolean): boolean {
  const [kind, node] = unwrap(condition) ?? ['', {}];
  if (kind === 'BoolExpr') {
    const parts = listOf(node, 'args');
    const operator = textOf(node, 'boolop');
    if (operator === 'NOT_EXPR') return parts.every((part) => holds(part, !wanted));
    return (operator === 'OR_EXPR') === wanted
      ? parts.some((part) => holds(part, wanted))
      : parts.every((part) => holds(part, wanted));
  }
  if (!namesColumn(condition)) return true;
  if (kind !== 'A_Expr' || !wanted) return false;
  return node['lexpr'] !== undefined && same(node['lexpr'], node['rexpr']);
}

function namesColumn(condition: unknown): boolean {
  const open: unknown[] = [condition];
  for (let at = 0; at < open.length; at += 1) {
    const value = open[at];
    if (Array.isArray(value)) open.push(...(value as readonly unknown[]));
    else if (isFields(value)) {
      if (Object.hasOwn(value, 'ColumnRef') || Object.hasOwn(value, 'CurrentOfExpr')) return true;
      open.push(...Object.values(value));
    }
  }
  return false;
}

/** The same text, or one column with and without the name of its table. */
function same(left: unknown, right: unknown): boolean {
  const [one, other] = [columnName(left), columnName(right)];
  const bare = one.length === 1 || other.length === 1;
  return (bare && one.at(-1) === other.at(-1)) || written(left) === written(right);
}

function columnName(value: unknown): readonly string[] {
  return nameParts(listOf(fieldsOf(value, 'ColumnRef'), 'fields')) ?? [];
}

function written(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => (name === 'location' ? 0 : inner));
}
