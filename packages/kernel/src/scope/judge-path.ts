import type { Reason } from '../reasons.ts';
import { foldName } from './characters.ts';
import { executesLater, isNote } from './executes-later.ts';
import type { Scope, ScopedPath } from './path.ts';
import { allSegments, isWithin, pathText, placeUnder, segmentsOf } from './path-text.ts';
import { harmlessDevices } from './refused-places.ts';
import { createRefusals, type Access, type Refusals } from './refused.ts';

/** How far a domain trusts what is done in it; `read-only` changes nothing, `yolo` asks less. */
export type Mode = 'read-only' | 'standard' | 'yolo';

function wellFormed(path: ScopedPath): boolean {
  const hasTrick = (name: string): boolean =>
    name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0');
  return (
    path.root.startsWith('/') && !allSegments(path).some(hasTrick) && !path.segments.some(hasTrick)
  );
}

function refusal(path: ScopedPath, access: Access, refusals: Refusals): Reason | null {
  const names = allSegments(path);
  const found =
    refusals.match(names, access) ?? (access === 'delete' ? refusals.holds(names) : null);
  if (found === null) return null;
  return { code: 'path_refused', path: pathText(path), place: found.place, how: found.how };
}

function judgeInside(place: ScopedPath, access: Access, mode: Mode, risky: boolean): Reason[] {
  const path = pathText(place);
  if (access === 'read') return [{ code: 'path_inside', path }];
  if (access === 'delete') return [{ code: 'delete_asks', path }];
  if (risky) return [{ code: 'write_executes_later', path }];
  if (mode === 'yolo' || isNote(place.segments)) return [{ code: 'write_inside', path }];
  return [{ code: 'write_not_a_note', path }];
}

function judgeOutside(place: ScopedPath, access: Access, mode: Mode, risky: boolean): Reason[] {
  const path = pathText(place);
  const gate: Reason = {
    code: mode === 'yolo' ? 'path_outside_yolo' : 'path_outside',
    path,
    access,
  };
  if (access === 'delete') return [gate, { code: 'delete_asks', path }];
  return risky ? [gate, { code: 'write_executes_later', path }] : [gate];
}

/**
 * Judges one access to one place, purely by where it is. `real` is the place with every link
 * followed; `asked`, where given, is what was named, and is held against the refusals and the files
 * that execute later as well. `delete` also stands for the source of a move. Never empty.
 * A walk below a place asks `createRefusals` about each entry; a command that recurses asks `holds`.
 */
export function judgePath(
  real: ScopedPath,
  access: Access,
  scope: Scope,
  mode: Mode,
  asked: ScopedPath = real,
): Reason[] {
  if (!wellFormed(real) || (asked !== real && !wellFormed(asked)))
    return [{ code: 'malformed_input' }];
  const text = pathText(real);
  if (access !== 'delete' && harmlessDevices.includes(text)) {
    return [{ code: 'path_harmless', path: text }];
  }
  const refusals = createRefusals(scope);
  for (const path of asked === real ? [real] : [real, asked]) {
    const refused = refusal(path, access, refusals);
    if (refused !== null) return [refused];
  }
  if (access !== 'read' && mode === 'read-only') return [{ code: 'mode_read_only' }];

  const names = allSegments(real);
  if (access === 'delete' && scope.roots.some((root) => isWithin(segmentsOf(root), names))) {
    return [{ code: 'path_is_root', path: text }];
  }
  const named = placeUnder(allSegments(asked), scope.roots);
  const place = placeUnder(names, scope.roots);
  const risky =
    access === 'write' &&
    (executesLater(place.segments) ||
      executesLater(named.segments) ||
      // A root may itself lie in a repository's own folder.
      names.some((name) => foldName(name) === '.git'));
  const inside = scope.roots.some((root) => isWithin(names, segmentsOf(root)));
  return inside
    ? judgeInside(place, access, mode, risky)
    : judgeOutside(place, access, mode, risky);
}
