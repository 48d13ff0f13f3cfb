import { GatehouseError } from '@gatehouse/kernel';
import type { Name, Outcome, Result } from '@gatehouse/kernel';
import { NotAllowed } from '@gatehouse/contract';

/** Runs an operation to its end, without showing what it says on the way. */
export async function finish<N extends Name>(
  running: AsyncGenerator<unknown, Outcome<N>>,
): Promise<Outcome<N>> {
  for (;;) {
    const next = await running.next();
    if (next.done === true) return next.value;
  }
}

/** The result, or an error that says why there is none: NotAllowed where the gate said no. */
export function resultOf<N extends Name>(outcome: Outcome<N>): Result<N> {
  switch (outcome.status) {
    case 'done':
      return outcome.result.value;
    case 'denied':
      throw new NotAllowed(outcome.reasons, outcome.requestId);
    case 'failed':
    case 'cancelled':
      throw new GatehouseError(outcome.code, `${outcome.message} (${outcome.requestId})`);
  }
}
