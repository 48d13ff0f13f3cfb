import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClearances } from '@gatehouse/kernel';
import type { Clearance, Operand, PathFact } from '@gatehouse/kernel';
import { createNative } from '../native/index.ts';
import { createContents } from './contents.ts';
import { createFiles } from './files.ts';
import { createOpenat2Containment } from './openat2.ts';
import { createPathResolver } from './path-resolver.ts';
import { createReader } from './read.ts';
import { createSnapshots } from './snapshots/index.ts';

export interface Row {
  readonly name: string;
  readonly goal: string;
  readonly got: string;
  readonly ok: boolean;
  readonly detail: string;
}

const GOAL = 1.2;
const ROUNDS = 41;
const CALLS = 500;

/**
 * A note of 4 KB in the page cache, bytes for bytes: a contained read (the operand spent, one
 * openat2, the file compared with its facts, read) against `fs.readFileSync`, in turn in one run; the
 * ratio is the median over the rounds. The detail gives the whole effect, which adds the text, the
 * SHA-256 of the result (2 µs of it) and the promise of its generator.
 */
export async function benchContainedRead(): Promise<Row> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-bench-')));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(root: string): Promise<Row> {
  const path = join(root, 'note.md');
  writeFileSync(path, '# note\n'.padEnd(4096, 'All work and no play. '));
  const containment = createOpenat2Containment(createNative());
  const { issue, spend } = createClearances();
  const limit = 16 << 20;
  const { effects } = createFiles({
    spend,
    containment,
    snapshots: createSnapshots({
      directory: root,
      keys: { kept: 'run', derive: () => Buffer.alloc(32) },
    }),
    scope: () => ({ home: root, gatehouse: root, roots: [root] }),
    maxFileBytes: () => limit,
  });
  const resolver = createPathResolver({ containment, roots: () => [root], maxBytes: limit });
  const { signal } = new AbortController();
  const place = { root, segments: ['note.md'] };
  const target: PathFact = await resolver.resolve(
    { kind: 'path', path: place, contents: false },
    signal,
  );
  const operand: Operand<'file.read'> = {
    intent: { target: place },
    facts: { target },
    binding: '',
    requestId: '',
  };
  const read = createReader(containment, createContents(containment));

  const plain = () => readFileSync(path);
  // Issuing is the gate's part; spending is the effect's.
  const issued = () => Array.from({ length: CALLS }, () => issue('file.read', operand));
  const contained = (clearance: Clearance<'file.read'>) => {
    const { facts } = spend(clearance, 'file.read');
    return read(facts.target, limit);
  };
  const effect = (clearance: Clearance<'file.read'>) =>
    effects['file.read'](clearance, signal).next();

  const times: { plain: number; contained: number; effect: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const one = {
      plain: time(issued(), plain),
      contained: time(issued(), contained),
      effect: await timeAsync(issued(), effect),
    };
    if (round > ROUNDS / 4) times.push(one); // the first rounds warm the code
  }
  const ratio = median(times.map((one) => one.contained / one.plain));
  const whole = median(times.map((one) => one.effect / one.plain));
  const micro = (pick: (one: (typeof times)[number]) => number) =>
    `${median(times.map(pick)).toFixed(1)} µs`;
  return {
    name: 'contained read of 4 KB against fs.readFileSync',
    goal: `<= ${String(GOAL)}x`,
    got: `${ratio.toFixed(2)}x`,
    ok: ratio <= GOAL,
    detail:
      `plain ${micro((one) => one.plain)}, contained ${micro((one) => one.contained)}; ` +
      `the whole effect with text, digest and promise ${micro((one) => one.effect)} (${whole.toFixed(2)}x)`,
  };
}

/** Microseconds a call. */
function time<T>(calls: readonly T[], act: (one: T) => unknown): number {
  const start = process.hrtime.bigint();
  for (const one of calls) act(one);
  return Number(process.hrtime.bigint() - start) / calls.length / 1000;
}

async function timeAsync<T>(calls: readonly T[], act: (one: T) => Promise<unknown>) {
  const start = process.hrtime.bigint();
  for (const one of calls) await act(one);
  return Number(process.hrtime.bigint() - start) / calls.length / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
