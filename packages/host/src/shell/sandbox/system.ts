import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { codeOf } from '../../native/index.ts';

/** Where a command looks for programs, before the directories that a user may change are left out. */
const PROGRAM_DIRECTORIES = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** The system's own trees, mounted read-only; links among them are kept as links. */
const SYSTEM_TREES = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Of /etc only what programs need to load and to check certificates; never the directory itself. */
const ETC_FILES = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime'];
const ETC_FOR_NETWORK = [
  '/etc/resolv.conf',
  '/etc/ssl/certs',
  '/etc/ssl/openssl.cnf',
  '/etc/ssl/cert.pem',
  '/etc/pki/tls/certs',
  '/etc/pki/ca-trust/extracted',
  '/etc/ca-certificates/extracted',
  '/etc/crypto-policies',
];

/** One thing of the system that is there: a link with its text, or a place to mount read-only. */
export type SystemItem =
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'mount'; readonly path: string; readonly source: string };

/** What of the system a command sees. Only what root owns. */
export function systemItems(network: boolean): readonly SystemItem[] {
  const items: SystemItem[] = [];
  for (const path of SYSTEM_TREES) {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink()) items.push({ kind: 'link', path, target: readlinkSync(path) });
    else if (stat?.isDirectory()) items.push({ kind: 'mount', path, source: path });
  }
  for (const path of network ? [...ETC_FILES, ...ETC_FOR_NETWORK] : ETC_FILES) {
    const source = realOrNull(path);
    if (source !== null && statSync(source).uid === 0) items.push({ kind: 'mount', path, source });
  }
  return items;
}

/**
 * What of /proc shows physical memory or the person's keys to a process that is root outside,
 * although it has no capability. Each costs a mount: what the kernel blanks by itself is left.
 */
const PROC_OF_ROOT = ['kpagecgroup', 'kpagecount', 'kpageflags', 'keys', 'sched_debug'].map(
  (name) => `/proc/${name}`,
);

/** Places of /proc to cover, and whether each is a directory; none for an ordinary user. */
export function coveredProc(): readonly { readonly path: string; readonly directory: boolean }[] {
  if (process.getuid?.() !== 0) return [];
  return PROC_OF_ROOT.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ path, directory: stat.isDirectory() }];
  });
}

/** PATH inside: real directories that only root may change, in the usual order. */
export function programDirectories(): readonly string[] {
  const found: string[] = [];
  for (const path of PROGRAM_DIRECTORIES) {
    const real = realOrNull(path);
    if (real !== null && !found.includes(real) && isRootsAlone(real)) found.push(real);
  }
  return found;
}

/** True where root owns the place and neither a group nor others may write to it. */
export function isRootsAlone(path: string): boolean {
  const stat = statSync(path);
  const sharedWrite = stat.gid === 0 ? 0o002 : 0o022;
  return stat.uid === 0 && (stat.mode & sharedWrite) === 0;
}

function realOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
