import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { Ended, Program } from './program.ts';
import { launcher } from './program.ts';

/** A call of the program that is still running. */
export interface Running {
  /** Of the program, or of what it was started under. */
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when this was said on either stream; fails where the program ends without it. */
  until(said: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Types a line; the input stays open. */
  type(line: string): void;
}

export interface How {
  /** Given at once; without it the input stays open until `type` or the end. */
  readonly stdin?: string;
  /** A program and its arguments that the launcher is started under (`strace`). */
  readonly under?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the program in its folder of notes and hands it over while it runs; it ends with the test. */
export function begin(program: Program, args: readonly string[], how: How = {}): Running {
  const [command = '', ...rest] = [...(how.under ?? []), process.execPath, launcher, ...args];
  const child = spawn(command, rest, {
    env: { ...program.environment, ...how.environment },
    cwd: program.notes,
    stdio: 'pipe',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  const watchers = new Set<() => void>();
  const heard = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString('utf8');
    heard();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString('utf8');
    heard();
  });
  child.stdin.on('error', () => undefined); // the program may end first
  if (how.stdin !== undefined) child.stdin.end(how.stdin);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new Error(`${command} does not start here: apt-get install ${command}`, { cause })),
    );
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    pid: child.pid ?? -1,
    ended,
    until: (said) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!stdout.includes(said) && !stderr.includes(said)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        ended.then(
          () => reject(new Error(`ended without saying ${said}:\n${stdout}\n${stderr}`)),
          reject,
        );
      }),
    signal: (name) => void child.kill(name),
    type: (line) => void child.stdin.write(`${line}\n`),
  };
}
