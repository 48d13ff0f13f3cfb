import type { Command } from 'commander';
import type { AskEvent, Workbench } from '@gatehouse/contract';
import { english } from '@gatehouse/contract/words';
import { reasons as verdicts } from '@gatehouse/kernel';
import type { Chunk, Name, Outcome, Reason } from '@gatehouse/kernel';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Output } from './output.ts';

/** What every verb gets: the opened workbench, where to write, and the signal of Ctrl-C. */
export interface Face {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly stdin: NodeJS.ReadStream;
  /** A stop of its own until it is ended: the first Ctrl-C reaches it alone, the next one all. */
  stoppable(): { readonly signal: AbortSignal; end(): void };
  /** Opens the workbench, once; a verb that needs none starts faster, one that says what first, too. */
  workbench(first?: 'notes'): Promise<Workbench>;
}

/** A verb adds itself to the program; `run` is told the face and ends with an exit code. */
export type Verb = (program: Command, run: Run) => void;
export type Run = (act: (face: Face) => Promise<ExitCode>) => () => Promise<void>;

/** The folder or the domain a verb works in. */
export interface Place {
  readonly in?: string;
  readonly domain?: string;
}

export const placeOf = (options: Place) => ({
  ...(options.in === undefined ? {} : { folder: options.in }),
  ...(options.domain === undefined ? {} : { domain: options.domain }),
});

/** Follows a running operation to its end, showing output and progress. */
export async function follow<N extends Name>(
  output: Output,
  running: AsyncGenerator<Chunk, Outcome<N>>,
): Promise<Outcome<N>> {
  for (;;) {
    const next = await running.next();
    if (next.done === true) {
      output.endProgress();
      return next.value;
    }
    if ('text' in next.value) output.write(next.value.text);
    else
      output.progress(
        next.value.progress.done,
        next.value.progress.total,
        next.value.progress.label,
      );
  }
}

/** Says how an operation ended where it did not end well, and gives the exit code. */
export function ending(output: Output, outcome: Outcome<Name>): ExitCode {
  if (outcome.status === 'done') return exitCodes.done;
  if (outcome.status === 'denied') return refusal(output, outcome);
  output.problem(outcome.code, `${outcome.message} (${outcome.requestId})`);
  return outcome.status === 'cancelled' ? exitCodes.stopped : exitCodes.failed;
}

/** Says what the gate denied, and why, in words. */
export function refusal(
  output: Output,
  { reasons, requestId }: { readonly reasons: readonly Reason[]; readonly requestId: string },
): ExitCode {
  const against = objections(reasons);
  const advice = against.find((reason) => english.advice(reason.code) !== '');
  output.problem(
    advice?.code ?? against[0]?.code ?? 'denied',
    `not done: ${against.map(inWords).join('\n  ')} (${requestId})`,
  );
  return exitCodes.denied;
}

const inWords = (reason: Reason) => english.reason[reason.code](reason);

/** The reasons that speak against it; what speaks for it explains no refusal. */
const objections = (reasons: readonly Reason[]) =>
  reasons.filter((reason) => verdicts[reason.code] !== 'allow');

/** One event of a running turn, for people. */
export function showEvent(output: Output, event: AskEvent): void {
  switch (event.kind) {
    case 'text':
      return output.write(event.text);
    case 'output':
      return output.write(event.text);
    case 'progress':
      return output.progress(event.done, event.total, event.label);
    case 'call':
      return output.note(
        output.style('dim', `→ ${event.operation} ${JSON.stringify(event.input)}`),
      );
    case 'result':
      return event.status === 'done'
        ? output.note(
            output.style(
              'dim',
              `  done${event.trust === 'untrusted' ? ' · content is untrusted' : ''}`,
            ),
          )
        : output.note(
            `  ${event.status}: ${
              objections(event.reasons).map(inWords).join(' ') || event.message
            }`,
          );
    case 'notice':
      return output.note(
        output.style(
          'dim',
          english.notice(
            event.code,
            objections(event.reasons ?? [])
              .map(inWords)
              .join(' ') || event.detail,
          ),
        ),
      );
  }
}
