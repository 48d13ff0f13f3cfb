import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ProcessCalls } from '../../native/process-calls.ts';

export interface OutputPipe {
  /** Standard output and error of the child, one pipe, so that they keep their order. */
  readonly child: number;
  started(): void;
  /** Resolves when nobody holds the other end. */
  readonly ended: Promise<void>;
  /** True once output was cut. */
  truncated(): boolean;
  close(): void;
}

/** Hands on at most `limit` bytes; at the first byte beyond, calls `over` and reads no more. */
export function createOutput(
  calls: ProcessCalls,
  limit: number,
  to: { readonly bytes: (bytes: Buffer) => void; readonly over: () => void },
): OutputPipe {
  const pipe = calls.pipe();
  const child = new Set([pipe.write]);
  const started = () => {
    for (const fd of child) closeSync(fd);
    child.clear();
  };
  let left = limit;
  let cut = false;
  const socket = new Socket({ fd: pipe.read, readable: true, writable: false });
  socket.on('data', (bytes: Buffer) => {
    if (cut) return;
    if (bytes.length > left) {
      cut = true;
      if (left > 0) to.bytes(bytes.subarray(0, left));
      to.over();
      socket.destroy();
      return;
    }
    left -= bytes.length;
    to.bytes(bytes);
  });
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    socket.once('error', () => {
      resolve();
    });
  });
  return {
    child: pipe.write,
    started,
    ended,
    truncated: () => cut,
    close() {
      started();
      socket.destroy();
    },
  };
}
