import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a process that exchanges each pair of paths as fast as it can; `stop` ends it. */
export async function startRacer(
  pairs: readonly (readonly [string, string])[],
): Promise<{ stop(): Promise<void> }> {
  const racer = fileURLToPath(new URL('racer.ts', import.meta.url));
  const child = spawn(process.execPath, [racer, ...pairs.flat()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async stop() {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGKILL');
      const [code] = await ended;
      // Without a racer nothing was proven.
      if (code !== null) throw new Error(`the racer ended by itself with ${String(code)}`);
    },
  };
}
