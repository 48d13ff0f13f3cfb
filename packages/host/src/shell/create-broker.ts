import { spawn, type ChildProcess } from 'node:child_process';
import { hkdfSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Duplex } from 'node:stream';
import { GatehouseError } from '@gatehouse/kernel/error';
import { mintToken, verifyToken, type Clock, type Crypto } from '@gatehouse/kernel/token';
import { entryUrl } from '../entry.ts';
import { codeOf } from '../native/index.ts';
import { createDecoder, encodeMessage } from './frames.ts';
import type { FromBroker, RunResult, SandboxProblem, ToBroker } from './messages.ts';
import { specBinding, type RunSpec } from './spec.ts';
import { createTokenCrypto } from './token-crypto.ts';

export type BrokerChunk = { readonly bytes: Buffer };

export interface Broker {
  /**
   * A token for one run of one spec, and its nonce, which the caller burns durably before `run`.
   */
  mint(spec: RunSpec): { readonly token: string; readonly nonce: string };
  /**
   * Runs a command and yields its output as it comes. Aborting ends the whole tree at once
   * (`ended: 'cancelled'`). Throws `token_*`, `argv_changed`, `environment_refused`,
   * `spec_malformed`, `cwd_changed`, `root_changed`, `operand_changed`, `program_changed`,
   * `program_writable`, `no_sandbox`, `sandbox_failed`, `elevated_missing`, `elevated_script`,
   * `broker_crashed`; after the last one the next call starts a new broker.
   */
  run(spec: RunSpec, token: string, signal: AbortSignal): AsyncGenerator<BrokerChunk, RunResult>;
  /** Whether a sandbox can be set up here; null where it can. Asked of the machine once a broker. */
  probe(): Promise<SandboxProblem | null>;
  /** The broker's process id while it lives. */
  pid(): number | null;
  /** Ends the broker and everything it runs. */
  close(): void;
}

export interface BrokerDeps {
  readonly keys: { derive(purpose: string): Buffer };
  readonly clock: Clock;
  /** Lines the broker writes to its standard error. Never contain operands. */
  readonly report?: (line: string) => void;
}

/** A broker token lives only for the way to the broker. */
const TOKEN_SECONDS = 30;

interface Live {
  readonly child: ChildProcess;
  readonly channel: Duplex;
  readonly runs: Map<number, Waiting>;
  readonly crypto: Crypto;
}

interface Waiting {
  output(bytes: Buffer): void;
  settle(message: FromBroker | { readonly type: 'crashed' }): void;
}

/**
 * Starts and keeps the broker process: nothing before it is first needed, again after it died. Its
 * key is of that one process, derived from the root key and fresh randomness, and goes over the
 * inherited socket: a token outlives neither of them, so none can be replayed to the next broker.
 */
