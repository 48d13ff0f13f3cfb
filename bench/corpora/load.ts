import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { staysOutside } from '../../scripts/bundle/bundle.ts';
import { quantile, row } from '../row.ts';
import type { Bench } from './bench.ts';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'packages/kernel/src/index.ts');

/** Imports a module as the program does, with compiled code kept, and says what that took. */
const timed = `
const [file, cache] = process.argv.slice(1);
const { enableCompileCache, registerHooks } = await import('node:module');
enableCompileCache(cache);
const seen = [];
if (process.argv[3] === 'listen') {
  registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) });
}
const [started, before] = [performance.now(), process.cpuUsage()];
await import(file);
const took = performance.now() - started;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ took, busy: (user + system) / 1000, seen }));
`;

interface Import {
  /** Milliseconds on the clock, and of work. */
  readonly took: number;
  readonly busy: number;
  readonly seen: readonly string[];
}

function once(file: string, cache: string, listen = ''): Import {
  const run = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', timed, pathToFileURL(file).href, cache, listen],
    { encoding: 'utf8', cwd: root },
  );
  if (run.status !== 0) throw new Error(`importing ${file}: ${run.stderr}`);
  return JSON.parse(run.stdout) as Import;
}

function times(file: string, cache: string): { took: number; busy: number } {
  once(file, cache);
  const runs = Array.from({ length: 15 }, () => once(file, cache));
  const p50 = (of: (run: Import) => number): number => quantile(runs.map(of), 0.5);
  return { took: p50(({ took }) => took), busy: p50(({ busy }) => busy) };
}

/** How long the kernel's main entry takes to import in a fresh process, and what it brings along. */
export async function measureLoad(bench: Bench): Promise<void> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'bench-kernel-'));
  try {
    const cache = join(folder, 'cache');
    // As it is installed: what it needs of others is in the same file.
    const build = await rolldown({ input: source, platform: 'node', external: staysOutside });
    await build.write({ dir: folder, format: 'esm' });
    const bundled = times(join(folder, 'index.js'), cache);
    const fromSource = times(source, cache);
    bench.figure(
      row(
        'kernel: import of its main entry, p50',
        bundled.took,
        { most: 40 },
        'ms',
        `bundled as it is installed, 15 fresh processes, compiled code kept; ${bundled.busy.toFixed(0)} ms of work; from source ${fromSource.took.toFixed(0)} ms, ${fromSource.busy.toFixed(0)} ms of work`,
      ),
    );
    const { seen } = once(source, cache, 'listen');
    const grammar = seen.filter((url) => /libpg|\.wasm$/u.test(url));
    bench.figure(
      row(
        'kernel: files of the Postgres grammar loaded with it',
        grammar.length,
        { most: 0 },
        'files',
        `of ${seen.length} that its import loads`,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
