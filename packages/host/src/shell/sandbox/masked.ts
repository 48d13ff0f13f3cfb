import { readdirSync } from 'node:fs';
import { createRefusals, type Scope } from '@gatehouse/kernel/scope';
import { codeOf } from '../../native/index.ts';

/**
 * Refused places that exist below a root (key material, browser profiles, Gatehouse's own home),
 * absolute: a command finds them empty. Only a root that holds such a place is searched, and only
 * on the way to one.
 */
export function maskedPlaces(
  root: string,
  scope: Pick<Scope, 'home' | 'gatehouse' | 'roots'>,
): readonly string[] {
  const refusals = createRefusals(scope);
  const found: string[] = [];
  const search = (path: string, names: readonly string[]) => {
    if (refusals.holds(names) === null) return;
    for (const name of namesOf(path)) {
      const below = [...names, name];
      const own = `${path === '/' ? '' : path}/${name}`;
      if (refusals.match(below, 'read') !== null) found.push(own);
      else search(own, below);
    }
  };
  search(
    root,
    root.split('/').filter((name) => name !== ''),
  );
  return found;
}

/** Directories and files; a link is no place of its own, what it names is masked where it lies. */
function namesOf(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.isSymbolicLink())
      .map((entry) => entry.name);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error))) return [];
    throw error;
  }
}
