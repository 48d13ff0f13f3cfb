import type { Scope } from '../scope/path.ts';
import type { Sink } from './arguments.ts';

/** Sinks of our own operations that are places on this machine; of several, `path 1` and so on. */
const places = new Set(['path', 'from', 'to', 'back', 'cwd']);

/** The sinks an operation declares: bytes as they are, a place also as people write the same one. */
export function declared(
  sinks: Readonly<Record<string, string>>,
  scope: Pick<Scope, 'cwd' | 'home'>,
): readonly Sink[] {
  return Object.entries(sinks).map(([argument, value]): Sink => {
    if (argument === 'command') return { argument, value, as: 'command' };
    if (!places.has(argument.replace(/ \d+$/u, ''))) return { argument, value, as: 'exact' };
    return { argument, value, as: 'exact', alike: spellings(value, scope) };
  });
}

/** Absolute, from the folder, from the home; with and without `./` and a last `/`. */
function spellings(path: string, { cwd, home }: Pick<Scope, 'cwd' | 'home'>): readonly string[] {
  const plain = path.replace(/^(?:\.\/)+/u, '').replace(/\/+$/u, '');
  if (plain === '' || plain === '.') return [];
  const absolute = plain.startsWith('/') ? plain : `${cwd}/${plain}`;
  const below = (folder: string) =>
    absolute.startsWith(`${folder}/`) ? [absolute.slice(folder.length + 1)] : [];
  const alike = [
    absolute,
    ...below(cwd).flatMap((rest) => [rest, `./${rest}`]),
    ...below(home).map((rest) => `~/${rest}`),
  ];
  return alike.flatMap((one) => [one, `${one}/`]);
}
