import { GatehouseError } from '@gatehouse/kernel/error';

/** A frame: length (u32) of what follows, run id (u32; 0 for a message), then JSON or raw output. */
const HEADER = 8;
const MAX_FRAME = 64 << 20;

export type Frame =
  | { readonly message: unknown }
  | { readonly output: { readonly id: number; readonly bytes: Buffer } };

export function encodeMessage(message: unknown): Buffer {
  return encode(0, Buffer.from(JSON.stringify(message)));
}

/** `id` is never 0. */
export const encodeOutput = (id: number, bytes: Uint8Array): Buffer => encode(id, bytes);

function encode(id: number, bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER + bytes.byteLength);
  frame.writeUInt32LE(4 + bytes.byteLength, 0);
  frame.writeUInt32LE(id, 4);
  frame.set(bytes, HEADER);
  return frame;
}

/** Cuts a byte stream into frames. Throws `frame_malformed` for a length nobody sends. */
export function createDecoder(): (bytes: Buffer) => readonly Frame[] {
  let waiting: Buffer = Buffer.alloc(0);
  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    const frames: Frame[] = [];
    while (waiting.length >= HEADER) {
      const length = waiting.readUInt32LE(0);
      if (length < 4 || length > MAX_FRAME) {
        throw new GatehouseError('frame_malformed', 'The broker’s channel carried no frame.');
      }
      if (waiting.length < 4 + length) break;
      const id = waiting.readUInt32LE(4);
      const body = waiting.subarray(HEADER, 4 + length);
      if (id === 0) frames.push({ message: JSON.parse(body.toString('utf8')) as unknown });
      else frames.push({ output: { id, bytes: body } });
      waiting = waiting.subarray(4 + length);
    }
    return frames;
  };
}
