import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { margin, short } from './row.ts';
import type { Row } from './row.ts';

type Bench = () => Promise<Row | readonly Row[]>;

/** Every measurement, by name; loaded only when it runs, and run one at a time. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  files: async () => (await import('../packages/host/src/files/bench.ts')).benchContainedRead,
  shell: async () => (await import('../packages/host/src/shell/bench.ts')).benchSandbox,
  ledger: async () => (await import('../packages/host/src/ledger/bench.ts')).benchLedger,
  index: async () => (await import('../packages/host/src/index/bench.ts')).benchIndex,
  gate: async () => (await import('./gate.ts')).benchGate,
  command: async () => (await import('./command.ts')).benchCommand,
  statement: async () => (await import('./statement.ts')).benchStatement,
  start: async () => (await import('./start.ts')).benchStart,
};

function governor(): string {
  try {
    return readFileSync('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

/** What the figures depend on. */
function machine(): Readonly<Record<string, string>> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: String(availableParallelism()),
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    governor: governor(),
    kernel: `${process.platform} ${release()}`,
    node: process.version,
    user: process.getuid?.() === 0 ? 'root' : 'ordinary',
  };
}

function show(row: Row): void {
  const times = margin(row);
  console.log(
    [
      row.ok ? 'met ' : 'MISS',
      row.name.padEnd(48),
      row.got.padStart(16),
      `goal ${row.goal}`.padEnd(24),
      Number.isFinite(times) ? `${short(times)} × of it` : '',
    ].join('  '),
  );
  console.log(`      ${row.detail}\n`);
}

function listed(rows: Row | readonly Row[]): readonly Row[] {
  return 'name' in rows ? [rows] : rows;
}

interface Options {
  readonly json: boolean;
  readonly only: readonly string[];
}

function parse(args: readonly string[]): Options | null {
  const only: string[] = [];
  let json = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const name = word === '--only' ? (args[(at += 1)] ?? '') : word;
    if (word === '--json') json = true;
    else if (Object.hasOwn(benches, name)) only.push(name);
    else return null;
  }
  return { json, only };
}

async function main(args: readonly string[]): Promise<number> {
  const options = parse(args);
  if (options === null) {
    console.error(
      `usage: npm run bench -- [--json] [--only NAME]…   NAME: ${Object.keys(benches).join(', ')}`,
    );
    return 2;
  }
  if (!options.json)
    console.log(
      `${Object.entries(machine())
        .map(([k, v]) => `${k} ${v}`)
        .join(' · ')}\n`,
    );
  const rows: Row[] = [];
  for (const [name, load] of Object.entries(benches)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    for (const row of listed(await (await load())())) {
      rows.push(row);
      if (!options.json) show(row);
    }
  }
  if (options.json) {
    console.log(JSON.stringify({ machine: machine(), rows }, null, 2));
  }
  return rows.every(({ ok }) => ok) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
