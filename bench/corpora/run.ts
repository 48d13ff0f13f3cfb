/**
 * Measures the gate against third-party corpora that are no part of the project, through the real
 * program, and prints one table of figures beside what they were to reach.
 * `npm run bench:gate -- --corpora DIR [--only NAME]… [--show]`; exits 1 where a figure is missed.
 */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row as Figure } from '../row.ts';
import { explain, rowsOf } from './bench.ts';
import type { Bench } from './bench.ts';

type Measure = (bench: Bench) => Promise<void> | void;

/** Every part, in the order of the table; loaded only when it is measured. */
const measures: Readonly<Record<string, () => Promise<Measure>>> = {
  commands: async () => (await import('./commands.ts')).measureCommands,
  paths: async () => (await import('./paths.ts')).measurePaths,
  markup: async () => (await import('./markup.ts')).measureMarkup,
  statements: async () => (await import('./statements.ts')).measureStatements,
  flows: async () => (await import('./flows.ts')).measureFlows,
  secrets: async () => (await import('../secrets.ts')).measureSecrets,
  load: async () => (await import('./load.ts')).measureLoad,
};

type Line = Omit<Figure, 'ok'> & { readonly state: 'ok' | 'NOT' | 'skip' };

function print(lines: readonly Line[]): void {
  const columns = (name: string, got: string, goal: string): string =>
    `${name.padEnd(66)} ${got.padStart(14)}   ${goal.padEnd(16)}`;
  console.log(`\n     ${columns('', 'figure', 'goal')}`);
  for (const { state, name, got, goal, detail } of lines) {
    console.log(`${state.padEnd(4)} ${columns(name, got, goal)}`.trimEnd());
    console.log(`       ${detail}`);
  }
  const count = (state: Line['state']): number =>
    lines.filter((line) => line.state === state).length;
  console.log(`\n${count('ok')} ok, ${count('NOT')} not, ${count('skip')} not measured`);
}

interface Options {
  readonly corpora: string;
  readonly only: readonly string[];
  readonly show: boolean;
}

function options(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        corpora: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        show: { type: 'boolean', default: false },
      },
    });
    const { corpora = '', only, show } = values;
    if (!existsSync(join(corpora, 'commands/must-ask.jsonl'))) return null;
    return only.every((name) => Object.hasOwn(measures, name)) ? { corpora, only, show } : null;
  } catch {
    // Words that parseArgs does not know: the usage says which there are.
    return null;
  }
}

async function main(): Promise<number> {
  const chosen = options();
  if (chosen === null) {
    console.error(
      `usage: npm run bench:gate -- --corpora DIR [--only NAME]… [--show]\n` +
        `  DIR holds commands/, paths/, markup/, statements/ and flows/; NAME: ${Object.keys(measures).join(', ')}`,
    );
    return 2;
  }
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-corpora-')));
  const lines: Line[] = [];
  const [home, root] = [join(scratch, 'home'), join(scratch, 'home', 'workspace')];
  const bench: Bench = {
    root,
    rows: (file) => rowsOf(chosen.corpora, file),
    explain: (args, inputs) => explain(home, args, inputs),
    figure: ({ ok, ...figure }) => void lines.push({ ...figure, state: ok ? 'ok' : 'NOT' }),
    skip: (name, goal, why) =>
      void lines.push({ name, goal, got: '-', detail: why, state: 'skip' }),
    show(name, row, detail) {
      if (chosen.show) console.log(`${name}: ${row.id}: ${detail}`);
    },
  };
  try {
    mkdirSync(root, { recursive: true });
    for (const [name, load] of Object.entries(measures)) {
      if (chosen.only.length > 0 && !chosen.only.includes(name)) continue;
      console.error(`measuring ${name} …`);
      try {
        const measure = await load();
        await measure(bench);
      } catch (error) {
        // One part that fails costs a line of the table, not the table.
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        lines.push({
          name: `${name}: not measured whole`,
          got: '-',
          goal: '-',
          detail,
          state: 'NOT',
        });
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  print(lines);
  return lines.some(({ state }) => state === 'NOT') ? 1 : 0;
}

process.exitCode = await main();
