import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Every room is compiled by its own project: kernel, vault and assistant know no Node and no DOM. */
function steps(): readonly Step[] {
  const projects = globSync('{packages,apps}/*/tsconfig*.json').sort();
  return [
    ...projects.map((project): Step => {
      const room = project.split(/[/\\]/)[1] ?? project;
      return { name: `types ${room}`, command: ['tsc', '-p', project] };
    }),
    { name: 'types tests and scripts', command: ['tsc', '-p', 'tsconfig.json'] },
    { name: 'lint', command: ['oxlint'] },
    { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    { name: 'dead code', command: ['knip', '--no-progress', '--no-config-hints'] },
    { name: 'lockfile', command: ['node', 'scripts/check/lockfile.ts'] },
    { name: 'pinned node', command: ['node', 'scripts/check/pinned-node.ts'] },
    { name: 'architecture', command: ['vitest', 'run', 'scripts/architecture'] },
  ];
}

interface Report {
  readonly step: Step;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

function run(step: Step): Promise<Report> {
  const [file, ...args] = step.command;
  const started = performance.now();
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    const child = spawn(`node_modules/.bin/${file}`, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const finish = (passed: boolean): void => {
      resolve({
        step,
        passed,
        output: Buffer.concat(output).toString('utf8'),
        seconds: (performance.now() - started) / 1000,
      });
    };
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => {
      output.push(Buffer.from(String(error)));
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

function show({ step, passed, output, seconds }: Report): void {
  const line = `${passed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds.toFixed(1)} s)`;
  console.log(line);
  if (!passed) console.log(output.trimEnd().replaceAll(/^/gm, '     '));
}

/** `npm run check` runs all; `npm run check -- lint types` those whose name starts so. */
async function main(wanted: readonly string[]): Promise<number> {
  if (!existsSync('node_modules/.bin/tsc')) {
    console.error('Run `npm ci` first.');
    return 1;
  }
  const chosen = steps().filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
  );
  if (chosen.length === 0) {
    console.error(`No check is called ${wanted.join(' or ')}.`);
    return 2;
  }
  const waiting = [...chosen];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const report = await run(step);
      if (!report.passed) failed += 1;
      show(report);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  console.log(`\n${chosen.length - failed} checks passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
