import { closeSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { ProcessCalls } from '../../native/process-calls.ts';

/**
 * What runs first, in the system's own shell, where the command will run: it says that it stands
 * and starts the command only when told to. Everything about it can be looked at and limited in
 * between, and if the broker is gone the read fails and nothing runs.
 */
const SCRIPT = 'printf . >&3 && read -r go <&4 && [ "$go" = go ] && exec "$@" 3>&- 4<&-; exit 125';

/** `tag` shows in the process list, so that whoever is left of a killed broker can be found. */
export const stageLine = (argv: readonly string[], tag: string): readonly string[] => [
  '/bin/sh',
  '-c',
  SCRIPT,
  tag,
  ...argv,
];

export interface Stage {
  /** To hand to the child as its descriptors 3 and 4. */
  readonly child: readonly [number, number];
  /** Call once the child was started: its ends belong to it alone. */
  started(): void;
  /** Resolves true when the stage stands, false when it ended before. */
  readonly stands: Promise<boolean>;
  go(): void;
  close(): void;
}

export function createStage(calls: ProcessCalls): Stage {
  const ready = calls.pipe();
  const go = calls.pipe();
  const own = new Set([go.write]);
  const childs = new Set([ready.write, go.read]);
  const shut = (fds: Set<number>) => {
    for (const fd of fds) closeSync(fd);
    fds.clear();
  };
  const socket = new Socket({ fd: ready.read, readable: true, writable: false });
  const stands = new Promise<boolean>((resolve) => {
    socket.once('data', () => {
      resolve(true);
    });
    socket.once('close', () => {
      resolve(false);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
  return {
    child: [ready.write, go.read],
    started: () => {
      shut(childs);
    },
    stands,
    go() {
      writeSync(go.write, 'go\n');
      shut(own);
    },
    close() {
      socket.destroy();
      shut(own);
      shut(childs);
    },
  };
}
