import { GatehouseError } from '@gatehouse/kernel/error';
import type { Containment } from './containment.ts';

/** Reads whole files of limited size into memory that is used again. */
export interface Contents {
  /**
   * What the open regular file holds, at most `limit` bytes; `size` is what fstat said and only a
   * hint. The bytes are valid until the next call. Throws `path_too_large`.
   */
  read(fd: number, size: number, limit: number): Buffer;
}

/** Most notes fit; larger files get memory of their own. */
const USUAL = 64 << 10;

export function createContents({ read }: Pick<Containment, 'read'>): Contents {
  const usual = Buffer.allocUnsafeSlow(USUAL);
  return {
    read(fd, size, limit) {
      if (size > limit) throw tooLarge(limit);
      // One byte more than expected: a file that grew shows itself without a second fstat.
      let buffer = size < USUAL ? usual : Buffer.allocUnsafeSlow(size + 1);
      let filled = 0;
      for (;;) {
        const rest = filled === 0 ? buffer : buffer.subarray(filled);
        const got = read(fd, rest, rest.length);
        if (got === 0) return buffer.subarray(0, filled);
        filled += got;
        if (filled > limit) throw tooLarge(limit);
        if (filled === buffer.length) {
          const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 2, limit + 1));
          buffer.copy(larger);
          buffer = larger;
        } else if (filled === size) return buffer.subarray(0, filled);
      }
    },
  };
}

const tooLarge = (limit: number) =>
  new GatehouseError('path_too_large', `The file is larger than ${String(limit)} bytes.`);
