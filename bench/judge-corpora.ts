/**
 * Measures the gate's judges against third-party corpora that are not part of the project.
 * `node bench/judge-corpora.ts --corpora DIR [commands] [--show]`; `--show` lists the rows
 * that were decided otherwise than hoped. Prints figures; exits 1 where a hard promise is broken.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCommands } from './judge-corpora-commands.ts';
import type { Bench, Row } from './judge-corpora-commands.ts';
import { flows } from './judge-corpora-flows.ts';

const measures: Readonly<Record<string, (bench: Bench) => void>> = {
  commands: measureCommands,
  flows,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { corpora: { type: 'string' }, show: { type: 'boolean', default: false } },
});
if (values.corpora === undefined) {
  process.stderr.write('usage: node bench/judge-corpora.ts --corpora DIR [commands] [--show]\n');
  process.exit(2);
}
const folder = values.corpora;
const chosen = positionals.length > 0 ? positionals : Object.keys(measures);

const bench: Bench = {
  rows: (file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row),
  line: (name, value, wanted) =>
    void process.stdout.write(
      `${name.padEnd(62)} ${String(value).padStart(12)}${wanted === undefined ? '' : `   (${wanted})`}\n`,
    ),
  show: (name, row, detail) => {
    if (!values.show) return;
    process.stdout.write(`  ${name} ${row.id}: ${detail}\n`);
  },
  broken: (name) => {
    process.stdout.write(`BROKEN: ${name}\n`);
    process.exitCode = 1;
  },
};

for (const name of chosen) {
  const measure = measures[name];
  if (measure === undefined) {
    process.stderr.write(`no such part: ${name}\n`);
    process.exit(2);
  }
  process.stdout.write(`\n${name}\n`);
  measure(bench);
}
