import type { Reason } from '../reasons.ts';
import type { Scope } from './path.ts';
import { isWithin, segmentsOf } from './path-text.ts';
import { createRefusals } from './refused.ts';

/**
 * Judges a folder that a person wants to make a root; `path` is absolute and real. Refused where it
 * is, or lies in, a refused place, or is `/` or a system folder itself; asks where it is the home or
 * holds it; else allowed. A folder inside a shared system place (`/var/lib/x`, `/opt/x`) is allowed.
 */
export function judgeRoot(path: string, scope: Pick<Scope, 'home' | 'gatehouse'>): Reason[] {
  const names = segmentsOf(path);
  if (!path.startsWith('/') || names.some((name) => name === '.' || name === '..')) {
    return [{ code: 'malformed_input' }];
  }
  if (names.length === 0) return [{ code: 'path_refused', path, place: '/', how: 'in' }];
  // Judged as if the root were given: places that give way to a root then do so, all others remain.
  const refused = createRefusals({ ...scope, roots: [path] }).match(names, 'write');
  if (refused !== null) {
    return [{ code: 'path_refused', path, place: refused.place, how: refused.how }];
  }
  if (isWithin(segmentsOf(scope.home), names)) return [{ code: 'root_holds_home', path }];
  return [{ code: 'path_inside', path }];
}
