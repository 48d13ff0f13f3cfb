import { closeSync, writeSync } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { CLOSE_RANGE, MFD, type Native } from '../../native/index.ts';
import type { ProcessCalls } from '../../native/process-calls.ts';
import type { RunResult } from '../messages.ts';
import { accountFiles, commandEnvironment, sandboxArguments } from '../sandbox/arguments.ts';
import { bubblewrap } from '../sandbox/bubblewrap.ts';
import { coveredProc, programDirectories, systemItems } from '../sandbox/system.ts';
import { commandFilter, type Machine } from '../seccomp/filter.ts';
import type { RunSpec } from '../spec.ts';
import type { ControlGroup, ControlGroups } from './control-group.ts';
import { watchChild, type Child } from './child.ts';
import { inspectSandbox, sealsStand } from './inspect.ts';
import { limitProcess } from './limits.ts';
import type { Operands } from './operands.ts';
import { createOutput } from './output.ts';
import { createStage, stageLine } from './stage.ts';
import { endHalfMadeSandboxes, endProcess } from './strays.ts';
import { childrenOf, namespaceUse, shareOf } from './tree.ts';
import { watchTree, type Ended } from './watch.ts';

export interface Tools {
  readonly native: Native;
  readonly calls: ProcessCalls;
  readonly machine: Machine;
  readonly groups: ControlGroups;
  /** Marks this broker's commands in the process list. */
  readonly tag: string;
  /** Children this process started and waits for itself. */
  readonly own: Set<number>;
  readonly output: (bytes: Buffer) => void;
}

export interface Running {
  readonly done: Promise<RunResult>;
  stop(why: Ended): void;
}

const SIGKILL = 9;
/** First descriptors of the child: 0 nothing, 1 and 2 output, 3 and 4 the stage. */
const FIRST_FREE = 5;
/** How long to wait for a last end of the output pipe that someone outside may hold. */
const LAST_OUTPUT = 1000;

/**
 * Runs a command in the sandbox. Throws or rejects with `no_sandbox` where bubblewrap is missing,
 * `sandbox_failed` where it gave up, and the codes of `openOperands` where what it mounted is not
 * what was approved; then nothing of the command has run.
 */
export function launchSandboxed(tools: Tools, spec: RunSpec, operands: Operands): Running {
  const { native, calls } = tools;
  const program = bubblewrap();
  if (program === null) throw new GatehouseError('no_sandbox', 'This machine has no sandbox.');
  const found = {
    system: systemItems(spec.network),
    covered: coveredProc(),
    masked: operands.masked,
    sealedModes: operands.sealed.map(({ mode }) => mode),
  };
  tools.groups.warm();
  const pieces = [
    commandFilter(tools.machine, spec.network),
    ...accountFiles.map(({ text }) => Buffer.from(text)),
  ];
  const memory: number[] = [];
  const memoryFile = (bytes: Buffer) => {
    const fd = native.memfdCreate('sandbox', MFD.CLOEXEC);
    memory.push(fd);
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
    return fd;
  };
  let ended: Ended | 'operand_changed' | null = null;
  let monitor: Child | null = null;
  let first = -1;
  const stop = (why: Ended | 'operand_changed') => {
    ended ??= why;
    if (first >= 0) calls.pidfdSignal(first, SIGKILL);
    // Its child first: before it has its id map it waits for a word from the monitor, not its end.
    for (const child of monitor === null ? [] : childrenOf(monitor.pid)) endProcess(child);
    monitor?.kill();
    void monitor?.exited.then(() => {
      endHalfMadeSandboxes(calls, tools.own);
    });
  };
  const output = createOutput(calls, spec.limits.outputBytes, {
    bytes: tools.output,
    over: () => {
      stop('output');
    },
  });
  const stage = createStage(calls);
  try {
    const data = [...pieces.map(memoryFile), ...operands.sealed.map(({ fd }) => fd)];
    const firstSealed = FIRST_FREE + pieces.length;
    const args = sandboxArguments(spec, found, {
      seccomp: FIRST_FREE,
      accounts: accountFiles.map((_, at) => FIRST_FREE + 1 + at),
      sealed: operands.sealed.map((_, at) => firstSealed + at),
    });
    const argsFile = memoryFile(Buffer.from(args.map((word) => `${word}\0`).join('')));
    // Whatever anything in this process opened without the mark must not reach the command.
    native.closeRange(3, 0xffffffff, CLOSE_RANGE.CLOEXEC);
    const argsAt = String(FIRST_FREE + data.length);
    const line = ['bwrap', '--args', argsAt, '--', ...stageLine(spec.argv, tools.tag)];
    const pid = calls.spawn(program, line, commandEnvironment(spec, programDirectories()), [
      ...[0, output.child, output.child, ...stage.child],
      ...[...data, argsFile],
    ]);
    monitor = watchChild(calls, pid, output.ended);
  } catch (error) {
    output.close();
    stage.close();
    throw error;
  } finally {
    for (const fd of memory) closeSync(fd);
  }
  output.started();
  stage.started();
  const { pid, exited } = monitor;
  tools.own.add(pid);

  const done = (async (): Promise<RunResult> => {
    let stopWatching: (() => void) | null = null;
    let group: ControlGroup | null = null;
    try {
      if (!(await stage.stands)) {
        await exited;
        if (ended !== null) return resultOf(ended, null, output.truncated());
        throw new GatehouseError('sandbox_failed', 'The sandbox could not be set up.');
      }
      const [inner] = childrenOf(pid);
      const [command] = childrenOf(inner ?? -1);
      if (inner === undefined || command === undefined) {
        throw new GatehouseError('sandbox_failed', 'The sandbox ended while it was set up.');
      }
      first = calls.pidfdOpen(inner);
      inspectSandbox(native, command, { spec, operands, found });
      limitProcess(calls, command, spec.limits);
      group = tools.groups.open(spec.limits);
      group?.add(command);
      stopWatching = watchTree(spec.limits, {
        use: (enough) => namespaceUse(inner, enough),
        share: () => shareOf(inner),
        stands: () => sealsStand(inner, spec),
        stop,
      });
      if (ended === null) stage.go();
      const exit = await exited;
      await Promise.race([output.ended, after(LAST_OUTPUT)]);
      if (ended === null && group?.starved() === true) ended = 'memory';
      return resultOf(ended ?? 'exited', exit, output.truncated());
    } catch (error) {
      // Looking at a sandbox that was just ended fails in many ways; that it was ended is the answer.
      if (ended !== null) return resultOf(ended, null, output.truncated());
      stop('cancelled');
      await exited;
      throw error;
    } finally {
      tools.own.delete(pid);
      stopWatching?.();
      group?.close();
      stage.close();
      output.close();
      if (first >= 0) closeSync(first);
      first = -1;
    }
  })();
  return { done, stop };
}

export function resultOf(
  ended: Ended | 'operand_changed',
  exit: number | null,
  truncated: boolean,
): RunResult {
  if (ended === 'operand_changed') {
    throw new GatehouseError(
      'operand_changed',
      'A script was replaced while it ran; the command was ended.',
    );
  }
  return ended === 'exited'
    ? { exit, signal: null, ended, truncated }
    : { exit: null, signal: 'SIGKILL', ended, truncated };
}

export const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
