import type { Explained } from '@gatehouse/contract';
import { english } from '@gatehouse/contract/words';
import { GatehouseError } from '@gatehouse/kernel';
import { exitCodes } from '../exit-codes.ts';
import type { Face, Verb } from '../face.ts';
import { jsonLine } from '../output.ts';
import { showError } from '../show-error.ts';
import { usageError } from '../usage-error.ts';

interface Options {
  readonly batch?: boolean;
  readonly root?: string;
  readonly access?: string;
  readonly form?: string;
  readonly dialect?: string;
  readonly cwd?: string;
}

/** What each kind calls its subject, and what else it takes. */
const kinds: Readonly<
  Record<string, { readonly field: string; readonly extra: (options: Options) => object }>
> = {
  shell: {
    field: 'command',
    extra: ({ root, cwd }) => ({
      ...(root === undefined ? {} : { root }),
      ...(cwd === undefined ? {} : { cwd }),
    }),
  },
  path: {
    field: 'path',
    extra: ({ root, access }) => ({ root: root ?? process.cwd(), access: access ?? 'read' }),
  },
  statement: { field: 'statement', extra: ({ dialect }) => ({ dialect: dialectOf(dialect) }) },
  url: { field: 'url', extra: () => ({}) },
  markup: { field: 'payload', extra: ({ form }) => ({ form: form ?? 'markdown' }) },
  secrets: { field: 'text', extra: () => ({}) },
  flow: { field: 'request', extra: () => ({}) },
};

export const explain: Verb = (program, run) => {
  program
    .command('explain <kind> [words...]')
    .description(
      'the gate’s verdict and reasons, nothing performed: shell, path, statement, url, markup, secrets, flow',
    )
    .option('--batch', 'one JSON object a line on stdin, one a line out, in order')
    .option('--root <folder>', 'shell, path: the workspace')
    .option('--cwd <folder>', 'shell: the folder it would run in')
    .option('--access <access>', 'path: read or write', 'read')
    .option('--dialect <dialect>', 'statement: postgres or cypher')
    .option('--form <form>', 'markup: markdown or html', 'markdown')
    .action((kind: string, words: string[], options: Options) =>
      run(async (face) => {
        const row = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
        if (row === undefined) throw usageError(`explain takes ${Object.keys(kinds).join(', ')}.`);
        const judge = await explainer();
        if (options.batch === true) return batch(face, kind, row.extra(options), judge);
        if (kind === 'flow') throw usageError('explain flow takes its calls as JSON: --batch.');
        if (words.length === 0) throw usageError(`explain ${kind} needs the ${row.field}.`);
        const found = await judge({ kind, [row.field]: words.join(' '), ...row.extra(options) });
        face.output.value(found);
        for (const line of inWords(found)) face.output.line(line);
        return exitCodes.done;
      })(),
    );
};

/** There is no default: what reads in one language may write in the other. */
function dialectOf(dialect: string | undefined): string {
  if (dialect === 'postgres' || dialect === 'cypher') return dialect;
  throw usageError('explain statement needs --dialect postgres or --dialect cypher.');
}

type Judge = (input: unknown) => Promise<Explained>;

/** Judging needs no store, no key and no index: only the kernel and a look at the disk. */
async function explainer(): Promise<Judge> {
  const { openExplain } = await import('@gatehouse/workbench/explain');
  return openExplain(process.env, process.platform);
}

/** What was found as a person reads it: the verdict and its reasons, or the text that came out. */
function inWords(found: Explained): readonly string[] {
  if ('html' in found) return [found.html];
  if ('text' in found) return [found.text];
  if ('verdicts' in found) return found.verdicts;
  const reasons = found.reasons.map(
    (reason) => `  ${english.reason[reason.code](reason)} (${reason.code})`,
  );
  return [found.verdict, ...reasons];
}

async function batch({ stdin, signal, output }: Face, kind: string, extra: object, judge: Judge) {
  const { root, access: _access, form: _form, ...shell } = extra as Record<string, unknown>;
  const fixed =
    kind === 'path' || kind === 'shell' || kind === 'statement'
      ? { ...shell, ...(root === undefined ? {} : { root }) }
      : {};
  // A folder that is not there is no fault of the lines: it is said once.
  if (typeof root === 'string') await judge({ kind: 'path', path: '.', access: 'read', root });
  // Where judging failed, the line is denied all the same, and that the fault is not the line's is said.
  const failed = (error: unknown) => void showError(output, error, null);
  for await (const line of linesOf(stdin)) {
    if (signal.aborted) return exitCodes.stopped;
    if (line.trim() === '') continue;
    const told = await explainLine(line, kind, (given) => judge({ ...fixed, ...given }), failed);
    process.stdout.write(`${jsonLine(told)}\n`);
  }
  return exitCodes.done;
}

/** Lines end at a line feed only: `node:readline` also ends them at U+2028, which JSON may hold. */
async function* linesOf(input: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function explainLine(
  line: string,
  kind: string,
  judge: (given: object) => Promise<Explained>,
  failed: (error: unknown) => void,
): Promise<object> {
  let id: unknown = null;
  let steps = 0;
  try {
    const given: Record<string, unknown> = { ...(JSON.parse(line) as object | null) };
    id = given['id'] ?? null;
    steps = Array.isArray(given['steps']) ? given['steps'].length : 0;
    const { id: _id, ...fields } = given;
    const known = Object.fromEntries(
      Object.entries(fields).filter(([name]) => taken[kind]?.includes(name)),
    );
    return { id, ...(await judge({ kind, ...known })) };
  } catch (error) {
    if (!isMalformed(error)) failed(error);
    const reasons = [{ code: 'malformed_input' }];
    if (kind !== 'flow') return { id, verdict: 'deny', reasons };
    return { id, verdicts: Array(steps).fill('deny'), reasons: Array(steps).fill(reasons) };
  }
}

/** No JSON, not of the shape, or a path or the like that cannot be one. */
const isMalformed = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  error instanceof GatehouseError ||
  (error instanceof Error && error.name === 'ZodError');

/** The fields of a line that are used; others (a corpus has its own) are carried past. */
const taken: Readonly<Record<string, readonly string[]>> = {
  shell: ['command', 'cwd'],
  path: ['path', 'access'],
  statement: ['statement'],
  url: ['url'],
  markup: ['payload', 'form'],
  secrets: ['text'],
  flow: ['request', 'today', 'tools', 'steps'],
};
