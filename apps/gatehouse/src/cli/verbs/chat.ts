import { createInterface } from 'node:readline/promises';
import { exitCodes } from '../exit-codes.ts';
import { placeOf } from '../face.ts';
import type { Face, Place, Verb } from '../face.ts';
import { protocolInputs } from '../protocol-inputs.ts';
import { showError } from '../show-error.ts';
import { answer } from './ask.ts';
import { listGrants } from './grants.ts';

interface Options extends Place {
  readonly session?: string;
  readonly provider?: string;
  readonly protocol?: string;
  readonly with?: string[];
}

export const chat: Verb = (program, run) => {
  program
    .command('chat')
    .description('talk with a folder of notes; /help shows the commands')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .option('--session <id>', 'go on with an earlier session')
    .option('--protocol <name>', 'follow one of your protocols')
    .option('--with <name=value...>', 'what the protocol asks for')
    .option('--provider <id>', 'use this model provider; `offline` for none')
    .action((options: Options) => run((face) => talk(face, options))());
};

const HELP = [
  '/help            this',
  '/search <query>  find notes',
  '/undo            undo the last change to a file',
  '/grants          what you allowed, `/grants revoke <id>` takes it back',
  '/quit            leave (also Ctrl-D); Ctrl-C stops an answer',
].join('\n');

export async function talk(face: Face, options: Options) {
  const { output, stdin } = face;
  const workbench = await face.workbench('notes');
  let session = options.session;
  // A session gone on with knows its own domain; only a named place can be watched before.
  const watched = options.in ?? options.domain;
  const watching = watched === undefined ? null : await workbench.watch(placeOf(options));
  output.note(
    output.style('dim', 'Ask about your notes. /help shows the commands, Ctrl-C stops an answer.'),
  );
  const lines = stdin.isTTY ? typed(stdin, '› ', face.signal) : piped(stdin, face.signal);
  for (;;) {
    const text = await lines.next();
    if (text === null || text === '/quit') break;
    if (text === '') continue;
    if (text.startsWith('/')) {
      await slash(face, text, options).catch((error: unknown) => {
        showError(output, error, workbench);
      });
      continue;
    }
    // Each answer has its own stop: Ctrl-C ends it, not the chat.
    const stop = face.stoppable();
    try {
      const result = await answer(face, () =>
        workbench.ask(
          {
            question: text,
            ...placeOf(options),
            ...(session === undefined ? {} : { session }),
            ...(options.provider === undefined ? {} : { provider: options.provider }),
            ...(options.protocol === undefined ? {} : { protocol: options.protocol }),
            ...(options.with === undefined ? {} : { inputs: protocolInputs(options.with) }),
          },
          stop.signal,
        ),
      );
      ({ session } = result);
      output.value(result);
    } catch (error) {
      showError(output, error, workbench);
    } finally {
      stop.end();
    }
  }
  lines.close();
  await watching?.close();
  const place = options.in === undefined ? '' : ` --in ${JSON.stringify(options.in)}`;
  if (session !== undefined)
    output.note(output.style('dim', `Go on later: gatehouse chat --session ${session}${place}`));
  return face.signal.aborted ? exitCodes.stopped : exitCodes.done;
}

/** What the person says, line by line; null at its end. */
interface Lines {
  next(): Promise<string | null>;
  close(): void;
}

/** Lines typed on a terminal. Between two of them a question has the keys. */
function typed(stdin: NodeJS.ReadStream, prompt: string, signal: AbortSignal): Lines {
  return {
    async next() {
      const lines = createInterface({ input: stdin, output: process.stderr, terminal: true });
      const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
      try {
        const said = await Promise.race([lines.question(prompt, { signal }), ended]);
        return said === null ? null : said.trim();
      } catch (error) {
        if (signal.aborted || (error instanceof Error && error.name === 'AbortError')) return null;
        throw error;
      } finally {
        lines.close();
      }
    },
    close: () => undefined,
  };
}

/** Lines of an input that is no terminal: each is read, however many come at once. */
function piped(stdin: NodeJS.ReadStream, signal: AbortSignal): Lines {
  const lines = createInterface({ input: stdin, terminal: false });
  const close = () => {
    lines.close();
    stdin.destroy(); // whoever holds the other end open does not hold the program
  };
  signal.addEventListener('abort', close, { once: true });
  const all = lines[Symbol.asyncIterator]();
  return {
    close,
    async next() {
      const line = await all.next();
      return line.done === true || signal.aborted ? null : line.value.trim();
    },
  };
}

async function slash(face: Face, text: string, options: Options): Promise<void> {
  const { output } = face;
  const workbench = await face.workbench();
  const [verb = '', ...words] = text.slice(1).split(/\s+/u);
  if (verb === 'search') {
    const found = await workbench.search(
      { query: words.join(' '), limit: 10, ...placeOf(options) },
      face.signal,
    );
    for (const one of found) output.line(`${one.path} › ${one.heading || one.title}`);
    if (found.length === 0) output.note('Nothing matches.');
  } else if (verb === 'undo') {
    const [last] = (await workbench.undo.list(20)).filter((one) => !one.undone);
    if (last === undefined) return output.note('There is nothing to undo.');
    await workbench.undo.apply(last.id, face.signal);
    output.note(`Undone: ${last.operation} ${last.path}`);
  } else if (verb === 'grants') {
    const [revoke, ...ids] = words;
    if (revoke === 'revoke') {
      const revoked = await workbench.grants.revoke(ids);
      return output.note(revoked.length > 0 ? 'Taken back.' : 'There is nothing to take back.');
    }
    await listGrants(output, workbench);
  } else {
    output.note(verb === 'help' ? HELP : `There is no /${verb}.\n${HELP}`);
  }
}
