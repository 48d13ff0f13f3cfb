import { statSync } from 'node:fs';
import { isRootsAlone } from './system.ts';

const PLACES = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap'];

/** The machine's bubblewrap, where root alone may change it; null where there is none. */
export function bubblewrap(): string | null {
  const found = PLACES.find(
    (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true && isRootsAlone(path),
  );
  return found ?? null;
}
