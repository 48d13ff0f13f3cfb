import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { userInfo } from 'node:os';
import { GatehouseError } from '@gatehouse/kernel/error';
import { CLOSE_RANGE } from '../../native/index.ts';
import { PROCESS_LIMIT } from '../../native/process-calls.ts';
import type { RunResult } from '../messages.ts';
import { isRootsAlone, programDirectories } from '../sandbox/system.ts';
import type { RunSpec } from '../spec.ts';
import type { ControlGroup } from './control-group.ts';
import { exitOf } from './exit-of.ts';
import { after, resultOf, type Running, type Tools } from './launch.ts';
import type { Operands } from './operands.ts';
import { createOutput } from './output.ts';
import { createStage, stageLine } from './stage.ts';
import { endProcess, straysOf } from './strays.ts';
import { descendantsOf, useOf } from './tree.ts';
import { watchTree, type Ended } from './watch.ts';

/** What root runs may not be ours to end: how long to wait before saying that it was left. */
const LAST_CHANCE = 2000;
/** Processes above the limit before the kernel refuses another. */
const SLACK = 16;
/** How often to look again for what was forked while the rest was ended. */
const ROUNDS = 200;

/**
 * Runs a command outside the sandbox, which the person was told: as themselves on a machine without
 * one, or once as administrator. Same argv, working directory by descriptor, an environment built
 * from nothing, output, time, memory and processes limited. `elevated_missing` where neither sudo
 * nor pkexec is installed; `elevated_script` for a script that could still change before root runs it.
 */
export function launchOutside(tools: Tools, spec: RunSpec, operands: Operands): Running {
  const { native, calls } = tools;
  const line = spec.elevated ? elevatedLine(spec) : stageLine(spec.argv, tools.tag);
  let ended: Ended | 'operand_changed' | null = null;
  let child: ChildProcess | null = null;
  let stopped: () => void = () => undefined;
  const stoppedAt = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const stop = (why: Ended | 'operand_changed') => {
    ended ??= why;
    endTree(tools, child?.pid);
    stopped();
  };
  const output = createOutput(calls, spec.limits.outputBytes, {
    bytes: tools.output,
    over: () => {
      stop('output');
    },
  });
  const stage = createStage(calls);
  let exited: Promise<number | null>;
  try {
    native.closeRange(3, 0xffffffff, CLOSE_RANGE.CLOEXEC);
    const { homedir, username } = userInfo();
    const [program = '', ...words] = line;
    child = spawn(program, words, {
      cwd: `/proc/self/fd/${String(operands.cwd)}`,
      env: {
        LANG: 'C.UTF-8',
        TERM: 'dumb',
        HOME: homedir,
        USER: username,
        LOGNAME: username,
        ...spec.env,
        PATH: programDirectories().join(':'),
      },
      // sudo asks for the password at the terminal it shares with us; a plain command gets its own.
      detached: !spec.elevated,
      stdio: ['ignore', output.child, output.child, ...stage.child],
    });
    exited = exitOf(child);
  } catch (error) {
    output.close();
    stage.close();
    throw error;
  }
  output.started();
  stage.started();
  const pid = child.pid ?? -1;
  tools.own.add(pid);

  const done = (async (): Promise<RunResult> => {
    let stopWatching: (() => void) | null = null;
    let group: ControlGroup | null = null;
    try {
      if (!spec.elevated) {
        if (!(await stage.stands)) {
          await exited;
          return resultOf(ended ?? 'exited', 125, output.truncated());
        }
        limitOutside(tools, pid, spec);
        // With room to be seen to be too many: then it is ended, not starved.
        const { limits } = spec;
        group = tools.groups.open({ ...limits, processes: limits.processes + SLACK });
        group?.add(pid);
      }
      stopWatching = watchTree(spec.limits, {
        use: (enough) => useOf('/proc', [pid, ...descendantsOf(pid)].map(String), enough),
        share: () => Number.POSITIVE_INFINITY,
        stands: () => true,
        stop,
      });
      if (ended === null && !spec.elevated) stage.go();
      const exit = await Promise.race([
        exited,
        stoppedAt.then(() => after(LAST_CHANCE)).then(() => null),
      ]);
      endTree(tools, pid);
      await Promise.race([output.ended, after(LAST_CHANCE)]);
      return resultOf(ended ?? 'exited', exit, output.truncated());
    } finally {
      tools.own.delete(pid);
      stopWatching?.();
      group?.close();
      stage.close();
      output.close();
    }
  })();
  return { done, stop };
}

function limitOutside({ calls }: Tools, pid: number, { limits }: RunSpec): void {
  calls.prlimit(pid, PROCESS_LIMIT.CPU, limits.seconds + 1);
  calls.prlimit(pid, PROCESS_LIMIT.FSIZE, limits.fileBytes);
  calls.prlimit(pid, PROCESS_LIMIT.DATA, limits.memoryBytes);
  calls.prlimit(pid, PROCESS_LIMIT.CORE, 0);
}

/**
 * Ends a tree that lives in no namespace of its own: the group, then everything below it and every
 * orphan that came to this process, which is their subreaper (so a double fork does not hide one),
 * round after round until nothing new appears. Commands outside a sandbox run one at a time, so an
 * orphan is always theirs.
 */
function endTree({ calls, own }: Tools, pid: number | undefined): void {
  if (pid === undefined) return;
  for (let round = 0; round < ROUNDS; round += 1) {
    const strays = straysOf(own);
    const left = [...descendantsOf(pid), ...strays.flatMap((one) => [one, ...descendantsOf(one)])];
    if (round === 0) {
      endProcess(-pid);
      endProcess(pid);
    } else if (left.length === 0) return;
    for (const one of left) {
      endProcess(one);
      calls.reap(one);
    }
  }
}

/** pkexec where there is no terminal to ask at, else sudo; neither keeps the answer for later. */
function elevatedLine(spec: RunSpec): readonly string[] {
  if (spec.sealed.length > 0) {
    throw new GatehouseError(
      'elevated_script',
      'As administrator only a plain command runs, not a script that could change before it does.',
    );
  }
  const bounded = ['/usr/bin/timeout', '--kill-after=5', String(spec.limits.seconds), ...spec.argv];
  const sudo = installed('/usr/bin/sudo');
  const pkexec = installed('/usr/bin/pkexec');
  if (sudo !== null && (pkexec === null || process.getuid?.() === 0 || hasTerminal())) {
    return [sudo, '-k', '--', ...bounded];
  }
  if (pkexec !== null) return [pkexec, '--keep-cwd', ...bounded];
  throw new GatehouseError(
    'elevated_missing',
    'Neither sudo nor pkexec is installed, so nothing can run as administrator.',
  );
}

function installed(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return null; // not there, or not for us: either way it cannot be used
  }
  return isRootsAlone(path) ? path : null;
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', constants.O_RDWR | constants.O_NOCTTY));
    return true;
  } catch {
    return false; // no controlling terminal: nobody could type a password there
  }
}
