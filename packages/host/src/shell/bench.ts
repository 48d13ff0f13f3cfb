import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNative } from '../native/index.ts';
import { createBroker } from './create-broker.ts';
import { commandLine, type RunSpec } from './spec.ts';

/** One line of a benchmark: what it is, what it should be, what it was. */
export interface Row {
  readonly name: string;
  readonly goal: string;
  readonly got: string;
  readonly ok: boolean;
  readonly detail: string;
}

const GOAL_MS = 8;
const ROUNDS = 60;

/** `bash -c true` through the broker and its sandbox against the same started directly, p50. */
export async function benchSandbox(): Promise<Row[]> {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-bench-')));
  const native = createNative();
  const broker = createBroker({
    keys: { derive: () => randomBytes(32) },
    clock: { now: () => Date.now(), boot: () => native.bootTime() },
  });
  try {
    const spec = idleSpec(workspace);
    const contained: number[] = [];
    const bare: number[] = [];
    await sandboxed(broker, spec);
    // In turns, so that whatever else the machine does meets both alike.
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await timed(() => direct(spec.argv)));
      contained.push(await timed(() => sandboxed(broker, spec)));
    }
    const added = median(contained) - median(bare);
    return [
      {
        name: 'sandboxed command over bare command',
        goal: `<= +${String(GOAL_MS)} ms p50`,
        got: `+${added.toFixed(1)} ms`,
        ok: added <= GOAL_MS,
        detail: `bash -c true: bare ${median(bare).toFixed(1)} ms, through broker and sandbox ${median(contained).toFixed(1)} ms, ${String(ROUNDS)} rounds`,
      },
    ];
  } finally {
    broker.close();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function idleSpec(workspace: string): RunSpec {
  const { dev, ino } = statSync(workspace, { bigint: true });
  const bound = { path: workspace, device: String(dev), inode: String(ino) };
  return {
    command: 'true',
    argv: commandLine('true'),
    cwd: bound,
    roots: [{ ...bound, writable: true }],
    masked: [],
    guarded: [],
    sealed: [],
    programs: [],
    env: {},
    network: false,
    limits: {
      seconds: 60,
      memoryBytes: 1 << 30,
      processes: 64,
      outputBytes: 1 << 20,
      fileBytes: 1 << 30,
    },
    elevated: false,
    unsandboxed: false,
  };
}

async function sandboxed(broker: ReturnType<typeof createBroker>, spec: RunSpec): Promise<void> {
  const run = broker.run(spec, broker.mint(spec).token, new AbortController().signal);
  while (!(await run.next()).done);
}

const direct = ([program = '', ...words]: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    child.once('error', reject);
    child.once('close', () => {
      resolve();
    });
  });

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
