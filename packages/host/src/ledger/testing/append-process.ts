/**
 * A process that appends to the ledger in GATEHOUSE_TEST_HOME and says on stdout what was
 * acknowledged, one JSON line each; killed, torn and starved by the tests. Arguments: entries,
 * concurrent entries, and optionally `hold`, which ends by waiting to be killed.
 */
import { writeSync } from 'node:fs';
import { createLedger } from '../create-ledger.ts';
import { eventsOf, testKeys } from './fixtures.ts';

const { GATEHOUSE_TEST_HOME: home, GATEHOUSE_TEST_ROOT: root } = process.env;
if (home === undefined || root === undefined) throw new Error('Run by the tests of the ledger.');
const [count = '1', concurrent = '1', end = 'close'] = process.argv.slice(2);

// Written at once, past any buffer of ours: what is on the pipe was acknowledged.
const say = (value: object) => writeSync(1, `${JSON.stringify(value)}\n`);
const { record, event } = eventsOf(`run-${process.pid}`);
const ledger = createLedger(
  {
    home,
    keys: testKeys(Buffer.from(root, 'hex')),
    record,
    now: () => 1_700_000_000_001,
    report: ({ code }) => say({ problem: code }),
  },
  { maxBytes: 4096, rotated: 1000 },
);
let next = 0;
await Promise.all(
  Array.from({ length: Number(concurrent) }, async () => {
    for (let mine = next++; mine < Number(count); mine = next++) {
      const request = `${process.pid}-${mine}`;
      try {
        const { sequence } = await ledger.append({
          events: [event(request), event(request, 'started')],
          burn: [`nonce-${request}`],
        });
        say({ request, sequence });
      } catch (error) {
        say({ request, refused: (error as { code?: string }).code });
      }
    }
  }),
);
if (end === 'hold') {
  say({ holding: true });
  setInterval(() => undefined, 1000);
} else {
  await ledger.close();
  say({ closed: true });
}
