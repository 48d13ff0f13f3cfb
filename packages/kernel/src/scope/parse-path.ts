import type { Reason } from '../reasons.ts';
import { findHidden, utf8Length } from './characters.ts';
import type { Scope, ScopedPath } from './path.ts';
import { placeUnder, segmentsOf } from './path-text.ts';

/** Linux `PATH_MAX` less its terminator, and `NAME_MAX`; bytes. */
const longestPath = 4095;
const longestName = 255;

/**
 * `refuse`: a `..` is an error (file operations). `normalise`: it is taken away lexically, and a
 * shell's other spellings of a home are refused (words of a command).
 */
export interface PathReading {
  readonly parents: 'refuse' | 'normalise';
}

const hiddenCode = {
  nul: 'path_nul',
  control: 'path_control_character',
  invisible: 'path_invisible_character',
} as const;

/** Spellings that other platforms or programs would read as another place; never decoded here. */
function isAlias(text: string, how: PathReading): boolean {
  if (/^\s*file:/iu.test(text)) return true;
  if (how.parents === 'refuse') return text.includes('\\');
  return /^~[A-Za-z0-9_+-]/u.test(text);
}

function lengthProblem(names: readonly string[]): boolean {
  let whole = 0;
  for (const name of names) {
    const bytes = utf8Length(name);
    if (bytes > longestName) return true;
    whole += bytes + 1;
  }
  return whole > longestPath;
}

/**
 * Reads a path as a person or a model wrote it, without touching the disk. Relative paths start at
 * `scope.cwd`; `~` and `~/` are the home; `%2e`, `CON`, `name:stream` are literal names and are never
 * decoded; backslashes (in file operations), `file:` URLs and `~other` are `path_platform_alias`.
 * The place lies under the longest root that holds it, else under `/`. A word that a shell had
 * quoted and that begins with `~` must be given as `./~…`.
 */
export function parsePath(
  text: string,
  scope: Scope,
  how: PathReading,
): { readonly path: ScopedPath } | { readonly refused: Reason } {
  if (text === '') return { refused: { code: 'path_empty' } };
  // Before any other work on it, so that a huge text costs nothing.
  if (text.length > longestPath) return { refused: { code: 'path_too_long' } };
  const hidden = findHidden(text);
  if (hidden !== null) {
    const point = hidden.at.toString(16).toUpperCase().padStart(4, '0');
    return { refused: { code: hiddenCode[hidden.kind], character: `U+${point}` } };
  }
  if (isAlias(text, how)) return { refused: { code: 'path_platform_alias' } };

  const fromHome = text === '~' || text.startsWith('~/');
  const start = fromHome ? scope.home : text.startsWith('/') ? '/' : scope.cwd;
  const names = [...segmentsOf(start)];
  for (const name of segmentsOf(fromHome ? text.slice(1) : text)) {
    if (name === '.') continue;
    if (name !== '..') names.push(name);
    else if (how.parents === 'refuse') return { refused: { code: 'path_parent_segment' } };
    else names.pop();
  }
  if (lengthProblem(names)) return { refused: { code: 'path_too_long' } };
  return { path: placeUnder(names, scope.roots) };
}
