import type { Reason } from '@gatehouse/kernel';

/** A reason's parameter as text; a list is joined. */
export function of(reason: Reason, name: string): string {
  const value = reason[name];
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
