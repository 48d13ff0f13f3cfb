import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { GatehouseError } from '@gatehouse/kernel/error';

/** Stands in a request's header where the key belongs. */
export const newMarker = () => `gatehouse-key-${randomBytes(12).toString('hex')}`;

/**
 * Puts the key in the marker's place at the moment the header leaves for the socket. Node's client
 * takes header values as strings only, and a string cannot be zeroed; so it is given the marker, and
 * the bytes that go to TLS are made here. The key and those bytes are zeroed once written; what
 * remains is OpenSSL's own record buffer, which it reuses.
 */
export function putKeyAtMarker(socket: Socket, marker: string, key: Buffer): void {
  const write = socket.write.bind(socket) as Write;
  const writeOnce: Write = (chunk, encoding, done) => {
    Reflect.deleteProperty(socket, 'write');
    const header =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8')
        : Buffer.from(chunk);
    const at = header.indexOf(marker);
    if (at === -1) {
      key.fill(0);
      socket.destroy();
      throw new GatehouseError('key_header', 'The request was not sent: its key had no place.');
    }
    const whole = Buffer.concat([header.subarray(0, at), key, header.subarray(at + marker.length)]);
    key.fill(0);
    // Alone: of writes gathered together TLS makes one more copy, and frees it without zeroing.
    while (socket.writableCorked > 0) socket.uncork();
    const then = typeof encoding === 'function' ? encoding : done;
    return write(whole, undefined, (error) => {
      whole.fill(0);
      then?.(error);
    });
  };
  socket.write = writeOnce as Socket['write'];
}

type Done = (error?: Error | null) => void;
type Write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done) => boolean;
