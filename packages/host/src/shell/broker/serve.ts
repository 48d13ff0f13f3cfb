import { Socket } from 'node:net';
import { GatehouseError } from '@gatehouse/kernel/error';
import { verifyToken } from '@gatehouse/kernel/token';
import { createNative, RLIMIT } from '../../native/index.ts';
import { createProcessCalls } from '../../native/process-calls.ts';
import { createDecoder, encodeMessage, encodeOutput } from '../frames.ts';
import type { FromBroker, ToBroker } from '../messages.ts';
import { requireSoundSpec, specBinding, type RunSpec } from '../spec.ts';
import { createTokenCrypto } from '../token-crypto.ts';
import { createControlGroups } from './control-group.ts';
import { launchSandboxed, type Running, type Tools } from './launch.ts';
import { openOperands } from './operands.ts';
import { launchOutside } from './outside.ts';
import { probeSandbox, thisMachine } from './probe.ts';

/** The inherited socket: how main and broker speak, and what ends the broker when main is gone. */
const CHANNEL = 3;
const SIGKILL = 9;

/**
 * The broker's whole life: waits for the boot's token key, then runs what arrives with a valid,
 * fresh token and nothing else. It has no key but that one, opens no connection, and ends, with all
 * it started, when its socket closes or its parent dies.
 */
export function serve(): void {
  const native = createNative();
  const calls = createProcessCalls();
  native.setDumpable(0);
  native.setrlimit(RLIMIT.CORE, 0, 0);
  calls.setParentDeathSignal(SIGKILL);
  calls.becomeSubreaper();
  // What counts a tree has to run however many processes the tree throws at the machine.
  calls.runFirst();

  const socket = new Socket({ fd: CHANNEL, readable: true, writable: true });
  const say = (message: FromBroker) => socket.write(encodeMessage(message));
  const boot = { crypto: null as ReturnType<typeof createTokenCrypto> | null, tag: '' };
  const clock = { now: () => Date.now(), boot: () => native.bootTime() };
  const seen = new Map<string, number>();
  const running = new Map<number, Running>();
  const cancelled = new Set<number>();
  const own = new Set<number>();
  const groups = createControlGroups();
  let outside: Promise<unknown> = Promise.resolve();

  const tools = (id: number): Tools => ({
    native,
    calls,
    own,
    groups,
    tag: boot.tag,
    machine: thisMachine(),
    output: (bytes) => socket.write(encodeOutput(id, bytes)),
  });

  const admit = (spec: RunSpec, token: string): void => {
    if (boot.crypto === null) throw refused('token_forged');
    const checked = verifyToken(boot.crypto, clock, token, {
      binding: specBinding(spec),
      scope: spec.elevated ? 'elevated' : 'shell_run',
    });
    if ('problem' in checked) throw refused(checked.problem);
    const now = clock.boot();
    for (const [nonce, at] of seen) if (at < now) seen.delete(nonce);
    if (seen.has(checked.nonce)) throw refused('token_replayed');
    seen.set(checked.nonce, now + NONCES_KEPT);
    requireSoundSpec(spec);
  };

  const perform = async (id: number, spec: RunSpec): Promise<FromBroker> => {
    const operands = openOperands(native, spec);
    try {
      const launch = spec.elevated || spec.unsandboxed ? launchOutside : launchSandboxed;
      const run = launch(tools(id), spec, operands);
      running.set(id, run);
      if (cancelled.delete(id)) run.stop('cancelled');
      return { type: 'done', id, result: await run.done };
    } finally {
      running.delete(id);
      operands.close();
    }
  };

  const run = async (id: number, spec: RunSpec, token: string): Promise<void> => {
    try {
      admit(spec, token);
      const performed =
        spec.elevated || spec.unsandboxed
          ? (outside = outside.then(
              () => perform(id, spec),
              () => perform(id, spec),
            ))
          : perform(id, spec);
      say((await performed) as FromBroker);
    } catch (error) {
      say({ type: 'refused', id, ...wordsOf(error) });
    }
  };

  const leave = () => {
    for (const live of running.values()) live.stop('cancelled');
    process.exit(0);
  };

  const hear = (message: ToBroker): void => {
    switch (message.type) {
      case 'hello':
        // The parent may have died before its death signal was asked for.
        if (process.ppid !== message.parent) leave();
        boot.crypto ??= createTokenCrypto(Buffer.from(message.key, 'hex'));
        boot.tag ||= message.tag;
        return;
      case 'run':
        void run(message.id, message.spec, message.token);
        return;
      case 'cancel': {
        const live = running.get(message.id);
        if (live === undefined) cancelled.add(message.id);
        else live.stop('cancelled');
        return;
      }
      case 'probe':
        void probeSandbox(tools(message.id)).then((problem) => {
          say({ type: 'probed', id: message.id, problem });
        });
        return;
    }
  };

  const decode = createDecoder();
  socket.on('data', (bytes: Buffer) => {
    for (const frame of decode(bytes)) if ('message' in frame) hear(frame.message as ToBroker);
  });
  socket.on('close', leave);
  socket.on('error', leave);
}

/** Longer than any token lives, so that a nonce is forgotten only after its token expired. */
const NONCES_KEPT = 600_000;

const refused = (code: string) =>
  new GatehouseError(code, 'The broker refused this command: its permission is not valid.');

function wordsOf(error: unknown): { code: string; message: string } {
  if (error instanceof GatehouseError) return { code: error.code, message: error.message };
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`broker: ${detail}\n`);
  return { code: 'broker_failed', message: 'The command could not be started.' };
}
