import { randomBytes } from 'node:crypto';
import { GatehouseError } from '@gatehouse/kernel/error';

/** How long an unclaimed lease lives. */
export const LEASE_MILLISECONDS = 30_000;

/**
 * Secrets on their way through the gate: an operand is plain data, so it carries a number, and the
 * Buffer waits here. Each is handed over once; unclaimed, it is zeroed after 30 s.
 */
export interface Leases {
  /** Takes the Buffer over; 32 hex digits name it. */
  put(secret: Buffer): string;
  /** The Buffer, which the caller zeroes. Throws `lease_unknown`, the second time too. */
  take(id: string): Buffer;
  /** Zeroes all that wait. */
  close(): void;
}

export function createLeases(): Leases {
  const waiting = new Map<string, { secret: Buffer; timer: NodeJS.Timeout }>();
  return {
    put(secret) {
      const id = randomBytes(16).toString('hex');
      const timer = setTimeout(() => {
        waiting.delete(id);
        secret.fill(0);
      }, LEASE_MILLISECONDS).unref();
      waiting.set(id, { secret, timer });
      return id;
    },
    take(id) {
      const held = waiting.get(id);
      if (held === undefined) {
        throw new GatehouseError('lease_unknown', 'This key was already used, or waited too long.');
      }
      waiting.delete(id);
      clearTimeout(held.timer);
      return held.secret;
    },
    close() {
      for (const { secret, timer } of waiting.values()) {
        clearTimeout(timer);
        secret.fill(0);
      }
      waiting.clear();
    },
  };
}
