import { foldName } from './characters.ts';
import { codeDirectories, directories, endings, names } from './executes-later-names.ts';

interface Pattern {
  readonly start: string;
  readonly end: string;
}

function pattern(name: string): Pattern {
  const star = name.indexOf('*');
  return { start: foldName(name.slice(0, star)), end: foldName(name.slice(star + 1)) };
}

const loose = names.filter((name) => name.includes('*')).map(pattern);
const whole = new Set(names.filter((name) => !name.includes('*')).map(foldName));
const folders = new Set(directories.map(foldName));
const codeFolders = new Set(codeDirectories.map(foldName));
const suffixes = new Set(endings);

/**
 * True where something runs or obeys a file of this place later. `segments` are the names below a
 * root (or below `/`); the last may be a directory's own name.
 */
export function executesLater(segments: readonly string[]): boolean {
  const folded = segments.map(foldName);
  if (folded.some((name) => folders.has(name)) || isProtocol(folded)) return true;
  if (folded.some((name) => codeFolders.has(name)) && !isNote(segments)) return true;
  const last = folded.at(-1) ?? '';
  if (whole.has(last)) return true;
  const [, ending] = /\.([^.]*)$/u.exec(last) ?? [];
  if (ending !== undefined && suffixes.has(ending)) return true;
  return loose.some(({ start, end }) => last.startsWith(start) && last.endsWith(end));
}

/** Where Gatehouse itself looks for protocols: what stands there is obeyed as the person's own words. */
const protocolFolders = new Set(['protocols', 'skills']);

const isProtocol = ([first = '', ...below]: readonly string[]) =>
  protocolFolders.has(first) && (below.length === 0 || below.at(-1)?.endsWith('.md') === true);

const noteEndings = new Set(['md', 'markdown', 'txt', 'text', 'canvas']);

/** True for Markdown and plain text, which nothing executes: what standard mode writes with undo. */
export function isNote(segments: readonly string[]): boolean {
  const last = foldName(segments.at(-1) ?? '');
  const dot = last.lastIndexOf('.');
  return dot > 0 && noteEndings.has(last.slice(dot + 1));
}
