import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Row as Figure } from '../row.ts';

/** One line of a corpus; which fields it has depends on the file. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** One line of `gatehouse explain … --batch`; which fields it has depends on the kind. */
export interface Answer {
  readonly id: string;
  readonly verdict?: string;
  readonly reasons?: readonly { readonly code: string; readonly [field: string]: unknown }[];
  readonly resolved?: string;
  readonly html?: string;
  readonly verdicts?: readonly string[];
}

/** What a measuring function is given. */
export interface Bench {
  /** An empty folder: the workspace of what is judged. */
  readonly root: string;
  rows(file: string): readonly Row[];
  /** The real program's answers to these inputs, in their order. */
  explain(args: readonly string[], inputs: readonly object[]): Promise<readonly Answer[]>;
  /** A line of the table. */
  figure(figure: Figure): void;
  /** A line of the table that could not be measured, and why. */
  skip(name: string, goal: string, why: string): void;
  /** A row that was decided otherwise than hoped; printed with `--show`. */
  show(name: string, row: Row, detail: string): void;
}

export function rowsOf(folder: string, file: string): readonly Row[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

const launcher = resolve(import.meta.dirname, '../../apps/gatehouse/bin/gatehouse.cjs');

/** `gatehouse explain … --batch` in a home of its own; throws unless every input is answered. */
export async function explain(
  home: string,
  args: readonly string[],
  inputs: readonly object[],
): Promise<readonly Answer[]> {
  const child = spawn(process.execPath, [launcher, 'explain', ...args, '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HOME: home, GATEHOUSE_HOME: join(home, 'gatehouse') },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined); // a program that ended early is told by its answers
  child.stdin.end(inputs.map((input) => `${JSON.stringify(input)}\n`).join(''));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const answers = Buffer.concat(chunks)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
  const inOrder = inputs.every((input, at) => answers[at]?.id === (input as Row).id);
  if (!inOrder || answers.length !== inputs.length) {
    throw new Error(
      `explain ${args.join(' ')}: ${answers.length} answers to ${inputs.length} inputs, exit ${code}`,
    );
  }
  return answers;
}

/** A share in percent. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

/** Reasons as they are printed: `command_writes {"path":"a"}`. */
export function describe({ reasons = [] }: Answer): string {
  return reasons.map(({ code, ...rest }) => `${code} ${JSON.stringify(rest)}`).join(', ');
}

/** The most frequent first: `a 12, b 3`. */
export function most(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}
