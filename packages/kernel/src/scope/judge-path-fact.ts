import type { PathFact } from '../facts.ts';
import type { Reason } from '../reasons.ts';
import { pathText } from './path-text.ts';
import type { Access } from './refused.ts';

export interface FactLimits {
  /** Largest file, in bytes, that is read, overwritten or kept for undo. */
  readonly maxBytes: number;
  /** What the operation works on; a file where left out. */
  readonly expects?: 'file' | 'directory' | 'either';
}

/**
 * Judges what lies at a place now: absent, FIFO, socket, device, hard linked, too large, or a folder
 * where a file is meant. Empty where nothing stands against it; `judgePath` says the rest.
 * A symbolic link is refused for reading and writing: the resolver has followed every one it could.
 */
export function judgePathFact(fact: PathFact, access: Access, limits: FactLimits): Reason[] {
  const path = pathText(fact.asked);
  const expects = limits.expects ?? 'file';
  switch (fact.kind) {
    case 'absent':
      return access === 'write' ? [] : [{ code: 'path_not_found', path }];
    case 'fifo':
    case 'socket':
    case 'device':
      return [{ code: 'path_not_regular', path, kind: fact.kind }];
    case 'link':
      return access === 'delete' ? [] : [{ code: 'path_not_regular', path, kind: fact.kind }];
    case 'directory':
      return expects === 'file' ? [{ code: 'path_is_a_folder', path }] : [];
    case 'file': {
      if (expects === 'directory') return [{ code: 'path_not_a_folder', path }];
      const found: Reason[] = [];
      if (fact.links > 1) found.push({ code: 'path_hard_linked', path, links: fact.links });
      if (fact.size > limits.maxBytes) {
        found.push({ code: 'path_too_large', path, size: fact.size, limit: limits.maxBytes });
      }
      return found;
    }
  }
}
