import type { ScopedPath } from './path.ts';

/** The names of an absolute directory text, without empty ones. */
export function segmentsOf(absolute: string): readonly string[] {
  return absolute.split('/').filter((segment) => segment !== '');
}

/** Every name from `/` down to the place. */
export function allSegments(path: ScopedPath): readonly string[] {
  return [...segmentsOf(path.root), ...path.segments];
}

/** The place as one absolute text, for the machine and for people. */
export function pathText(path: ScopedPath): string {
  return `/${allSegments(path).join('/')}`;
}

/** True where `inner` is `outer` or lies below it, name by name. */
export function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.length >= outer.length && outer.every((segment, index) => inner[index] === segment);
}

/** The place under the longest root that holds it, else under `/`. */
export function placeUnder(segments: readonly string[], roots: readonly string[]): ScopedPath {
  let best: { readonly root: string; readonly depth: number } = { root: '/', depth: 0 };
  for (const root of roots) {
    const own = segmentsOf(root);
    if (own.length > best.depth && isWithin(segments, own)) best = { root, depth: own.length };
  }
  return { root: best.root, segments: segments.slice(best.depth) };
}
