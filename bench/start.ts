import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startKeyring } from '../packages/host/src/secrets/testing/with-keyring.ts';
import { quantile, row } from './row.ts';
import type { Row } from './row.ts';

const root = resolve(import.meta.dirname, '..');

function once(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): number {
  const started = performance.now();
  const run = spawnSync(
    process.execPath,
    [join(root, 'apps/gatehouse/bin/gatehouse.cjs'), ...args],
    { cwd, env, input: '', encoding: 'utf8' },
  );
  const took = performance.now() - started;
  if (run.status !== 0) throw new Error(`gatehouse ${args.join(' ')}: ${run.stderr}`);
  return took;
}

/** From the start of the process to the last byte of an offline answer, on an indexed domain. */
export async function benchStart(): Promise<readonly Row[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-bench-start-')));
  // A real keychain: without one there is no index that outlives a run.
  const keyring = await startKeyring('unlocked');
  try {
    const env = { ...keyring.env, GATEHOUSE_HOME: join(folder, 'home'), NO_COLOR: '1' };
    mkdirSync(join(folder, 'notes'));
    cpSync(join(root, 'docs'), join(folder, 'notes'), { recursive: true });
    const ask = ['ask', 'What does the gate do?', '--in', 'notes'];
    once(ask, folder, env);
    const samples = Array.from({ length: 15 }, () => once(ask, folder, env));
    const bare = Array.from({ length: 15 }, () => {
      const started = performance.now();
      spawnSync(process.execPath, ['-e', '0']);
      return performance.now() - started;
    });
    return [
      row(
        'start to the last byte of an offline answer',
        quantile(samples, 0.5),
        { most: 400 },
        'ms p50',
        `spawn to exit of \`gatehouse ask … --in notes\` from source, over the few notes of docs/, a real keychain, domain indexed before, 15 times; slowest ${Math.max(...samples).toFixed(0)} ms; a bare \`node -e 0\` ${quantile(bare, 0.5).toFixed(0)} ms`,
      ),
    ];
  } finally {
    await keyring.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
