import { text } from 'node:stream/consumers';
import { english } from '@gatehouse/contract/words';
import { isName, operations } from '@gatehouse/kernel';
import type { Name, Result } from '@gatehouse/kernel';
import { createMask } from '@gatehouse/kernel/redact';
import { exitCodes } from '../exit-codes.ts';
import { ending, follow, placeOf } from '../face.ts';
import type { Place, Verb } from '../face.ts';
import type { Output } from '../output.ts';
import { usageError } from '../usage-error.ts';

/** The words after `--` become the operation's first field; the table says which. */
const firstField: Readonly<Record<string, string>> = {
  'file.read': 'path',
  'file.list': 'path',
  'file.write': 'path',
  'file.delete': 'path',
  'file.search': 'text',
  'shell.run': 'command',
  'web.fetch': 'url',
  'domain.index': 'domain',
};

interface Options extends Place {
  readonly input?: string;
  readonly cwd?: string;
  readonly network?: boolean;
  readonly elevated?: boolean;
}

export const perform: Verb = (program, run) => {
  program
    .command('do <operation> [words...]')
    .description(`perform one operation through the gate: ${Object.keys(operations).join(', ')}`)
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .option('--input <json>', 'the whole input as JSON')
    .option('--cwd <folder>', 'shell.run: the folder to run in')
    .option('--network', 'shell.run: ask for the network')
    .option('--elevated', 'shell.run: ask to run once as administrator, outside the sandbox')
    .addHelpText(
      'after',
      '\nExamples:\n  gatehouse do shell.run --in . -- ls -la\n  gatehouse do file.write notes/a.md --in . < text',
    )
    .action((operation: string, words: string[], options: Options) =>
      run(async ({ output, workbench, signal, stdin }) => {
        if (!isName(operation)) {
          throw usageError(
            `There is no operation ${operation}; there are ${Object.keys(operations).join(', ')}.`,
          );
        }
        const input = await inputOf(operation, words, options, stdin);
        const opened = await workbench();
        const outcome = await follow(
          output,
          opened.perform({ operation, input, ...placeOf(options) }, signal),
        );
        if (outcome.status === 'done') {
          output.value(outcome.result.value);
          show(outcome.result.value, output);
          return shellExit(outcome.result.value);
        }
        // What was not done is told without the secrets in it; a result is the person's own.
        if (output.json) output.value(createMask().value(outcome));
        return ending(output, outcome);
      })(),
    );
};

async function inputOf(
  operation: string,
  words: readonly string[],
  options: Options,
  stdin: NodeJS.ReadStream,
): Promise<Record<string, unknown>> {
  if (options.input !== undefined) {
    const parsed = parsedOrNull(options.input);
    if (typeof parsed !== 'object' || parsed === null)
      throw usageError('--input takes a JSON object.');
    return { ...parsed };
  }
  const [first, second] = words;
  if (operation === 'file.move') return { from: first ?? '', to: second ?? '' };
  const field = firstField[operation];
  if (field === undefined) throw usageError(`${operation} takes its fields with --input '{…}'.`);
  if (operation === 'file.write' && stdin.isTTY) {
    throw usageError(
      `The text to write comes on stdin, or as --input '{"path": "…", "text": "…"}'.`,
    );
  }
  return {
    [field]: operation === 'shell.run' ? words.map(quoted(words)).join(' ') : words.join(' '),
    ...(operation === 'file.write' ? { text: await text(stdin) } : {}),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.network === true ? { network: true } : {}),
    ...(options.elevated === true ? { elevated: true } : {}),
  };
}

function parsedOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Several words are one command's arguments, as the person's own shell split them; one is a script. */
const quoted = (words: readonly string[]) => (word: string) =>
  words.length === 1 || /^[\w@%+=:,./-]+$/u.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;

/** What any operation gives. */
type Given = { [N in Name]: Result<N> }[Name];

function show(value: Given, { line, note }: Output): void {
  if ('ended' in value) {
    // A command's output was shown as it came.
    if (value.ended !== 'exited') note(english.notice(`command_${value.ended}`, ''));
    return;
  }
  if ('entries' in value) {
    for (const { name, kind } of value.entries) line(kind === 'directory' ? `${name}/` : name);
    if (value.truncated) note('There is more than is listed.');
    return;
  }
  if ('matches' in value) {
    for (const { path, line: at, text: found } of value.matches) line(`${path}:${at}: ${found}`);
    if (value.matches.length === 0) note('Nothing matches.');
    if (value.truncated) note('There is more than is listed.');
    return;
  }
  line('text' in value ? value.text : JSON.stringify(value, null, 2));
}

function shellExit(value: unknown): 0 | 1 {
  const failed = typeof value === 'object' && value !== null && 'exit' in value && value.exit !== 0;
  return failed ? exitCodes.failed : exitCodes.done;
}
