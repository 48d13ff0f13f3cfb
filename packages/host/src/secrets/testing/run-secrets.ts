import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Keyring } from './with-keyring.ts';

const program = fileURLToPath(new URL('./secrets-program.ts', import.meta.url));

export interface Session {
  readonly home: string;
  /** What a person answers, in turn: a passphrase, or null for "this run only"; null: nobody. */
  readonly answers?: readonly (string | null)[] | null;
  readonly folder?: string;
  readonly patience?: number;
}

/** Runs commands in a process of their own: the lines it wrote, its exit code, and all its output. */
export async function runSecrets(
  keyring: Keyring,
  session: Session,
  commands: readonly Readonly<Record<string, string>>[] = [],
): Promise<{ lines: unknown[]; code: number | null; errors: string }> {
  const { home, answers = null, folder = '', patience = 3000 } = session;
  const child = spawn(
    process.execPath,
    [program, home, String(patience), JSON.stringify(answers), folder],
    { env: keyring.env, stdio: 'pipe' },
  );
  let out = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  child.stdin.on('error', () => undefined); // it may have ended before it read
  child.stdin.end(commands.map((command) => `${JSON.stringify(command)}\n`).join(''));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = out.split('\n').filter((line) => line !== '');
  return { lines: lines.map((line) => JSON.parse(line) as unknown), code, errors };
}
