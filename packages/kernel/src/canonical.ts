import { GatehouseError } from './error.ts';

/**
 * The one text for a value: JSON with sorted keys, no spaces. Two values have the same text only if
 * they are equal, so a digest of it binds the value. Throws `not_canonical` for anything that is not
 * plain data (functions, `undefined`, accessors, class instances, non-finite numbers).
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) throw notCanonical('number');
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw notCanonical(typeof value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  requirePlain(value);
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    parts.push(`${JSON.stringify(key)}:${canonical(item)}`);
  }
  return `{${parts.join(',')}}`;
}

/**
 * A deep copy of plain data that nobody can change: the gate judges, shows, binds and performs this
 * copy, never the caller's object. Reads every property once. Throws `not_canonical` as `canonical`.
 */
export function frozenCopy<T>(value: T): T {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'function' || typeof value === 'symbol') throw notCanonical(typeof value);
    return value;
  }
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy)) as T;
  requirePlain(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw notCanonical('__proto__');
    copy[key] = frozenCopy((value as Record<string, unknown>)[key]);
  }
  return Object.freeze(copy) as T;
}

function requirePlain(value: object): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw notCanonical('class instance');
}

const notCanonical = (what: string) =>
  new GatehouseError('not_canonical', `Only plain data can be bound, not ${what}.`);
