import { usageError } from './usage-error.ts';

/** A whole number of at least one, as the value of an option. Throws `usage`. */
export function countOf(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw usageError(`${option} takes a whole number, not ${JSON.stringify(text)}.`);
}
