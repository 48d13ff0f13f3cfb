import type { BigIntStats } from 'node:fs';

/** A file's modification and change time in nanoseconds, decimal: a replaced or edited file shows. */
export const changedOf = (stat: BigIntStats): string =>
  `${String(stat.mtimeNs)}.${String(stat.ctimeNs)}`;
