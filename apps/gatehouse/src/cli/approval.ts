import type { Ask } from '@gatehouse/contract';
import { questionText } from './question-text.ts';

/** Keys pressed sooner than this after the question appeared were meant for something else. */
const ARMING = 300;

/**
 * Asks on the terminal, one key. Ctrl-C, Ctrl-D, Esc and the end of input mean no; Ctrl-C also stops
 * whoever asks from asking the next.
 */
export function createTerminalAsk(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  program: {
    /** Milliseconds. */
    readonly now: () => number;
    /** What Ctrl-C does elsewhere; here the terminal only hands over the key. */
    readonly interrupt: () => void;
  },
): Ask {
  return (question, sign, signal) =>
    new Promise((resolve) => {
      const size = { columns: said(stderr.columns, 80), rows: said(stderr.rows, 24) };
      stderr.write(`\n${questionText(question, size)} ▸ `);
      const since = program.now();
      const raw = stdin.isRaw;
      const finish = (answer: Awaited<ReturnType<Ask>>, said: string) => {
        stdin.off('data', onKey);
        stdin.off('end', onEnd);
        signal.removeEventListener('abort', onEnd);
        stdin.setRawMode(raw);
        stdin.pause();
        stderr.write(`${said}\n`);
        resolve(answer);
      };
      const onEnd = () => finish({ choice: 'deny' }, 'no');
      const onKey = (data: Buffer) => {
        const key = data.toString('utf8');
        if (key.includes('\u0003')) {
          onEnd();
          return program.interrupt();
        }
        if (key === '\u001b' || key.includes('\u0004')) return onEnd();
        if (program.now() - since < ARMING) return;
        if (key === 'y' || key === 'Y') finish(sign(question, 'once'), 'yes, once');
        else if ((key === 's' || key === 'S') && question.grant !== null) {
          finish(sign(question, 'session'), 'yes, for this session');
        } else if (key === 'n' || key === 'N') onEnd();
      };
      stdin.setRawMode(true);
      stdin.resume();
      stdin.on('data', onKey);
      stdin.on('end', onEnd);
      signal.addEventListener('abort', onEnd);
      if (signal.aborted) onEnd(); // it was stopped before it was asked: no event comes any more
    });
}

/** What a terminal says of its size; one that says nothing, or 0, has as much as any terminal has. */
const said = (size: number | undefined, usual: number) =>
  size === undefined || size === 0 ? usual : size;
