/**
 * Addresses that are not on the public internet. Sources: the IANA IPv4 and IPv6 special-purpose
 * address registries (RFC 6890 and its updates), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380
 * (Teredo), RFC 5214 (ISATAP); and the one public address that is a cloud's own metadata service.
 */
type Bytes = readonly number[];

const ipv4Ranges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT; some clouds' metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // Azure's wire server
  ['169.254.0.0', 16], // link-local; most clouds' metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; a cloud's metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

function parseIpv4(text: string): Bytes | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/u.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte < 256) ? bytes : null;
}

function inRange(address: Bytes, prefix: Bytes, bits: number): boolean {
  return address.every((byte, index) => {
    const left = Math.max(0, Math.min(8, bits - index * 8));
    const mask = (0xff00 >> left) & 0xff;
    return (byte & mask) === ((prefix[index] ?? 0) & mask);
  });
}

const ipv4Blocks = ipv4Ranges.map(([text, bits]) => ({ prefix: parseIpv4(text) ?? [], bits }));

function isPrivateIpv4(address: Bytes): boolean {
  return ipv4Blocks.some(({ prefix, bits }) => inRange(address, prefix, bits));
}

function parseGroups(text: string): readonly number[] | null {
  if (text === '') return [];
  const groups = text
    .split(':')
    .map((part) => (/^[\da-f]{1,4}$/iu.test(part) ? parseInt(part, 16) : -1));
  return groups.includes(-1) ? null : groups;
}

/** The eight groups of an IPv6 address, a dotted tail included; null where it is none. */
function parseIpv6(text: string): readonly number[] | null {
  let rest = text;
  const dotted = /^(.*:)([\d.]+)$/u.exec(text);
  if (dotted?.[2]?.includes('.') === true) {
    const tail = parseIpv4(dotted[2]);
    if (tail === null) return null;
    const [a = 0, b = 0, c = 0, d = 0] = tail;
    rest = `${dotted[1] ?? ''}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '');
  if (head === null) return null;
  if (halves.length === 1) return head.length === 8 ? head : null;
  const tail = parseGroups(halves[1] ?? '');
  if (tail === null || head.length + tail.length > 7) return null;
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
}

/** Public only inside 2000::/3, less what in it is special or carries an IPv4 address. */
function isPrivateIpv6(groups: readonly number[]): boolean {
  const [first = 0, second = 0] = groups;
  if (first < 0x2000 || first > 0x3fff) return true;
  if (first === 0x2001 && second < 0x200) return true; // Teredo, ORCHID, benchmarks
  if (first === 0x2001 && second === 0xdb8) return true; // documentation
  if (first === 0x2002) return true; // 6to4
  if (first === 0x3fff && second < 0x1000) return true; // documentation
  const isatap = ((groups[4] ?? 0) & 0xfdff) === 0 && groups[5] === 0x5efe;
  if (!isatap) return false;
  const [high = 0, low = 0] = groups.slice(6);
  return isPrivateIpv4([high >> 8, high & 255, low >> 8, low & 255]);
}

/** True for `127.0.0.0/8` and `::1`, in their canonical spelling. */
export function isLoopbackAddress(address: string): boolean {
  const bytes = parseIpv4(address);
  if (bytes !== null) return bytes[0] === 127;
  const groups = parseIpv6(address);
  return groups !== null && groups.every((group, index) => group === (index === 7 ? 1 : 0));
}

/** True where the text is an IPv4 or IPv6 address in a strict spelling, without brackets. */
export function isAddress(text: string): boolean {
  return parseIpv4(text) !== null || parseIpv6(text) !== null;
}

/**
 * True where an address must not be dialled: private, loopback, link-local, mapped, translated,
 * tunnelled, multicast, reserved, metadata, or not an address in a strict spelling at all (a zone,
 * octal, a name). Used on the URL's own host and on every address that a name resolves to.
 */
export function isPrivateAddress(address: string): boolean {
  const bytes = parseIpv4(address);
  if (bytes !== null) return isPrivateIpv4(bytes);
  const groups = parseIpv6(address);
  return groups === null || isPrivateIpv6(groups);
}
