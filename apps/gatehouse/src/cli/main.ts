import { Command } from 'commander';
import type { Workbench } from '@gatehouse/contract';
import { english } from '@gatehouse/contract/words';
import { createTerminalAsk } from './approval.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Face, Run, Verb } from './face.ts';
import { createOutput } from './output.ts';
import type { Output } from './output.ts';
import { readSecret } from './secret-input.ts';
import { showError } from './show-error.ts';
import { ask } from './verbs/ask.ts';
import { chat, talk } from './verbs/chat.ts';
import { data } from './verbs/data.ts';
import { perform } from './verbs/do.ts';
import { domain, protocol } from './verbs/domains.ts';
import { explain } from './verbs/explain.ts';
import { doctor, keys, models, settings } from './verbs/keys.ts';
import { grants } from './verbs/grants.ts';
import { audit, forget, sessions, undo } from './verbs/record.ts';
import { search } from './verbs/search.ts';
import { usageError } from './usage-error.ts';
import { version } from './version.ts';

const verbs: readonly Verb[] = [
  ask,
  chat,
  search,
  perform,
  explain,
  domain,
  protocol,
  keys,
  models,
  settings,
  audit,
  grants,
  undo,
  sessions,
  forget,
  data,
  doctor,
];

/** Runs one call of the program and resolves to its exit code; never throws, never exits by itself. */
export async function main(argv: readonly string[]): Promise<number> {
  const json = jsonAsked(argv);
  const output = createOutput({ json, stdout: process.stdout, stderr: process.stderr });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  let inner: AbortController | null = null;
  const onInterrupt = () => (inner === null || inner.signal.aborted ? stop : inner).abort();
  process.on('SIGINT', onInterrupt);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // A reader that went away (`| head`) ends the program quietly.
  process.stdout.on('error', onSignal);

  const opened: { workbench: Promise<Workbench> | null } = { workbench: null };
  const face: Face = {
    output,
    signal: stop.signal,
    stdin: process.stdin,
    stoppable() {
      const own = new AbortController();
      inner = own;
      return {
        signal: AbortSignal.any([stop.signal, own.signal]),
        end: () => void (inner = null),
      };
    },
    workbench: (first) => (opened.workbench ??= open(output, first)),
  };
  let code: ExitCode = exitCodes.done;
  const run: Run = (act) => async () => {
    code = await act(face);
  };
  try {
    await programOf(run).parseAsync(argv, { from: 'user' });
  } catch (error) {
    code = stop.signal.aborted
      ? exitCodes.stopped
      : showError(output, error, await opened.workbench?.catch(() => null));
  }
  try {
    await (await opened.workbench)?.close();
  } catch (error) {
    if (code === exitCodes.done) code = showError(output, error, null);
  }
  process.off('SIGINT', onInterrupt);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
  return code;
}

/** `--json` counts before `--`: what follows belongs to the command that is run. */
const jsonAsked = (argv: readonly string[]) => {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).includes('--json');
};

function programOf(run: Run): Command {
  const program = new Command('gatehouse')
    .description('A local-first AI workbench: every effect passes one gate.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(gatehouse --help shows the verbs)')
    .enablePositionalOptions();
  program
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .argument('[verb]')
    .usage('[options] <verb>')
    .action((verb: string | undefined, options: { in?: string }) =>
      run(async (face) => {
        if (verb !== undefined) {
          throw usageError(`There is no verb ${verb}; gatehouse --help shows them.`);
        }
        if (!process.stdin.isTTY || face.output.json) {
          program.outputHelp();
          return exitCodes.usage;
        }
        const { guidedStart } = await import('./guided-start.ts');
        const place = await guidedStart(await face.workbench(), options.in, face.signal);
        return place === null ? exitCodes.stopped : talk(face, place);
      })(),
    );
  for (const verb of verbs) verb(program, run);
  for (const command of everyCommand(program)) {
    command.option('--json', 'one JSON object on stdout').exitOverride();
  }
  return program;
}

const everyCommand = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];

async function open(output: Output, first?: 'notes'): Promise<Workbench> {
  const { openWorkbench } = await import('@gatehouse/workbench');
  const interactive = Boolean(process.stdin.isTTY) && Boolean(process.stderr.isTTY);
  const workbench = await openWorkbench({
    environment: process.env,
    platform: process.platform,
    version,
    ask: interactive
      ? createTerminalAsk(process.stdin, process.stderr, {
          now: () => performance.now(),
          date: () => Date.now(),
          interrupt: () => void process.emit('SIGINT'),
        })
      : null,
    passphrase: interactive
      ? (prompt) => readSecret(process.stdin, process.stderr, `${prompt} (hidden): `)
      : null,
    ...(first === undefined ? {} : { first }),
  });
  for (const { code, detail } of workbench.notices) output.note(english.notice(code, detail));
  return workbench;
}
