/** Choices drawn from one stream, so that a seed gives the same programs everywhere. */
export interface Random {
  /** A whole number from 0 up to `below`, which is left out. */
  below(below: number): number;
  chance(share: number): boolean;
  /** Throws a RangeError where there is nothing to choose. */
  pick<T>(from: readonly T[]): T;
}

/** The 32-bit generator "mulberry32" (public domain, T. Ettinger): quick, and good enough for tests. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (share) => next() < share,
    pick: (from) => {
      const at = below(from.length);
      if (!(at in from)) throw new RangeError('nothing to choose from');
      return from[at] as (typeof from)[number];
    },
  };
}
