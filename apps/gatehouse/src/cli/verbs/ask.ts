import type { AskEvent, AskResult } from '@gatehouse/contract';
import { exitCodes } from '../exit-codes.ts';
import { placeOf, showEvent } from '../face.ts';
import type { Face, Place, Verb } from '../face.ts';
import { protocolInputs } from '../protocol-inputs.ts';

interface Options extends Place {
  readonly session?: string;
  readonly protocol?: string;
  readonly with?: string[];
  readonly provider?: string;
}

export const ask: Verb = (program, run) => {
  const command = program
    .command('ask <question...>')
    .description('ask one question of a folder of notes')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .option('--session <id>', 'go on with an earlier session')
    .option('--protocol <name>', 'follow one of your protocols')
    .option('--with <name=value...>', 'what the protocol asks for')
    .option('--provider <id>', 'use this model provider; `offline` for none')
    .action((words: string[], options: Options) => run((face) => askOnce(face, words, options))());
  command.addHelpText(
    'after',
    '\nExample:\n  gatehouse ask "how do I restore a backup?" --in ~/notes',
  );
};

async function askOnce(face: Face, words: readonly string[], options: Options) {
  const workbench = await face.workbench('notes');
  const result = await answer(face, () =>
    workbench.ask(
      { question: words.join(' '), ...placeOf(options), ...chosen(options) },
      face.signal,
    ),
  );
  face.output.value(result);
  if (result.ended === 'answered') return exitCodes.done;
  return result.ended === 'stopped' ? exitCodes.stopped : exitCodes.failed;
}

const chosen = ({ session, protocol, provider, with: inputs }: Options) => ({
  ...(session === undefined ? {} : { session }),
  ...(protocol === undefined ? {} : { protocol }),
  ...(inputs === undefined ? {} : { inputs: protocolInputs(inputs) }),
  ...(provider === undefined ? {} : { provider }),
});

/** Shows a turn as it runs; ends with what it cost and how to go on. */
export async function answer(
  { output }: Face,
  start: () => AsyncGenerator<AskEvent, AskResult>,
): Promise<AskResult> {
  const running = start();
  for (;;) {
    const next = await running.next();
    if (next.done === true) {
      output.line();
      const { usage } = next.value;
      if (usage.input + usage.output > 0) {
        output.note(
          output.style(
            'dim',
            `${next.value.model} · ${usage.input} tokens in, ${usage.output} out`,
          ),
        );
      }
      return next.value;
    }
    showEvent(output, next.value);
  }
}
