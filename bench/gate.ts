import { fakeMachine, finish, person } from '../packages/kernel/src/testing/gate-fixture.ts';
import { quantile, row } from './row.ts';
import type { Row } from './row.ts';

/** An allowed read through the whole gate, with facts and effect in memory: what the gate costs. */
export async function benchGate(): Promise<readonly Row[]> {
  const machine = fakeMachine();
  const signal = new AbortController().signal;
  const samples: number[] = [];
  for (let run = 0; run < 30_000; run += 1) {
    // A session remembers every text it read; a fresh gate keeps that from being timed.
    const gate = machine.gateFor();
    const started = process.hrtime.bigint();
    const outcome = await finish(gate.ask('file.read', { path: 'note.md' }, person, signal));
    const took = Number(process.hrtime.bigint() - started) / 1000;
    if (outcome.status !== 'done') throw new Error(`the read was ${outcome.status}`);
    if (run >= 10_000) samples.push(took);
    machine.records.length = 0;
    machine.performed.length = 0;
  }
  return [
    row(
      'gate overhead of an allowed read',
      quantile(samples, 0.5),
      { most: 20 },
      'µs p50',
      `ask() to outcome of file.read by a person, no I/O: 20,000 after 10,000 to warm up; p99 ${quantile(samples, 0.99).toFixed(1)} µs`,
    ),
  ];
}
