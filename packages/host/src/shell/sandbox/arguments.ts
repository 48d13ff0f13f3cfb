import { isBelow, type RunSpec } from '../spec.ts';
import type { SystemItem } from './system.ts';

/** Where the pieces that bubblewrap reads lie: descriptor numbers in the sandboxed process. */
export interface Descriptors {
  readonly seccomp: number;
  /** One for each of `accountFiles`, in that order. */
  readonly accounts: readonly number[];
  /** One for each of `spec.sealed`, in that order. */
  readonly sealed: readonly number[];
}

/** A place that is there and is found empty inside. */
export interface Covered {
  readonly path: string;
  readonly directory: boolean;
}

const cover = ({ path, directory }: Covered): readonly string[] =>
  directory
    ? ['--size', '4096', '--tmpfs', path, '--remount-ro', path]
    : ['--ro-bind', '/dev/null', path];

/** What the broker found at the places that have to be covered. */
export interface Found {
  readonly system: readonly SystemItem[];
  readonly covered: readonly Covered[];
  readonly masked: readonly Covered[];
  /** Modes of the sealed operands, in the order of `spec.sealed`. */
  readonly sealedModes: readonly number[];
}

/** The person inside: no name, no rights, and not root even where Gatehouse is. */
const INSIDE_ID = 1000;
const INSIDE_HOME = '/tmp/home';

/** Files of /etc that are ours, not the machine's. */
export const accountFiles: readonly { readonly path: string; readonly text: string }[] = [
  {
    path: '/etc/passwd',
    text: `root:x:0:0::/:/usr/sbin/nologin\nperson:x:${String(INSIDE_ID)}:${String(INSIDE_ID)}::${INSIDE_HOME}:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n`,
  },
  {
    path: '/etc/group',
    text: `root:x:0:\nperson:x:${String(INSIDE_ID)}:\nnogroup:x:65534:\n`,
  },
  {
    path: '/etc/nsswitch.conf',
    text: 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  },
  { path: '/etc/hosts', text: '127.0.0.1 localhost\n::1 localhost\n' },
];

/** Directories on the way from a root down to a place, the place itself left out. */
function parentsWithin(root: string, path: string): readonly string[] {
  const names = path.slice(root.length + 1).split('/');
  return names.slice(0, -1).map((_, at) => `${root}/${names.slice(0, at + 1).join('/')}`);
}

/**
 * Places that have to be mount points so that a guarded or masked place below them cannot be moved
 * away and made anew: a directory that is a mount point cannot be renamed.
 */
export function pinnedPlaces(spec: RunSpec): readonly string[] {
  const pinned = new Set<string>();
  for (const path of [...spec.guarded, ...spec.masked]) {
    const root = rootOf(spec, path);
    if (root?.writable !== true) continue;
    for (const parent of parentsWithin(root.path, path)) pinned.add(parent);
  }
  for (const path of [...spec.guarded, ...spec.masked, ...spec.roots.map((root) => root.path)]) {
    pinned.delete(path);
  }
  return [...pinned].toSorted(byDepth);
}

/** The innermost root that holds a place. */
const rootOf = (spec: RunSpec, path: string) =>
  spec.roots
    .filter((root) => isBelow(path, root.path))
    .toSorted((a, b) => b.path.length - a.path.length)[0];

/**
 * bubblewrap's arguments for a command, all but the command line: own namespaces, no capabilities,
 * a root made of the system's programs read-only and the workspace, nothing else of the machine.
 *
 * `--remount-ro /proc`: with a global root as owner, /proc/sys is writable inside although every
 * capability is gone (seen: kernel.core_pattern, which is run as root outside).
 */
