import { GatehouseError } from '@gatehouse/kernel/error';

/**
 * Throws for a name that is not exactly one entry of a directory: `path_parent_segment` for `..`,
 * `path_nul` for a NUL, `path_malformed` for an empty name, `.`, a separator, or text that is not
 * well-formed (a lone surrogate would silently become another name on disk).
 */
export function requireSegment(name: string): void {
  if (name === '..') throw new GatehouseError('path_parent_segment', 'A path may not hold "..".');
  if (name === '' || name === '.' || name.includes('/') || !name.isWellFormed()) {
    throw new GatehouseError('path_malformed', 'A path holds an impossible name.');
  }
  if (name.includes('\0')) throw new GatehouseError('path_nul', 'A path holds a NUL character.');
}

/** The relative path of `segments`, checked one by one; `.` for none. */
export function joinSegments(segments: readonly string[]): string {
  if (segments.length === 0) return '.';
  for (const segment of segments) requireSegment(segment);
  return segments.join('/');
}
