import { constants } from 'node:os';
import { GatehouseError } from '@gatehouse/kernel/error';

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

/**
 * The error of a failed system call: `code` is the errno's name (`ENOENT`, `ELOOP`, …), `message`
 * names the call only, so that no path reaches a person who did not type it.
 */
export function errnoError(call: string, errno: number): GatehouseError {
  const code = names.get(errno) ?? `E${String(errno)}`;
  return new GatehouseError(code, `The system refused ${call} (${code}).`);
}

/** The code of anything thrown by this room or by Node's `fs`; '' where it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
