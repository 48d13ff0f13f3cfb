import { createRecorder } from '@gatehouse/kernel/record';
import type { Ledger, RecordEvent, RecordInput } from '@gatehouse/kernel/record';
import { homePaths, redact } from '@gatehouse/kernel/redact';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLedger } from './create-ledger.ts';
import { newRoot, temporaryHome, testKeys } from './testing/fixtures.ts';

interface Row {
  readonly name: string;
  readonly goal: string;
  readonly got: string;
  readonly ok: boolean;
  readonly detail: string;
}

const CONCURRENT = 100;
const SECONDS = 3;

const input: RecordInput = {
  operation: 'file.read',
  phase: 'decided',
  verdict: 'allow',
  reasons: [{ code: 'path_inside' }],
  principal: {
    kind: 'assistant',
    name: 'assistant',
    via: { kind: 'person', name: 'ann', via: null },
  },
  target: '/home/ann/notes/projects/house.md',
  time: 1_700_000_000_000,
  requestId: '0123456789abcdef',
};

/** Acknowledged events in a second with so many callers, each of whom waits for its own. */
async function rate(concurrent: number, append: () => Promise<unknown>): Promise<number> {
  let done = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (performance.now() < end) {
        await append();
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - start)) * 1000;
}

/** Writes of the same size, each followed by fsync: what one event costs without a group. */
function syncedWrites(directory: string, bytes: number): number {
  const descriptor = openSync(join(directory, 'plain'), 'wx', 0o600);
  const line = Buffer.alloc(bytes, 0x61);
  let done = 0;
  const start = performance.now();
  while (performance.now() - start < 1000) {
    writeSync(descriptor, line);
    fsyncSync(descriptor);
    done += 1;
  }
  closeSync(descriptor);
  return (done / (performance.now() - start)) * 1000;
}

/**
 * Durable audit events in a second at 100 concurrent, chained, encrypted and projected while it runs;
 * once with finished events, once with each made, masked and checked first.
 */
export async function benchLedger(): Promise<Row[]> {
  using home = temporaryHome();
  const mask = (text: string) => homePaths(redact(text), '/home/ann');
  const record: RecordEvent = createRecorder({ mask, version: '0.0.0', run: 'bench' });
  const ledger: Ledger = createLedger({
    home: home.path,
    keys: testKeys(newRoot()),
    record,
    now: Date.now,
    report: (problem) => {
      throw problem;
    },
  });
  const event = record(input);
  await ledger.append({ events: [event], burn: [] });
  const made = await rate(CONCURRENT, () => ledger.append({ events: [event], burn: [] }));
  const whole = await rate(CONCURRENT, () => ledger.append({ events: [record(input)], burn: [] }));
  const alone = await rate(1, () => ledger.append({ events: [event], burn: [] }));
  const verified = await ledger.verify();
  await ledger.close();
  const plain = syncedWrites(dirname(home.path), JSON.stringify(event).length);
  const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
  return [
    {
      name: 'durable audit events at 100 concurrent',
      goal: '>= 40,000/s',
      got: perSecond(made),
      ok: made >= 40_000 && verified.ok,
      detail:
        `append of a finished event to acknowledgement after fsync, chained, encrypted, projected ` +
        `meanwhile; ${SECONDS} s. One caller: ${perSecond(alone)}. Plain write + fsync of as many ` +
        `bytes: ${perSecond(plain)}, ratio ${(made / plain).toFixed(1)}. With each event made, ` +
        `masked and checked first: ${perSecond(whole)}. The chain verified afterwards: ${String(verified.ok)}.`,
    },
  ];
}
