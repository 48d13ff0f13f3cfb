import { GatehouseError } from '@gatehouse/kernel/error';

/** Named secrets of the passphrase vault, in memory. */
export type Entries = Map<string, Buffer>;

/**
 * The vault's plaintext: for each entry, by name, `u16 name length, name, u32 length, bytes`, big
 * endian. Binary, because JSON would make a string of every key. The caller zeroes the result.
 */
export function packEntries(entries: Entries): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const label = Buffer.from(name, 'utf8');
    const head = Buffer.alloc(2 + label.length + 4);
    head.writeUInt16BE(label.length, 0);
    label.copy(head, 2);
    head.writeUInt32BE(value.length, 2 + label.length);
    parts.push(head, value);
  }
  return Buffer.concat(parts);
}

/** Copies every entry out of `packed`. Throws `vault_corrupt` for anything `packEntries` never wrote. */
export function unpackEntries(packed: Buffer): Entries {
  const entries: Entries = new Map();
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > packed.length) {
      zeroEntries(entries);
      throw new GatehouseError('vault_corrupt', 'The passphrase vault is damaged.');
    }
    const part = packed.subarray(at, at + length);
    at += length;
    return part;
  };
  while (at < packed.length) {
    const name = take(take(2).readUInt16BE(0)).toString('utf8');
    entries.set(name, Buffer.from(take(take(4).readUInt32BE(0))));
  }
  return entries;
}

export function zeroEntries(entries: Entries): void {
  for (const value of entries.values()) value.fill(0);
  entries.clear();
}
