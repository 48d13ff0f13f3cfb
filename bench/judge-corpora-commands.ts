import { judgeCommand, type CommandJudgement } from '../packages/kernel/src/command/index.ts';
import { strictest } from '../packages/kernel/src/reasons.ts';

export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What a measuring function is given: a reader of the corpus and where to print. */
export interface Bench {
  rows(file: string): readonly Row[];
  line(name: string, value: string | number, wanted?: string): void;
  show(name: string, row: Row, detail: string): void;
  /** A promise that must hold was broken. */
  broken(name: string): void;
}

const place = {
  scope: {
    roots: ['/home/kim/work'],
    home: '/home/kim',
    gatehouse: '/home/kim/.local/share/gatehouse',
    cwd: '/home/kim/work',
  },
  mode: 'standard',
  settings: { askEveryChain: false },
} as const;

const judge = (row: Row): CommandJudgement => judgeCommand(String(row['command']), place);

/** Reasons that mean a row names a place outside the workspace, or needs the network. */
const elsewhere: ReadonlySet<string> = new Set(['path_outside', 'path_refused', 'command_network']);
const describe = ({ reasons }: CommandJudgement): string =>
  reasons.map(({ code, ...rest }) => `${code} ${JSON.stringify(rest)}`).join(', ');

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;

function mustAsk(bench: Bench): void {
  let allowed = 0;
  for (const row of bench.rows('commands/must-ask.jsonl')) {
    const judged = judge(row);
    if (strictest(judged.reasons) !== 'allow') continue;
    allowed += 1;
    process.stdout.write(`  allowed: ${row.id}: ${String(row['command'])}\n`);
  }
  bench.line('must-ask rows allowed', allowed, '0');
  if (allowed > 0) bench.broken('a command that must ask was allowed');
}

function readOnly(bench: Bench, tier: string): void {
  const tools = new Map<string, { all: number; allowed: number }>();
  let all = 0;
  let allowed = 0;
  let counted = 0;
  let countedAllowed = 0;
  for (const row of bench.rows('commands/read-only.jsonl')) {
    if (row['tier'] !== tier) continue;
    const judged = judge(row);
    const passes = strictest(judged.reasons) === 'allow';
    all += 1;
    if (passes) allowed += 1;
    if (judged.reasons.some(({ code }) => elsewhere.has(code))) continue;
    counted += 1;
    if (passes) countedAllowed += 1;
    const name = String(row['binary']);
    const tool = tools.get(name) ?? { all: 0, allowed: 0 };
    tools.set(name, { all: tool.all + 1, allowed: tool.allowed + (passes ? 1 : 0) });
    if (!passes) bench.show('asked', row, `${String(row['command'])} -> ${describe(judged)}`);
  }
  const average =
    [...tools.values()].reduce((sum, tool) => sum + tool.allowed / tool.all, 0) / tools.size;
  bench.line(`read-only ${tier}: all rows allowed`, percent(allowed, all));
  bench.line(
    `  of ${counted} inside the workspace and off the network`,
    percent(countedAllowed, counted),
    '>= 92 %',
  );
  bench.line(
    `  the same, averaged over ${tools.size} tools`,
    percent(average * tools.size, tools.size),
    '>= 80 %',
  );
}

function anything(bench: Bench): void {
  const rows = bench.rows('commands/any.jsonl');
  const times: number[] = [];
  let crashes = 0;
  let unparsable = 0;
  const verdicts = { allow: 0, ask: 0, deny: 0 };
  for (const row of rows) judge(row);
  for (const row of rows) {
    const start = process.hrtime.bigint();
    try {
      const verdict = strictest(judge(row).reasons);
      verdicts[verdict] += 1;
      if (verdict === 'allow' && row['bash_n_ok'] === false) {
        unparsable += 1;
        process.stdout.write(`  unparsable allowed: ${row.id}: ${String(row['command'])}\n`);
      }
    } catch (error) {
      crashes += 1;
      process.stdout.write(`  crash: ${row.id}: ${String(error)}\n`);
    }
    times.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  bench.line(`any: crashes in ${rows.length}`, crashes, '0');
  bench.line('any: allowed though bash cannot parse it', unparsable, '0');
  bench.line('any: allow / ask / deny', Object.values(verdicts).join(' / '));
  bench.line('any: microseconds a command, p50', at(0.5), '<= 60');
  bench.line('any: microseconds a command, p99', at(0.99), '<= 400');
  bench.line('any: microseconds a command, longest', at(0.99999));
  if (crashes > 0 || unparsable > 0) bench.broken('a command crashed the judge or slipped through');
}

/** Commands: must-ask rows, everyday read-only rows, and everything, with the time it takes. */
export function measureCommands(bench: Bench): void {
  mustAsk(bench);
  readOnly(bench, 'common_local');
  readOnly(bench, 'other_local');
  anything(bench);
}
