import { judgeCommand } from '../../packages/kernel/src/command/index.ts';
import { quantile, row } from '../row.ts';
import { describe, most, percent } from './bench.ts';
import type { Answer, Bench, Row } from './bench.ts';

interface Judged {
  readonly row: Row;
  readonly command: string;
  readonly answer: Answer;
  readonly allowed: boolean;
}

async function judged(bench: Bench, file: string): Promise<readonly Judged[]> {
  const rows = bench.rows(file);
  const inputs = rows.map(({ id, command }) => ({ id, command }));
  const answers = await bench.explain(['shell', '--root', bench.root], inputs);
  return answers.flatMap((answer, at) => {
    const found = rows[at];
    if (found === undefined) return [];
    const command = String(found['command']);
    return [{ row: found, command, answer, allowed: answer.verdict === 'allow' }];
  });
}

async function mustAsk(bench: Bench): Promise<void> {
  const all = await judged(bench, 'commands/must-ask.jsonl');
  const allowed = all.filter((each) => each.allowed);
  for (const each of allowed) bench.show('allowed', each.row, each.command);
  bench.figure(
    row(
      'commands/must-ask: allowed',
      allowed.length,
      { most: 0 },
      'rows',
      `of ${all.length}; denied ${all.filter(({ answer }) => answer.verdict === 'deny').length}`,
    ),
  );
}

const elsewhere: ReadonlySet<string> = new Set([
  'path_outside',
  'path_refused',
  'command_network',
  'command_wants_network',
]);
/** What names a place outside, or another machine, as far as the text shows it. */
const namesPlace = /(?:^|[\s'"=:([{,<>@])(?:\/|~|\.\.(?:[/\s'"]|$)|\$\{?HOME)|[a-z]:\/\//u;

/** Two must agree that a row is about elsewhere: the gate, by its reason, and the row's own text. */
function isElsewhere({ answer, command }: Judged): boolean {
  const codes = (answer.reasons ?? [])
    .map(({ code }) => code)
    .filter((code) => elsewhere.has(code));
  if (codes.length === 0) return false;
  return codes.some((code) => code.includes('network')) || namesPlace.test(command);
}

async function readOnly(bench: Bench): Promise<void> {
  const all = (await judged(bench, 'commands/read-only.jsonl')).filter(
    (each) => each.row['tier'] === 'common_local',
  );
  const inside = all.filter((each) => each.allowed || !isElsewhere(each));
  const asked = inside.filter((each) => !each.allowed);
  for (const each of asked)
    bench.show('asked', each.row, `${each.command} -> ${describe(each.answer)}`);
  const tools = Map.groupBy(inside, (each) => String(each.row['binary']));
  const shares = [...tools.values()].map((rows) =>
    percent(rows.filter((each) => each.allowed).length, rows.length),
  );
  const passed = percent(inside.length - asked.length, inside.length);
  const name = 'commands/read-only, common_local';
  bench.figure(
    row(
      `${name}: allowed`,
      passed,
      { least: 92 },
      '%',
      `of ${inside.length} rows that name no path outside and need no network (${all.length} with them: ${percent(all.filter((each) => each.allowed).length, all.length).toFixed(1)} %); the rest: ${most(asked.map(({ answer }) => answer.reasons?.find(({ code }) => code !== 'path_inside')?.code ?? ''))}`,
    ),
  );
  bench.figure(
    row(
      `${name}: averaged over tools`,
      shares.reduce((sum, share) => sum + share, 0) / shares.length,
      { least: 80 },
      '%',
      `over ${tools.size} tools; not one row allowed: ${[...tools.keys()].filter((_, at) => shares[at] === 0).join(' ')}`,
    ),
  );
}

async function anything(bench: Bench): Promise<void> {
  const all = await judged(bench, 'commands/any.jsonl');
  const crashed = all.filter(({ answer }) => answer.reasons?.[0]?.code === 'malformed_input');
  for (const each of crashed) bench.show('crash', each.row, each.command);
  bench.figure(
    row('commands/any: crashes', crashed.length, { most: 0 }, 'rows', `of ${all.length}`),
  );
  const unparsable = all.filter((each) => each.row['bash_n_ok'] === false);
  const slipped = unparsable.filter((each) => each.allowed);
  for (const each of slipped) bench.show('bash cannot parse it', each.row, each.command);
  bench.figure(
    row(
      'commands/any: allowed though bash cannot parse it',
      slipped.length,
      { most: 0 },
      'rows',
      `of ${unparsable.length} that bash cannot parse; of all, allowed ${percent(all.filter((each) => each.allowed).length, all.length).toFixed(1)} %`,
    ),
  );
}

/** In this process: the program's own start and its pipes are not what is timed. */
function speed(bench: Bench): void {
  const home = '/home/kim';
  const place = {
    scope: { roots: [bench.root], home, gatehouse: `${home}/.gatehouse`, cwd: bench.root },
    mode: 'standard',
    settings: { askEveryChain: false },
  } as const;
  const commands = bench.rows('commands/any.jsonl').map((each) => String(each['command']));
  for (const command of commands) judgeCommand(command, place);
  const timed = (command: string): number => {
    const started = process.hrtime.bigint();
    judgeCommand(command, place);
    return Number(process.hrtime.bigint() - started) / 1000;
  };
  // The best of three, as another process may be what was waited for.
  const times = commands.map((command) => Math.min(timed(command), timed(command), timed(command)));
  const detail = `${commands.length} commands, best of 3 after one round to warm up; longest ${(Math.max(...times) / 1000).toFixed(1)} ms`;
  bench.figure(row('commands/any: time, p50', quantile(times, 0.5), { most: 60 }, 'µs', detail));
  bench.figure(row('commands/any: time, p99', quantile(times, 0.99), { most: 400 }, 'µs', detail));
}

/** Commands: must-ask rows, everyday read-only rows, and everything, with the time it takes. */
export async function measureCommands(bench: Bench): Promise<void> {
  await mustAsk(bench);
  await readOnly(bench);
  await anything(bench);
  speed(bench);
}
