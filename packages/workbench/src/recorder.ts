import { GatehouseError } from '@gatehouse/kernel';
import type { Recorder } from '@gatehouse/kernel';
import type { Ledger, RecordEvent, RecordInput } from '@gatehouse/kernel/record';

/** How long a read may wait to be recorded, in milliseconds; the design allows a second. */
const SOON = 200;

/** The gate's recorder over the ledger: durable events at once, the others gathered for a moment. */
export function createRecorder(
  ledger: Ledger,
  record: RecordEvent,
): Recorder & { flush(): Promise<void> } {
  let waiting: RecordInput[] = [];
  let timer: NodeJS.Timeout | null = null;
  let failed: unknown = null;

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const inputs = waiting;
    waiting = [];
    if (inputs.length === 0) return;
    try {
      await ledger.append({ events: inputs.map(record), burn: [] });
    } catch (error) {
      // Kept for the next try: a full disk may be mended. Until then nothing more is performed.
      waiting = [...inputs, ...waiting];
      failed = error;
      throw error;
    }
    failed = null;
  }

  const refuseAfterFailure = async () => {
    if (failed !== null) await flush();
  };

  return {
    async durable(inputs, burn) {
      await refuseAfterFailure();
      await ledger.append({ events: inputs.map(record), burn: [...burn] });
    },
    soon(input) {
      if (failed !== null && waiting.length > 10_000) {
        throw new GatehouseError(
          'ledger_failed',
          'The audit log cannot be written, so nothing is done.',
          failed,
        );
      }
      waiting.push(input);
      timer ??= setTimeout(() => {
        flush().catch(() => undefined); // remembered in `failed`; the next effect is refused by it
      }, SOON).unref();
    },
    flush,
  };
}