export function createBroker({ keys, clock, report }: BrokerDeps): Broker {
  const root = keys.derive('broker tokens');
  const program = fileURLToPath(entryUrl('broker'));
  let live: Live | null = null;
  let probed: Promise<SandboxProblem | null> | null = null;
  let ids = 0;

  const start = (): Live => {
    const key = Buffer.from(hkdfSync('sha256', root, randomBytes(32), 'gatehouse broker boot', 32));
    const tag = `gatehouse-${randomBytes(8).toString('hex')}`;
    const child = spawn(process.execPath, [program], {
      cwd: '/',
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const channel = child.stdio[3] as unknown as Duplex;
    const runs = new Map<number, Waiting>();
    const own: Live = { child, channel, runs, crypto: createTokenCrypto(key) };
    let over = false;
    const crashed = () => {
      if (over) return;
      over = true;
      if (live === own) live = null;
      for (const waiting of runs.values()) waiting.settle({ type: 'crashed' });
      runs.clear();
    };
    const decode = createDecoder();
    channel.on('data', (bytes: Buffer) => {
      for (const frame of decode(bytes)) {
        if ('output' in frame) {
          runs.get(frame.output.id)?.output(frame.output.bytes);
          continue;
        }
        const message = frame.message as FromBroker;
        const waiting = runs.get(message.id);
        runs.delete(message.id);
        waiting?.settle(message);
        if (runs.size === 0) rest(own);
      }
    });
    channel.on('error', crashed);
    channel.on('close', crashed);
    child.on('error', crashed);
    child.on('exit', () => {
      crashed();
      endTagged(tag);
    });
    child.stderr?.on('data', (bytes: Buffer) => report?.(bytes.toString('utf8')));
    send(own, { type: 'hello', key: key.toString('hex'), parent: process.pid, tag });
    return own;
  };
  const broker = (): Live => (live ??= start());

  const open = (id: number, waiting: Waiting, message: ToBroker): Live => {
    const own = broker();
    own.runs.set(id, waiting);
    busy(own);
    send(own, message);
    return own;
  };

  return {
    mint(spec) {
      const { crypto } = broker();
      const expected = {
        binding: specBinding(spec),
        scope: spec.elevated ? 'elevated' : 'shell_run',
      } as const;
      const token = mintToken(crypto, clock, { ...expected, seconds: TOKEN_SECONDS });
      const checked = verifyToken(crypto, clock, token, expected);
      if ('problem' in checked) throw new GatehouseError(checked.problem, 'No token was made.');
      return { token, nonce: checked.nonce };
    },

    async *run(spec, token, signal) {
      signal.throwIfAborted();
      const id = (ids += 1);
      const queue = createQueue();
      const own = open(id, queue, { type: 'run', id, spec, token });
      const cancel = () => {
        send(own, { type: 'cancel', id });
      };
      signal.addEventListener('abort', cancel, { once: true });
      try {
        for (;;) {
          const next = await queue.next();
          if ('bytes' in next) yield next;
          else return resultOf(next.message);
        }
      } finally {
        signal.removeEventListener('abort', cancel);
        // The reader went away before the end: nobody will see what it does, so it ends.
        if (own.runs.delete(id)) cancel();
      }
    },

    probe: () =>
      (probed ??= new Promise((resolve, reject) => {
        if (process.platform !== 'linux') {
          resolve('unsupported_platform');
          return;
        }
        const id = (ids += 1);
        const waiting: Waiting = {
          output: () => undefined,
          settle: (message) => {
            if (message.type === 'probed') resolve(message.problem);
            else {
              probed = null;
              reject(crash());
            }
          },
        };
        open(id, waiting, { type: 'probe', id });
      })),

    pid: () => live?.child.pid ?? null,

    close() {
      live?.channel.destroy();
      live?.child.kill('SIGKILL');
    },
  };
}

/**
 * A broker killed while bubblewrap set up leaves a process behind that waits for ever (everything
 * else dies with it): found by the mark its command line carries.
 */
function endTagged(tag: string): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(`\0${tag}\0`)) {
        process.kill(Number(name), 'SIGKILL');
      }
    } catch (error) {
      if (!['ENOENT', 'ESRCH', 'EPERM', 'EACCES'].includes(codeOf(error))) throw error;
    }
  }
}

/** An idle broker keeps no program alive; a busy one does. */
function rest({ child, channel }: Live): void {
  child.unref();
  for (const stream of [channel, child.stderr]) unreferenced(stream, 'unref');
}
function busy({ child, channel }: Live): void {
  child.ref();
  unreferenced(channel, 'ref');
}
function unreferenced(stream: unknown, verb: 'ref' | 'unref'): void {
  const socket = stream as { ref?: () => void; unref?: () => void } | null;
  socket?.[verb]?.();
}

/** A broker that is gone answers by its `close` event, not here. */
function send({ channel }: Live, message: ToBroker): void {
  if (channel.writable) channel.write(encodeMessage(message));
}

const crash = () =>
  new GatehouseError('broker_crashed', 'The process that runs commands ended unexpectedly.');

function resultOf(message: FromBroker | { readonly type: 'crashed' }): RunResult {
  if (message.type === 'done') return message.result;
  if (message.type === 'refused') throw new GatehouseError(message.code, message.message);
  throw crash();
}

type Settled = { readonly message: FromBroker | { readonly type: 'crashed' } };

/** Output in order, then how it ended. Output is bounded by the run's own limit. */
function createQueue(): Waiting & { next(): Promise<BrokerChunk | Settled> } {
  const items: (BrokerChunk | Settled)[] = [];
  let wake: (() => void) | null = null;
  const put = (item: BrokerChunk | Settled) => {
    items.push(item);
    wake?.();
  };
  return {
    output: (bytes) => {
      put({ bytes });
    },
    settle: (message) => {
      put({ message });
    },
    async next() {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) return item;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
