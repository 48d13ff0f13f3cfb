/** A parsed JSON Schema (draft 2020-12), as far as the compiled OCSF classes use it. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

type Check = (rule: never, value: unknown, at: string, root: Schema, schema: Schema) => string[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function referenced(root: Schema, reference: string): Schema {
  let place: unknown = root;
  for (const part of reference.replace(/^#\//, '').split('/')) {
    place = isObject(place) ? place[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  if (typeof place !== 'boolean' && !isObject(place)) throw new Error(`no ${reference}`);
  return place;
}

const passes = (root: Schema, schema: Schema, value: unknown): boolean =>
  schemaProblems(schema, value, '', root).length === 0;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Keywords and what each finds wrong. One that is missing here throws: nothing is passed over. */
const checks: Readonly<Record<string, Check>> = {
  $ref: (rule: string, value, at, root) => schemaProblems(referenced(root, rule), value, at, root),
  type(rule: string | readonly string[], value, at) {
    const own = typeOf(value);
    const allowed = [rule].flat();
    const fits = allowed.includes(own) || (own === 'integer' && allowed.includes('number'));
    return fits ? [] : [`${at}: is ${own}, not ${allowed.join(' or ')}`];
  },
  required(rule: readonly string[], value, at) {
    if (!isObject(value)) return [];
    return rule.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}: no ${name}`);
  },
  properties(rule: Readonly<Record<string, Schema>>, value, at, root) {
    if (!isObject(value)) return [];
    return Object.entries(rule).flatMap(([name, schema]) =>
      Object.hasOwn(value, name) ? schemaProblems(schema, value[name], `${at}/${name}`, root) : [],
    );
  },
  additionalProperties(rule: Schema, value, at, root, schema) {
    if (!isObject(value) || !isObject(schema)) return [];
    const known = isObject(schema['properties']) ? schema['properties'] : {};
    return Object.entries(value)
      .filter(([name]) => !Object.hasOwn(known, name))
      .flatMap(([name, each]) => schemaProblems(rule, each, `${at}/${name}`, root));
  },
  items(rule: Schema, value, at, root) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((each, index) => schemaProblems(rule, each, `${at}/${index}`, root));
  },
  contains(rule: Schema, value, at, root) {
    if (!Array.isArray(value)) return [];
    return value.some((each) => passes(root, rule, each)) ? [] : [`${at}: holds none of it`];
  },
  enum: (rule: readonly unknown[], value, at) =>
    rule.some((each) => same(each, value)) ? [] : [`${at}: ${JSON.stringify(value)} is not listed`],
  const: (rule: unknown, value, at) =>
    same(rule, value) ? [] : [`${at}: is not ${JSON.stringify(rule)}`],
  pattern: (rule: string, value, at) =>
    typeof value !== 'string' || new RegExp(rule, 'u').test(value) ? [] : [`${at}: not ${rule}`],
  maxLength: (rule: number, value, at) =>
    typeof value !== 'string' || [...value].length <= rule ? [] : [`${at}: longer than ${rule}`],
  minimum: (rule: number, value, at) =>
    typeof value !== 'number' || value >= rule ? [] : [`${at}: below ${rule}`],
  maximum: (rule: number, value, at) =>
    typeof value !== 'number' || value <= rule ? [] : [`${at}: above ${rule}`],
  allOf: (rule: readonly Schema[], value, at, root) =>
    rule.flatMap((schema) => schemaProblems(schema, value, at, root)),
  anyOf: (rule: readonly Schema[], value, at, root) =>
    rule.some((schema) => passes(root, schema, value)) ? [] : [`${at}: fits no alternative`],
  oneOf(rule: readonly Schema[], value, at, root) {
    const fitting = rule.filter((schema) => passes(root, schema, value)).length;
    return fitting === 1 ? [] : [`${at}: fits ${fitting} alternatives, not one`];
  },
  if(rule: Schema, value, at, root, schema) {
    if (!isObject(schema)) return [];
    const branch = schema[passes(root, rule, value) ? 'then' : 'else'];
    return branch === undefined ? [] : schemaProblems(branch as Schema, value, at, root);
  },
};

const annotations = new Set([
  ...['$schema', '$id', '$defs', '$comment', 'title', 'description', 'deprecated', 'default'],
  ...['then', 'else'],
]);

/**
 * What is wrong with a value under a schema: `/api/operation: is number, not string`. Throws on a
 * keyword it does not know, rather than pass over it.
 */
export function schemaProblems(
  schema: Schema,
  value: unknown,
  at = '',
  root: Schema = schema,
): string[] {
  if (schema === true) return [];
  if (schema === false) return [`${at}: is not foreseen`];
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (annotations.has(keyword)) return [];
    const check = checks[keyword];
    if (check === undefined) throw new Error(`cannot check ${keyword}`);
    return check(rule as never, value, at, root, schema);
  });
}
