/**
 * A process that keeps messages in the data.db under GATEHOUSE_TEST_HOME and says on stdout which
 * were acknowledged; killed and starved by the tests. Arguments: messages, and optionally `hold`.
 */
import { writeSync } from 'node:fs';
import { createStores } from '../create-stores.ts';
import { testKeys } from '../../ledger/testing/fixtures.ts';

const { GATEHOUSE_TEST_HOME: home, GATEHOUSE_TEST_ROOT: root } = process.env;
if (home === undefined || root === undefined) throw new Error('Run by the tests of the stores.');
const [count = '1', end = 'close'] = process.argv.slice(2);

// Written at once, past any buffer of ours: what is on the pipe was acknowledged.
const say = (value: object) => writeSync(1, `${JSON.stringify(value)}\n`);
const codeOf = (error: unknown) => (error as { code?: string }).code;

function open() {
  for (let tries = 0; ; tries += 1) {
    try {
      return createStores({
        home: home ?? '',
        keys: testKeys(Buffer.from(root ?? '', 'hex')),
        now: () => 1,
      });
    } catch (error) {
      say({ refused: codeOf(error) });
      if (tries === 20) throw error;
    }
  }
}

const stores = open();
const session = stores.sessions.list(1)[0]?.id ?? stores.sessions.start('notes', 'title');
for (let index = 0; index < Number(count); index += 1) {
  const text = `${process.pid}-${index} ${'x'.repeat(5000)}`;
  try {
    await stores.sessions.append(session, { role: 'person', text });
    say({ text: `${process.pid}-${index}` });
  } catch (error) {
    say({ refused: codeOf(error) });
  }
}
if (end === 'hold') {
  say({ holding: true });
  setInterval(() => undefined, 1000);
} else {
  stores.close();
  say({ closed: true });
}
