/** What the grammar hands over is read as foreign data: a shape that is not expected yields nothing. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(node: unknown, name: string): Fields {
  const value = isFields(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  return isFields(value) ? value : {};
}

export function listOf(node: unknown, name: string): readonly unknown[] {
  const value = isFields(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  return Array.isArray(value) ? value : [];
}

export function textOf(node: unknown, name: string): string {
  const value = isFields(node) && Object.hasOwn(node, name) ? node[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The kind and the fields of a node that is wrapped in the name of its kind, `{"SelectStmt": {…}}`. */
export function unwrap(value: unknown): readonly [string, Fields] | null {
  if (!isFields(value)) return null;
  const [kind = '', ...others] = Object.keys(value);
  if (others.length > 0 || !/^[A-Z]/u.test(kind)) return null;
  const node = value[kind];
  return isFields(node) ? [kind, node] : null;
}

/** A dotted name as its parts; `null` where one of them is no plain word (a star, a parameter). */
export function nameParts(parts: readonly unknown[]): readonly string[] | null {
  const words = parts.map((part) => textOf(fieldsOf(part, 'String'), 'sval'));
  return words.includes('') || words.length === 0 ? null : words;
}

/** The name of something of PostgreSQL's own; `null` for a name in any other schema. */
export function ownName(parts: readonly string[]): string | null {
  const [first = '', second] = parts;
  if (parts.length === 1) return first;
  return parts.length === 2 && first === 'pg_catalog' ? (second ?? null) : null;
}

/** A table's name as it is written. */
export function relationName(relation: unknown): string {
  return [textOf(relation, 'schemaname'), textOf(relation, 'relname')]
    .filter((part) => part !== '')
    .join('.');
}
