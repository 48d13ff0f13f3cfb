import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { bubblewrap } from '../../sandbox/bubblewrap.ts';
import { commandFilter } from '../../seccomp/filter.ts';
import { readTrace } from './trace.ts';

/** What one program did in real bash. */
export interface Ran {
  /** The path of each program executed, then its arguments. */
  readonly commands: readonly (readonly string[])[];
  /** Calls of the shell's own parts, as far as its trace tells them. */
  readonly builtins: readonly (readonly string[])[];
  /** Files made, changed or removed. */
  readonly changed: readonly string[];
  /** It printed what stands in files outside its workspace. */
  readonly leaked: boolean;
  /** It was ended by the limit of time. */
  readonly late: boolean;
}

export interface Sandbox {
  /** Runs each program in a bash and a folder of its own, in order. */
  run(programs: readonly string[]): Promise<readonly Ran[]>;
  close(): void;
}

/** Tools that do their real work, so that what they run in turn is seen as well. */
const real = `env nice nohup timeout xargs find setsid stdbuf bash sh sed awk sort cat ls head tail
  grep tr cut uniq wc tee cp mv ln touch mkdir rm rmdir date printenv expr seq basename dirname tac
  nl paste comm join fold split csplit dd tar diff od base64 shuf stat realpath readlink chmod`.split(
  /\s+/u,
);
/** Tools that only say that they were called, and print a command for whoever runs what they print. */
const silent = `id curl git make python3 perl node sudo ssh vim less man kill cc frob tar7 jq true
  false echo printf test [`.split(/\s+/u);

const seconds = 2;

/** Root is not held by the limit of processes; any other user is. */
const owner = process.getuid?.() === 0 ? { uid: 47_112, gid: 47_112 } : {};

function find(name: string): string | null {
  const path = ['/usr/bin', '/bin', '/usr/local/bin'].find((folder) =>
    existsSync(join(folder, name)),
  );
  return path === undefined ? null : realpathSync(join(path, name));
}

const needed = (name: string): string => {
  const path = find(name);
  if (path === null) throw new Error(`${name} is needed: install it`);
  return path;
};

/**
 * A throwaway sandbox without network, whose every program is a shim that first writes down how it
 * was called. bash, and the tools that do real work, lie where only the shims look for them.
 */
export function createSandbox(): Sandbox {
  const wrapper = bubblewrap();
  if (wrapper === null) throw new Error('bubblewrap is needed: install the package `bubblewrap`');
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-differential-'));
  chmodSync(base, 0o755);
  const bin = join(base, 'bin');
  mkdirSync(bin);
  const binds = ['sh', 'bash', 'perl'].flatMap((name) => [
    '--ro-bind',
    needed(name),
    `/real/${name}`,
  ]);
  const note = `#!/real/sh\nprintf '%s\\0' "$#" "$0" "$@" >>/log/$$\n`;
  for (const name of [...real, ...silent]) {
    const path = real.includes(name) ? find(name) : null;
    if (path !== null) binds.push('--ro-bind', path, `/real/${name}`);
    const rest = path === null ? 'echo rm printed' : `exec /real/${name} "$@"`;
    writeFileSync(join(bin, name), `${note}${rest}\n`, { mode: 0o755 });
  }
  writeFileSync(join(base, 'stdin'), 'rm from-input\n', { mode: 0o644 });
  writeFileSync(
    join(base, 'filter'),
    commandFilter(process.arch === 'arm64' ? 'arm64' : 'x64', false),
    {
      mode: 0o644,
    },
  );
  const script = readFileSync(join(import.meta.dirname, 'runner.pl'), 'utf8');
  const scratch = ['/log', '/home', '/data', '/tmp'].flatMap((place) => [
    ...['--size', String(16 << 20), '--tmpfs', place],
  ]);

  async function run(programs: readonly string[]): Promise<readonly Ran[]> {
    const filter = openSync(join(base, 'filter'), 'r');
    const canary = `canary-${randomBytes(12).toString('hex')}`;
    const child = spawn(
      wrapper ?? '',
      [
        ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
        ...['--uid', '1000', '--gid', '1000', '--die-with-parent', '--new-session'],
        ...['--seccomp', '3', '--clearenv'],
        ...['/usr/lib', '/usr/lib64', '/lib', '/lib64'].flatMap((path) => [
          '--ro-bind-try',
          path,
          path,
        ]),
        ...['--ro-bind', bin, '/usr/bin', '--symlink', 'usr/bin', '/bin'],
        ...['--ro-bind', join(base, 'stdin'), '/stdin', ...binds],
        ...[
          '--proc',
          '/proc',
          '--dev',
          '/dev',
          ...scratch,
          '--remount-ro',
          '/',
          '--',
          '/real/bash',
        ],
        ...['-c', 'ulimit -u 64 -v 1000000 -f 1024 -c 0; exec /real/perl -e "$0" "$@"'],
        ...[script, canary, String(seconds)],
      ],
      { ...owner, stdio: ['pipe', 'pipe', 'pipe', filter] },
    );
    closeSync(filter);
    const patience = setTimeout(
      () => child.kill('SIGKILL'),
      60_000 + programs.length * seconds * 100,
    );
    const { stdin, stdout, stderr } = child;
    if (stdin === null || stdout === null || stderr === null) throw new Error('no pipes');
    // A sandbox that ended early says so by its output; what it did not read is of no interest.
    stdin.on('error', () => undefined);
    stdin.end(programs.map((program) => `${program}\0`).join(''));
    const [output, problems] = await Promise.all([buffer(stdout), text(stderr)]);
    clearTimeout(patience);
    const ran = read(output.toString('latin1'));
    if (ran.length !== programs.length) {
      throw new Error(
        `the sandbox told of ${ran.length} of ${programs.length} programs: ${problems}`,
      );
    }
    return ran;
  }

  return { run, close: () => rmSync(base, { recursive: true, force: true }) };
}

const decode = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');

function read(output: string): readonly Ran[] {
  return output
    .split('end\n')
    .slice(0, -1)
    .map((told) => {
      const lines = told.split('\n').map((line) => line.split(' '));
      const given = (kind: string): readonly string[] =>
        lines.flatMap(([first, hex = '']) => (first === kind ? [decode(hex)] : []));
      return {
        commands: given('exec').flatMap(calls),
        builtins: given('trace').flatMap(readTrace),
        changed: given('changed'),
        leaked: lines.some(([first]) => first === 'leak'),
        late: lines.some(([first]) => first === 'late'),
      };
    });
}

/** One process's notes: for each program it became the number of arguments, the path, and they. */
function calls(note: string): readonly (readonly string[])[] {
  const fields = note.split('\0');
  const found: string[][] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const end = at + 2 + Number(fields[at]);
    found.push(fields.slice(at + 1, end));
    at = end;
  }
  return found;
}
