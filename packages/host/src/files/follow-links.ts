import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { codeOf } from '../native/index.ts';

/** As many links as Linux follows in one path (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Follows every link of an absolute path by its names, also where the end does not exist: what is
 * missing, or may not be looked at, is kept as written. `loop` where the links never end; then the
 * names are as far as it came. Only an answer for now: what is opened by it is checked again.
 */
export function followLinks(names: readonly string[]): {
  readonly names: readonly string[];
  readonly loop: boolean;
} {
  let todo = [...names];
  let done: string[] = [];
  let missingFrom = Number.POSITIVE_INFINITY;
  let links = 0;
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      done.pop();
      if (done.length < missingFrom) missingFrom = Number.POSITIVE_INFINITY;
      continue;
    }
    const path = `/${[...done, name].join('/')}`;
    const stats = done.length < missingFrom ? look(path) : null;
    if (stats === null) missingFrom = Math.min(missingFrom, done.length);
    const target = stats?.isSymbolicLink() === true ? readLink(path) : null;
    if (target === null) {
      done.push(name);
      continue;
    }
    if (++links > MOST_LINKS) return { names: [...done, name, ...todo], loop: true };
    if (target.startsWith('/')) done = [];
    todo = [...target.split('/'), ...todo];
  }
  return { names: done, loop: false };
}

/** The entry itself; null where there is none or where this account may not see it. */
function look(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isHidden(error)) return null;
    throw error;
  }
}

/** Null where the link is gone by now, or its target is no text. */
function readLink(path: string): string | null {
  try {
    const target = readlinkSync(path, 'buffer').toString('utf8');
    return target.includes('\uFFFD') ? null : target;
  } catch (error) {
    if (isHidden(error) || codeOf(error) === 'EINVAL') return null;
    throw error;
  }
}

/** Codes that mean: to this account there is nothing at this name. */
export const isHidden = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG', 'ELOOP'].includes(codeOf(error));
