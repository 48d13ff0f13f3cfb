import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * What a program finds when it asks for the keychain. `locked`: there is a ring, nobody unlocked it,
 * and the prompt fails at once; `prompting`: the same, but the prompt stays and nobody answers it;
 * `frozen`: a daemon that has the ring and does not move.
 */
export type KeyringState =
  'unlocked' | 'locked' | 'prompting' | 'frozen' | 'no-collection' | 'no-daemon' | 'no-bus';

/** A real gnome-keyring on a bus and in a home of its own. */
export interface Keyring {
  /** The whole environment for a program that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** A fresh directory that goes away with it. */
  readonly home: string;
  /** Ends this session and starts another over the same files, as after a login. */
  restart(state: KeyringState): Promise<void>;
  stop(): Promise<void>;
}

export async function startKeyring(state: KeyringState): Promise<Keyring> {
  const home = mkdtempSync(join(tmpdir(), 'keyring-'));
  chmodSync(home, 0o700);
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_RUNTIME_DIR: join(home, 'run-0'),
    XDG_DATA_HOME: join(home, 'data'),
    LC_ALL: 'C',
  };
  let bus: ChildProcess | null = null;
  let sessions = 0;
  const end = async () => {
    if (bus === null) return;
    const others = [ownerOf(env), silentPrompter(env)];
    const gone = once(bus, 'exit');
    bus.stdout?.destroy();
    bus.kill();
    await gone;
    for (const pid of others) if (pid !== null) killNow(pid);
    bus = null;
    delete env['DBUS_SESSION_BUS_ADDRESS'];
  };
  const begin = async (next: KeyringState) => {
    // A directory for each session: a new daemon would take the old one's socket for its own.
    const runtime = join(home, `run-${sessions++}`);
    mkdirSync(runtime, { mode: 0o700 });
    env['XDG_RUNTIME_DIR'] = runtime;
    if (next === 'no-bus') return;
    if (next === 'prompting') addSilentPrompter(runtime);
    const kind = next === 'no-daemon' ? `--config-file=${bareBus(runtime)}` : '--session';
    bus = spawn('dbus-daemon', [kind, '--nofork', '--nopidfile', '--print-address'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus);
    if (next === 'unlocked' || next === 'frozen') {
      daemon(env, ['--unlock'], 'passphrase of a test\n');
    } else if (next !== 'no-daemon') daemon(env, ['--start'], '');
    if (next === 'frozen') process.kill(ownerOf(env) ?? process.pid, 'SIGSTOP');
  };
  await begin(state === 'locked' || state === 'prompting' ? 'unlocked' : state);
  const keyring: Keyring = {
    env,
    home,
    async restart(next) {
      await end();
      await begin(next);
    },
    async stop() {
      await end();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  // A ring that can be locked must have been made first.
  if (state === 'locked' || state === 'prompting') await keyring.restart(state);
  return keyring;
}

function daemon(env: Record<string, string>, how: readonly string[], input: string): void {
  const args = [...how, '--components=secrets', '--daemonize'];
  const { error, status } = spawnSync('gnome-keyring-daemon', args, { env, input });
  if (error !== undefined || status !== 0) throw missing(error);
  // It says that it is ready before its name is on the bus.
  for (let tries = 0; ownerOf(env) === null; tries++) {
    if (tries === 1000) throw new Error('The keyring daemon did not come up.');
  }
}

/** At once, so that nothing is written any more; it may have ended with its bus. */
function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The process that owns the Secret Service's name on the bus. */
function ownerOf(env: Record<string, string>): number | null {
  const bus = ['--session', '--print-reply', '--dest=org.freedesktop.DBus'];
  const method = 'org.freedesktop.DBus.GetConnectionUnixProcessID';
  const args = [...bus, '/', method, 'string:org.freedesktop.secrets'];
  const { stdout, error } = spawnSync('dbus-send', args, { env, encoding: 'utf8' });
  if (error !== undefined) throw missing(error);
  const pid = /uint32 (\d+)/.exec(stdout)?.[1];
  return pid === undefined ? null : Number(pid);
}

/** A bus that starts no service by itself, so that there is really no daemon. */
function bareBus(runtime: string): string {
  const file = join(runtime, 'bus.conf');
  const allow = ['send_destination="*"', 'receive_sender="*"', 'own="*"'];
  writeFileSync(
    file,
    `<busconfig><type>session</type><listen>unix:dir=${runtime}</listen>` +
      `<policy context="default">${allow.map((what) => `<allow ${what}/>`).join('')}</policy>` +
      '</busconfig>',
  );
  return file;
}

function silentPrompter(env: Record<string, string>): number | null {
  const file = join(env['XDG_RUNTIME_DIR'] ?? '', 'prompter.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null;
}

/** A prompter that is started and never says a word, in place of the one that wants a display. */
function addSilentPrompter(runtime: string): void {
  const services = join(runtime, 'dbus-1', 'services');
  mkdirSync(services, { recursive: true });
  const name = 'org.gnome.keyring.SystemPrompter';
  const pid = join(runtime, 'prompter.pid');
  writeFileSync(
    join(services, `${name}.service`),
    `[D-BUS Service]\nName=${name}\nExec=/bin/sh -c "echo $$ >'${pid}'; exec sleep 600"\n`,
  );
}

async function firstLine(child: ChildProcess): Promise<string> {
  const failed = once(child, 'error').then(([error]) => Promise.reject(missing(error)));
  const { stdout } = child;
  if (stdout === null) throw missing();
  const lines = createInterface({ input: stdout });
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  return line;
}

const missing = (cause?: unknown) =>
  new Error('These tests need a keyring: apt-get install gnome-keyring dbus', { cause });
