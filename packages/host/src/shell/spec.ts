import { createHash } from 'node:crypto';
import { canonical } from '@gatehouse/kernel/canonical';
import { GatehouseError } from '@gatehouse/kernel/error';

/** A directory as it was approved: its real path and what lies there. Decimal strings (64 bit). */
export interface BoundDirectory {
  readonly path: string;
  readonly device: string;
  readonly inode: string;
}

/** Everything one command needs and may touch. Plain data; a token binds all of it. */
export interface RunSpec {
  readonly command: string;
  /** Always `commandLine(command)`. */
  readonly argv: readonly string[];
  readonly cwd: BoundDirectory;
  /** The workspace: the only places of the person's that the command sees. */
  readonly roots: readonly (BoundDirectory & { readonly writable: boolean })[];
  /** Absolute places inside the roots that the command finds empty. */
  readonly masked: readonly string[];
  /** Absolute existing places inside writable roots that the command can read, never change. */
  readonly guarded: readonly string[];
  /** Scripts and programs a user could change: run from a sealed copy with this SHA-256 (hex). */
  readonly sealed: readonly { readonly path: string; readonly sha256: string }[];
  /** The system's programs the command names, as the resolver found them. */
  readonly programs: readonly {
    readonly path: string;
    readonly device: string;
    readonly inode: string;
    readonly changed: string;
  }[];
  /** Added to the environment, which is otherwise built from nothing. */
  readonly env: Readonly<Record<string, string>>;
  readonly network: boolean;
  readonly limits: RunLimits;
  /** Outside the sandbox, as administrator, once. */
  readonly elevated: boolean;
  /** Outside the sandbox because this machine has none, which the person accepted. */
  readonly unsandboxed: boolean;
}

export interface RunLimits {
  /** Wall clock. */
  readonly seconds: number;
  /** Of the whole tree, and of each process's own data; scratch space counts once more. */
  readonly memoryBytes: number;
  /** Processes and threads. */
  readonly processes: number;
  readonly outputBytes: number;
  /** Of one file. */
  readonly fileBytes: number;
}

/** What runs: the person's shell files and settings never take part. */
export const commandLine = (command: string): readonly string[] => [
  '/bin/bash',
  '--norc',
  '--noprofile',
  '-c',
  command,
];

/** The one byte sequence for a spec. Throws `not_canonical` for anything but plain data. */
export const canonicalSpec = (spec: RunSpec): Uint8Array =>
  new TextEncoder().encode(canonical(spec));

/** What a broker token binds: SHA-256 of the canonical spec, lower-case hex. */
export const specBinding = (spec: RunSpec): string =>
  createHash('sha256').update('gatehouse run v1\n').update(canonicalSpec(spec)).digest('hex');

/** Variables that make a program load or run something, or that the sandbox itself sets. */
const REFUSED_VARIABLE =
  /^(?:LD_|DYLD_|BASH_|GCONV_PATH$|GLIBC_TUNABLES$|ENV$|IFS$|PATH$|HOME$|PS4$|SHELLOPTS$|BASHOPTS$|PROMPT_COMMAND$|MALLOC_)/;

/**
 * Checks what no comparison with the machine can: the shape of a spec. Throws `spec_malformed`,
 * `argv_changed` and `environment_refused`.
 */
export function requireSoundSpec(spec: RunSpec): void {
  const line = commandLine(spec.command);
  if (spec.argv.length !== line.length || spec.argv.some((word, at) => word !== line[at])) {
    throw new GatehouseError('argv_changed', 'The command line is not the one that was approved.');
  }
  if (spec.command.includes('\0')) throw malformed('a NUL character in the command');
  for (const [name, value] of Object.entries(spec.env)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || REFUSED_VARIABLE.test(name)) {
      throw new GatehouseError('environment_refused', `A command cannot be given ${name}.`);
    }
    if (value.includes('\0')) throw malformed('a NUL character in the environment');
  }
  const paths = [
    spec.cwd.path,
    ...spec.roots.map(({ path }) => path),
    ...spec.masked,
    ...spec.guarded,
    ...spec.sealed.map(({ path }) => path),
    ...spec.programs.map(({ path }) => path),
  ];
  for (const path of paths) {
    if (!isCleanAbsolute(path)) throw malformed('a path that is not absolute and plain');
  }
  const { seconds, memoryBytes, processes, outputBytes, fileBytes } = spec.limits;
  for (const limit of [seconds, memoryBytes, processes, outputBytes, fileBytes]) {
    if (!Number.isSafeInteger(limit) || limit < 1) throw malformed('a limit');
  }
  if (spec.elevated) return;
  if (!spec.roots.some((root) => isBelow(spec.cwd.path, root.path))) {
    throw malformed('a working directory outside the workspace');
  }
  for (const { path } of spec.roots) {
    if (SYSTEM_ROOTS.some((place) => isBelow(path, place)) || path === '/') {
      throw malformed('a system folder as the workspace');
    }
  }
  for (const path of [...spec.masked, ...spec.guarded]) {
    if (!spec.roots.some((root) => path !== root.path && isBelow(path, root.path))) {
      throw malformed('a guarded place outside the workspace');
    }
  }
}

/** What the sandbox itself puts there; a workspace over one of them would replace it. */
const SYSTEM_ROOTS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'].concat([
  '/etc',
  '/proc',
  '/sys',
  '/dev',
  '/boot',
  '/run',
  '/var/run',
]);

/** True where `path` is `place` or lies in it; both clean absolute paths. */
export const isBelow = (path: string, place: string): boolean =>
  path === place || path.startsWith(place === '/' ? '/' : `${place}/`);

const isCleanAbsolute = (path: string): boolean =>
  path.startsWith('/') &&
  !path.includes('\0') &&
  (path === '/' ||
    path
      .slice(1)
      .split('/')
      .every((name) => name !== '' && name !== '.' && name !== '..'));

const malformed = (what: string) =>
  new GatehouseError('spec_malformed', `The command cannot be run: it has ${what}.`);
