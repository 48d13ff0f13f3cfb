import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startKeyring } from '@gatehouse/host/secrets/testing';
import type { KeyringState } from '@gatehouse/host/secrets/testing';

/** What a person starts. */
export const launcher = fileURLToPath(new URL('../../../bin/gatehouse.cjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program with a home, a keychain and a folder of notes of its own. */
export interface Program {
  /** Gatehouse's home. */
  readonly home: string;
  /** The person's own home, which holds all of it. */
  readonly person: string;
  /** A folder of notes. */
  readonly notes: string;
  readonly environment: Readonly<Record<string, string>>;
  run(args: readonly string[], stdin?: string): Promise<Ended>;
  /** The same on a terminal; `answers` are keys, each pressed when its question stands there. */
  onTerminal(args: readonly string[], answers: readonly Answer[]): Promise<Ended>;
  note(path: string, text: string): string;
  stop(): Promise<void>;
}

export interface Answer {
  /** What must stand on the screen before the keys are pressed. */
  readonly after: string;
  readonly keys: string;
}

export async function startProgram(state: KeyringState): Promise<Program> {
  const keyring = await startKeyring(state);
  const notes = mkdtempSync(join(keyring.home, 'notes-'));
  const home = join(keyring.home, 'gatehouse');
  const environment = { ...keyring.env, GATEHOUSE_HOME: home, TERM: 'xterm', NO_COLOR: '1' };
  return {
    home,
    person: keyring.home,
    notes,
    environment,
    run: (args, stdin = '') => {
      const child = spawn(process.execPath, [launcher, ...args], {
        env: environment,
        cwd: notes,
        stdio: 'pipe',
      });
      child.stdin.on('error', () => undefined).end(stdin); // a verb that reads none closes it
      return ended(child);
    },
    onTerminal: (args, answers) => {
      const words = [process.execPath, launcher, ...args].map(quoted).join(' ');
      // A terminal without a size would have each character on a line of its own.
      const child = spawn('script', ['-qefc', `stty cols 120 rows 40; ${words}`, '/dev/null'], {
        env: environment,
        cwd: notes,
        stdio: 'pipe',
      });
      press(child, answers);
      return ended(child);
    },
    note: (path, text) => {
      const full = join(notes, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    async stop() {
      await keyring.stop();
      rmSync(keyring.home, { recursive: true, force: true });
    },
  };
}

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text: Buffer) => (stdout += text.toString('utf8')));
  child.stderr?.on('data', (text: Buffer) => (stderr += text.toString('utf8')));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** How often an unanswered question is answered again: keys before it is armed do not count. */
const AGAIN = 150;

/** Presses each answer's keys, again and again, until the next thing stands on the screen. */
function press(child: ReturnType<typeof spawn>, answers: readonly Answer[]): void {
  let screen = '';
  let at = 0;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    const answer = answers[at];
    if (answer === undefined) return;
    const found = screen.indexOf(answer.after);
    if (found === -1) return;
    clearInterval(timer);
    screen = screen.slice(found + answer.after.length);
    at += 1;
    const write = () => child.stdin?.write(answer.keys);
    write();
    // A question disappears from its line with the answer; typed lines are pressed once.
    if (answer.keys.length === 1) timer = setInterval(write, AGAIN);
  };
  child.stdout?.on('data', (text: Buffer) => {
    screen += text.toString('utf8');
    if (/▸ (?:yes|no)/u.test(screen)) clearInterval(timer);
    next();
  });
  child.stdin?.on('error', () => undefined); // the program may end first
  child.on('close', () => clearInterval(timer));
}
