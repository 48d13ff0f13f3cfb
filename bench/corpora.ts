import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { strictMarkupProblem } from './strict-markup.ts';

/** One line of a corpus; which fields it has depends on the file. */
interface Case {
  readonly id: string;
  readonly command?: string;
  readonly tier?: string;
  readonly bash_n_ok?: boolean;
  readonly path?: string;
  readonly payload?: string;
}

interface Answer {
  readonly id: string;
  readonly verdict?: string;
  readonly reasons?: readonly { readonly code: string }[];
  readonly resolved?: string;
  readonly html?: string;
}

const launcher = resolve(import.meta.dirname, '../apps/gatehouse/bin/gatehouse.cjs');

function read(file: string): readonly Case[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
}

/** Answers of `gatehouse explain … --batch`, the real program, one per input line. */
async function explain(
  args: readonly string[],
  inputs: readonly object[],
  home: string,
): Promise<{ answers: readonly Answer[]; milliseconds: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [launcher, 'explain', ...args, '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, GATEHOUSE_HOME: home },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(inputs.map((input) => `${JSON.stringify(input)}\n`).join(''));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const answers = Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  const inOrder = inputs.every((input, index) => answers[index]?.id === (input as Case).id);
  if (!inOrder || answers.length !== inputs.length) {
    throw new Error(
      `explain ${args.join(' ')}: ${answers.length} answers to ${inputs.length} inputs, exit ${code}`,
    );
  }
  return { answers, milliseconds: performance.now() - started };
}

/** `12 of 419 (2.9 %)` */
function share(part: number, whole: number): string {
  return `${part} of ${whole} (${whole === 0 ? 0 : ((100 * part) / whole).toFixed(1)} %)`;
}

function list(title: string, rows: readonly string[]): void {
  for (const row of rows.slice(0, 20)) console.log(`    ${title}: ${row}`);
  if (rows.length > 20) console.log(`    … and ${rows.length - 20} more`);
}

function most(codes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ');
}

async function commands(folder: string, home: string, root: string): Promise<number> {
  let wrong = 0;
  for (const name of ['must-ask', 'read-only', 'any']) {
    const cases = read(join(folder, `commands/${name}.jsonl`));
    const inputs = cases.map(({ id, command }) => ({ id, command }));
    const { answers, milliseconds } = await explain(['shell', '--root', root], inputs, home);
    const pace = `${((1000 * milliseconds) / cases.length).toFixed(0)} µs each, start included`;
    const allowed = cases.filter((_, index) => answers[index]?.verdict === 'allow');
    console.log(`commands/${name}: ${share(allowed.length, cases.length)} allowed; ${pace}`);
    if (name === 'must-ask') {
      wrong += allowed.length;
      list(
        'ALLOWED',
        allowed.map(({ command }) => JSON.stringify(command)),
      );
    } else if (name === 'any') {
      const unparsable = allowed.filter(({ bash_n_ok }) => bash_n_ok === false);
      wrong += unparsable.length;
      list(
        'ALLOWED, though bash cannot parse it',
        unparsable.map((each) => each.command ?? ''),
      );
    } else {
      const tiers = new Set(cases.map(({ tier }) => tier ?? ''));
      for (const tier of tiers) {
        const own = cases.filter((each) => (each.tier ?? '') === tier);
        const passed = own.filter((each) => allowed.includes(each));
        console.log(`    ${tier}: ${share(passed.length, own.length)} allowed`);
      }
      const asked = answers
        .filter((_, index) => cases[index]?.tier === 'common_local')
        .filter(({ verdict }) => verdict !== 'allow');
      console.log(
        `    common_local, why not: ${most(asked.map((a) => a.reasons?.at(0)?.code ?? ''))}`,
      );
    }
  }
  return wrong;
}

async function paths(folder: string, home: string, root: string): Promise<number> {
  const cases = read(join(folder, 'paths/traversal.jsonl'));
  let wrong = 0;
  for (const access of ['read', 'write']) {
    const inputs = cases.map(({ id, path = '' }) => ({
      id,
      path: path.replaceAll('{FILE}', 'etc/passwd'),
      access,
    }));
    const { answers } = await explain(['path', '--root', root], inputs, home);
    const accepted = answers.filter(({ verdict }) => verdict === 'allow');
    const escaped = accepted.filter(({ resolved }) => {
      const inside = relative(root, resolve(root, resolved ?? '..'));
      return inside.startsWith('..') || inside.startsWith('/');
    });
    wrong += escaped.length;
    console.log(
      `paths/traversal, ${access}: ${share(accepted.length, cases.length)} accepted, ${escaped.length} outside the root`,
    );
    list(
      'OUTSIDE',
      escaped.map(({ id, resolved }) => `${id} → ${resolved ?? 'nowhere'}`),
    );
  }
  return wrong;
}

async function markup(folder: string, home: string): Promise<number> {
  const cases = read(join(folder, 'markup/xss.jsonl'));
  let wrong = 0;
  for (const form of ['markdown', 'html']) {
    const inputs = cases.map(({ id, payload }) => ({ id, payload, form }));
    const { answers } = await explain(['markup'], inputs, home);
    const bad = answers.flatMap(({ id, html = '' }) => {
      const problem = strictMarkupProblem(html);
      return problem === null ? [] : [`${id}: ${problem}`];
    });
    wrong += bad.length;
    console.log(
      `markup/xss, as ${form}: ${share(bad.length, cases.length)} outside the strict form`,
    );
    list('UNSAFE', bad);
  }
  return wrong;
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined || !existsSync(join(folder, 'commands'))) {
    console.error(
      'usage: npm run bench:corpora -- DIR   (a folder with commands/, paths/, markup/)',
    );
    return 2;
  }
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-corpora-')));
  try {
    const home = join(scratch, 'home');
    const root = join(scratch, 'workspace');
    mkdirSync(root);
    const wrong =
      (await commands(folder, home, root)) +
      (await paths(folder, home, root)) +
      (await markup(folder, home));
    console.log(wrong === 0 ? '\nnothing passed that must not' : `\n${wrong} passed that must not`);
    return wrong === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv[2]);
