import { GatehouseError } from '@gatehouse/kernel/error';
import type { Recorder } from '@gatehouse/kernel';
import type { Ledger, OcsfEvent, RecordEvent } from '@gatehouse/kernel/record';

/** The gate's recorder over a ledger. What `soon` could not write is kept and tried again first. */
export function createGateRecorder(ledger: Pick<Ledger, 'append'>, record: RecordEvent): Recorder {
  const unwritten: OcsfEvent[] = [];
  let failed: GatehouseError | undefined;
  let trying = false;

  async function write(): Promise<void> {
    if (trying) return;
    trying = true;
    try {
      while (unwritten.length > 0) {
        const events = unwritten.slice(0, 1000);
        await ledger.append({ events, burn: [] });
        unwritten.splice(0, events.length);
      }
      failed = undefined;
    } catch (error) {
      failed = asLedgerError(error);
    } finally {
      trying = false;
    }
  }

  return {
    async durable(input, burn) {
      await ledger.append({ events: [record(input)], burn });
    },
    soon(input) {
      // Refused reads are not recorded one by one while nothing can be: the first one's event waits.
      if (failed !== undefined) {
        const error = failed;
        void write();
        throw error;
      }
      unwritten.push(record(input));
      void write();
    },
  };
}

const asLedgerError = (error: unknown) =>
  error instanceof GatehouseError
    ? error
    : new GatehouseError('ledger_failed', 'The audit log could not be written.', error);
