import { isFields, listOf, textOf, unwrap } from './tree.ts';

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
  if (!namesColumn(condition)) return true;
  const [kind, node] = unwrap(condition) ?? ['', {}];
  if (kind === 'BoolExpr') {
    const parts = listOf(node, 'args');
    const operator = textOf(node, 'boolop');
    if (operator === 'NOT_EXPR') return parts.every((part) => holds(part, !wanted));
    return (operator === 'OR_EXPR') === wanted
      ? parts.some((part) => holds(part, wanted))
      : parts.every((part) => holds(part, wanted));
  }
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

function same(left: unknown, right: unknown): boolean {
  return written(left) === written(right);
}

function written(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => (name === 'location' ? 0 : inner));
}
