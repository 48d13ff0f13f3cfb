import { closeSync, constants, fstatSync, readFileSync, statSync } from 'node:fs';
import { AT, codeOf, type Native } from '../../native/index.ts';
import { expectedMounts, type Found } from '../sandbox/arguments.ts';
import { isBelow, type RunSpec } from '../spec.ts';
import { changed, digestOf, type Operands } from './operands.ts';

const O_PATH = 0o10000000;
/** RESOLVE_IN_ROOT, RESOLVE_NO_MAGICLINKS and RESOLVE_NO_SYMLINKS of linux/openat2.h. */
const INSIDE = 0x10 | 0x02 | 0x04;

/**
 * Looks at a sandbox that stands but has run nothing yet, through /proc: bubblewrap resolves names,
 * so a name swapped meanwhile shows here as another inode or another mount. Throws the codes of
 * `openOperands`.
 */
export function inspectSandbox(
  native: Native,
  pid: number,
  subject: { readonly spec: RunSpec; readonly operands: Operands; readonly found: Found },
): void {
  const { spec, operands, found } = subject;
  const root = native.openat(AT.FDCWD, `/proc/${String(pid)}/root`, O_PATH | constants.O_DIRECTORY);
  try {
    const inside = <T>(path: string, flags: number, look: (fd: number) => T): T => {
      const fd = openInside(native, root, path, flags);
      try {
        return look(fd);
      } finally {
        closeSync(fd);
      }
    };
    requireMounts(pid, spec, found);
    for (const { path, device, inode } of operands.places) {
      const stat = inside(path, O_PATH, (fd) => fstatSync(fd, { bigint: true }));
      if (stat.dev !== device || stat.ino !== inode) throw changed('root_changed');
    }
    const cwd = statSync(`/proc/${String(pid)}/cwd`, { bigint: true });
    if (String(cwd.dev) !== spec.cwd.device || String(cwd.ino) !== spec.cwd.inode) {
      throw changed('cwd_changed');
    }
    for (const { path, sha256 } of spec.sealed) {
      if (inside(path, constants.O_RDONLY, digestOf) !== sha256) throw changed('operand_changed');
    }
  } finally {
    closeSync(root);
  }
}

/** True while every sealed operand is still mounted: a rename over its name would unmount it. */
export function sealsStand(pid: number, spec: RunSpec): boolean {
  if (spec.sealed.length === 0) return true;
  const mounts = readMounts(pid);
  return mounts === null || spec.sealed.every(({ path }) => mounts.get(path) === 'ro');
}

function openInside(native: Native, root: number, path: string, flags: number): number {
  try {
    return native.openat2(root, path, flags, INSIDE);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(codeOf(error))) {
      throw changed('operand_changed', error);
    }
    throw error;
  }
}

/** Every mount that should be there is, as writable as it should be, and none is anywhere else. */
function requireMounts(pid: number, spec: RunSpec, found: Found): void {
  const expected = expectedMounts(spec, found);
  const actual = readMounts(pid);
  if (actual === null) throw changed('operand_changed');
  for (const [path, access] of expected) {
    const own = actual.get(path);
    if (own === undefined || (access === 'ro' && own !== 'ro')) throw changed('operand_changed');
  }
  // Mounts of the machine below a tree that was mounted whole come along with it.
  const whole = [...found.system.map(({ path }) => path), ...spec.roots.map(({ path }) => path)];
  for (const path of actual.keys()) {
    if (expected.has(path) || isBelow(path, '/dev') || isBelow(path, '/proc')) continue;
    if (!whole.some((tree) => isBelow(path, tree))) throw changed('operand_changed');
  }
}

/** Mount points and their access (proc(5), mountinfo); the last mount of a place is the one seen. */
function readMounts(pid: number): ReadonlyMap<string, 'ro' | 'rw'> | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${String(pid)}/mountinfo`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EINVAL'].includes(codeOf(error))) return null;
    throw error;
  }
  const mounts = new Map<string, 'ro' | 'rw'>();
  for (const line of text.split('\n')) {
    const [, , , , point, options] = line.split(' ');
    if (point === undefined || options === undefined) continue;
    const path = point.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    mounts.set(path, options.split(',').includes('ro') ? 'ro' : 'rw');
  }
  return mounts;
}
