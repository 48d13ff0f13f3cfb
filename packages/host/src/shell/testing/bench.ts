import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNative } from '../../native/index.ts';
import { createBroker, type Broker } from '../create-broker.ts';
import type { RunResult } from '../messages.ts';
import { commandLine, type BoundDirectory, type RunSpec } from '../spec.ts';

export interface Bench {
  readonly broker: Broker;
  /** A fresh directory outside the workspace. */
  readonly outside: string;
  readonly workspace: string;
  spec(command: string, changes?: Partial<RunSpec>): RunSpec;
  run(spec: RunSpec, signal?: AbortSignal): Promise<RunResult & { readonly output: string }>;
  /** The run's code where it is refused. */
  refusal(spec: RunSpec): Promise<string>;
  close(): void;
}

export const clock = (() => {
  const native = createNative();
  return { now: () => Date.now(), boot: () => native.bootTime() };
})();

export const generousLimits = {
  seconds: 30,
  memoryBytes: 512 << 20,
  processes: 64,
  outputBytes: 1 << 20,
  fileBytes: 64 << 20,
};

/** A directory as it is now, as the resolver would bind it. */
export function boundNow(path: string): BoundDirectory {
  const { dev, ino } = statSync(path, { bigint: true });
  return { path, device: String(dev), inode: String(ino) };
}

/** A real broker over a fresh workspace, both gone after `close`. */
export function createBench(): Bench {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-shell-')));
  const workspace = join(base, 'workspace');
  const outside = join(base, 'outside');
  mkdirSync(workspace);
  mkdirSync(outside);
  const broker = createBroker({ keys: { derive: () => randomBytes(32) }, clock });
  const run: Bench['run'] = async (spec, signal = new AbortController().signal) => {
    const running = broker.run(spec, broker.mint(spec).token, signal);
    const pieces: Buffer[] = [];
    for (;;) {
      const next = await running.next();
      if (next.done) return { ...next.value, output: Buffer.concat(pieces).toString('utf8') };
      pieces.push(next.value.bytes);
    }
  };
  return {
    broker,
    workspace,
    outside,
    run,
    spec: (command, changes) => ({
      command,
      argv: commandLine(command),
      cwd: boundNow(workspace),
      roots: [{ ...boundNow(workspace), writable: true }],
      masked: [],
      guarded: [],
      sealed: [],
      programs: [],
      env: {},
      network: false,
      limits: generousLimits,
      elevated: false,
      unsandboxed: false,
      ...changes,
    }),
    async refusal(spec) {
      try {
        const { output } = await run(spec);
        return `ran: ${output}`;
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error);
      }
    },
    close() {
      broker.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
