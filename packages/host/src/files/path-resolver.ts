import { closeSync, fstatSync, type BigIntStats } from 'node:fs';
import type { Fact, FactQuery, PathFact } from '@gatehouse/kernel';
import { allSegments, placeUnder, type ScopedPath } from '@gatehouse/kernel/scope';
import { codeOf } from '../native/index.ts';
import { foldsCase } from './case-folding.ts';
import { LOOK, READ, type Containment, type Directory } from './containment.ts';
import { createContents } from './contents.ts';
import { digestOf } from './digest.ts';
import { followLinks, isHidden } from './follow-links.ts';
import { changed, identityOf, isSame, kindOf, type Identity } from './identity.ts';
import { exactText } from './text.ts';

export type PathQuery = Extract<FactQuery, { kind: 'path' | 'paths' }>;

/** Answers the facts about places, and nothing else: it changes, blocks on and runs nothing. */
export interface PathResolver {
  /**
   * Throws `changed` where a place is renamed as fast as it is looked at. An unreadable place is
   * `absent`: the asker learns no more than that. A loop of links is a `link`.
   */
  resolve<Q extends PathQuery>(query: Q, signal: AbortSignal): Promise<Fact<Q>>;
}

export interface PathResolverDeps {
  readonly containment: Containment;
  /** The scope's roots of now, absolute and real: a real path is given under the longest of them. */
  readonly roots: () => readonly string[];
  /** Larger files get no digest and no text. */
  readonly maxBytes: number;
}

/** How often a place that is renamed meanwhile is looked at again. */
const ATTEMPTS = 8;

export function createPathResolver(deps: PathResolverDeps): PathResolver {
  const { containment, maxBytes } = deps;
  const contents = createContents(containment);
  let slash: Directory | undefined;
  const top = () => (slash ??= containment.enter('/', []));

  function fact(asked: ScopedPath, wantsContents: boolean): PathFact {
    // Most paths hold no link: then one look is the whole way.
    const direct = observe(allSegments(asked), wantsContents);
    if (direct !== null && direct.kind !== 'absent' && direct.kind !== 'link') {
      return placed(asked, allSegments(asked), direct);
    }
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { names, loop } = followLinks(allSegments(asked));
      const seen = observe(names, wantsContents);
      if (seen === null) continue;
      if (loop) return placed(asked, names, { ...seen, kind: 'link' });
      if (seen.kind !== 'link') return placed(asked, names, seen);
    }
    throw changed('place');
  }

  type Observed = Omit<PathFact, 'asked' | 'real'>;

  const placed = (asked: ScopedPath, names: readonly string[], seen: Observed): PathFact => ({
    asked,
    real: placeUnder(names, deps.roots()),
    ...seen,
  });

  /** What lies at names that hold no link on the way; null where one was met, or names moved. */
  function observe(names: readonly string[], wantsContents: boolean): Observed | null {
    for (let depth = Math.max(names.length - 1, 0); ; depth--) {
      let parent: Directory;
      try {
        parent = containment.enter(top(), names.slice(0, depth));
      } catch (error) {
        if (depth > 0 && isHidden(error)) continue;
        throw error;
      }
      try {
        if (names.length === 0) return described(parent, null, fstat(parent.fd), null);
        const name = depth === names.length - 1 ? names[depth] : undefined;
        return name === undefined ? absent(parent) : entry(parent, name, wantsContents);
      } finally {
        closeSync(parent.fd);
      }
    }
  }

  function entry(parent: Directory, name: string, wantsContents: boolean): Observed | null {
    let fd: number;
    try {
      fd = containment.open(parent, [name], LOOK);
    } catch (error) {
      if (isHidden(error)) return absent(parent);
      throw error;
    }
    try {
      const stats = fstat(fd);
      if (!wantsContents || !stats.isFile() || stats.size > BigInt(maxBytes)) {
        return described(parent, name, stats, null);
      }
      const bytes = read(parent, name, stats);
      return bytes === 'another' ? null : described(parent, name, stats, bytes);
    } finally {
      closeSync(fd);
    }
  }

  /** Null where the file may not be read or grew past the limit. */
  function read(parent: Directory, name: string, stats: BigIntStats): Buffer | null | 'another' {
    let fd: number;
    try {
      fd = containment.open(parent, [name], READ);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'another';
      if (isHidden(error)) return null;
      throw error;
    }
    try {
      if (!isSame(fstat(fd), identityOf(stats))) return 'another';
      return contents.read(fd, Number(stats.size), maxBytes);
    } catch (error) {
      if (codeOf(error) === 'path_too_large') return null;
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  function absent(parent: Directory): Observed {
    return {
      kind: 'absent',
      device: '0',
      inode: '0',
      parent: identityOf(fstat(parent.fd)),
      size: 0,
      links: 0,
      folds: foldsCase(parent, null, null),
      digest: null,
      text: null,
    };
  }

  function described(
    parent: Directory,
    name: string | null,
    stats: BigIntStats,
    bytes: Buffer | null,
  ): Observed {
    const identity: Identity = identityOf(stats);
    return {
      kind: kindOf(stats),
      ...identity,
      parent: identityOf(fstat(parent.fd)),
      size: Number(stats.size),
      links: Number(stats.nlink),
      folds: foldsCase(parent, name, stats),
      digest: bytes === null ? null : digestOf(bytes),
      text: bytes === null ? null : exactText(bytes),
    };
  }

  return {
    resolve<Q extends PathQuery>(query: Q, signal: AbortSignal) {
      return new Promise<Fact<Q>>((resolve) => {
        signal.throwIfAborted();
        const found =
          query.kind === 'path'
            ? fact(query.path, query.contents)
            : query.paths.map((path) => fact(path, query.contents));
        resolve(found as Fact<Q>);
      });
    },
  };
}

const fstat = (fd: number): BigIntStats => fstatSync(fd, { bigint: true });