export function sandboxArguments(spec: RunSpec, found: Found, fds: Descriptors): string[] {
  const scratch = String(spec.limits.memoryBytes);
  const args = [
    '--unshare-all',
    ...(spec.network ? ['--share-net'] : []),
    ...['--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    ...['--uid', String(INSIDE_ID), '--gid', String(INSIDE_ID), '--hostname', 'sandbox'],
    ...['--die-with-parent', '--new-session', '--seccomp', String(fds.seccomp)],
  ];
  args.push('--perms', '0755', '--dir', '/etc');
  for (const item of found.system) {
    if (item.kind === 'link') args.push('--symlink', item.target, item.path);
    else args.push('--ro-bind', item.source, item.path);
  }
  accountFiles.forEach(({ path }, at) => {
    args.push('--perms', '0444', '--file', String(fds.accounts[at] ?? -1), path);
  });
  args.push('--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev');
  args.push(...found.covered.flatMap(cover));
  args.push('--size', scratch, '--perms', '1777', '--tmpfs', '/dev/shm', '--remount-ro', '/dev');
  args.push('--size', scratch, '--perms', '1777', '--tmpfs', '/tmp', '--dir', INSIDE_HOME);
  for (const { path, writable } of spec.roots.toSorted((a, b) => byDepth(a.path, b.path))) {
    args.push(writable ? '--bind' : '--ro-bind', path, path);
  }
  for (const path of pinnedPlaces(spec)) args.push('--bind', path, path);
  for (const path of spec.guarded.toSorted(byDepth)) args.push('--ro-bind', path, path);
  args.push(...found.masked.flatMap(cover));
  spec.sealed.forEach(({ path }, at) => {
    const mode = ((found.sealedModes[at] ?? 0) & 0o555).toString(8).padStart(4, '0');
    args.push('--perms', mode, '--ro-bind-data', String(fds.sealed[at] ?? -1), path);
  });
  args.push('--remount-ro', '/', '--chdir', spec.cwd.path);
  return args;
}

/** Mount points that must be there, and no other outside the trees mounted whole. */
export function expectedMounts(spec: RunSpec, found: Found): ReadonlyMap<string, 'ro' | 'rw'> {
  const mounts = new Map<string, 'ro' | 'rw'>([
    ['/', 'ro'],
    ['/proc', 'ro'],
    ['/dev', 'ro'],
    ['/dev/shm', 'rw'],
    ['/tmp', 'rw'],
  ]);
  for (const item of found.system) if (item.kind === 'mount') mounts.set(item.path, 'ro');
  for (const { path, writable } of spec.roots) mounts.set(path, writable ? 'rw' : 'ro');
  for (const path of pinnedPlaces(spec)) mounts.set(path, 'rw');
  for (const path of spec.guarded) mounts.set(path, 'ro');
  for (const { path } of [...found.covered, ...found.masked]) mounts.set(path, 'ro');
  for (const { path } of spec.sealed) mounts.set(path, 'ro');
  return mounts;
}

/**
 * What a repository's own configuration would have git run beside the command that was asked for
 * (git-config(1), GIT_CONFIG_COUNT). Diff drivers and filters have names of their own, and
 * `diff.external` has no value that means none: they stay and run in here, like everything else of
 * the command. A folder that only looks like a repository (`HEAD`, `objects`, `config` among the
 * files of another) is none: its `config` is no guarded name.
 */
const gitSettings: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.alternateRefsCommand', 'true'],
  ['log.showSignature', 'false'],
  ['gpg.program', 'gpg'],
  ['gpg.x509.program', 'gpgsm'],
  ['gpg.ssh.program', 'ssh-keygen'],
  ['safe.bareRepository', 'explicit'],
];

const gitEnvironment = (): Record<string, string> =>
  Object.fromEntries([
    // A missing object would be fetched by what the repository's own `remote` names.
    ['GIT_NO_LAZY_FETCH', '1'],
    ['GIT_CONFIG_COUNT', String(gitSettings.length)],
    ...gitSettings.flatMap(([key, value], at): [string, string][] => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]);

/** The environment, built from nothing. */
export function commandEnvironment(
  spec: RunSpec,
  programs: readonly string[],
): Record<string, string> {
  return {
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    USER: 'person',
    LOGNAME: 'person',
    ...gitEnvironment(),
    ...spec.env,
    PATH: programs.join(':'),
    HOME: INSIDE_HOME,
  };
}

const depth = (path: string): number => path.split('/').length;
const byDepth = (a: string, b: string): number => depth(a) - depth(b) || (a < b ? -1 : 1);
