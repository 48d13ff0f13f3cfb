import { english, visible } from '@gatehouse/contract/words';
import type { Ask } from '@gatehouse/contract';
import type { Question } from '@gatehouse/kernel';

/** Keys pressed sooner than this after the question appeared were meant for something else. */
const ARMING = 300;

/** The question as a person reads it: everything that is bound, nothing shortened. */
export function questionText(question: Question): string {
  const { reasons, shown, provenance } = question;
  const width = Math.max(...shown.map((item) => english.label(item.label).length), 9);
  const diff = shown.find((item) => item.label === 'diff');
  const who =
    question.by.kind === 'person' ? 'You asked for' : `${visible(question.by.name)} wants`;
  return [
    `┌ ${who} ${question.operation}`,
    ...shown
      .filter((item) => item !== diff)
      .map((item) => row(english.label(item.label), item.value, width)),
    '│ why it asks',
    ...reasons.map((reason) => `│   · ${visible(english.reason[reason.code](reason))}`),
    ...(question.by.kind === 'person' || provenance.length === 0
      ? []
      : [
          '│ where it comes from',
          ...provenance.map(
            (one) =>
              `│   · ${one.argument}: ${english.trust(one.trust)}${one.origin === '' ? '' : ` (${visible(one.origin)})`}`,
          ),
        ]),
    ...(diff === undefined || diff.value === ''
      ? []
      : ['│ change', ...diff.value.split('\n').map((line) => `│   ${visible(line)}`)]),
    `└ ${keys(question)}`,
  ].join('\n');
}

function row(label: string, value: string, width: number): string {
  const [first = '', ...rest] = value.split('\n').map(visible);
  const indent = `│ ${' '.repeat(width)}   `;
  return [
    `│ ${label.padEnd(width)}   ${first}`.trimEnd(),
    ...rest.map((line) => indent + line),
  ].join('\n');
}

function keys({ grant }: Question): string {
  const session =
    grant === null
      ? ''
      : `   [s] this session: ${grant.operation} ${limit(grant.limit, grant.value)}`;
  return `[y] once${session}   [n] no`;
}

function limit(kind: 'under' | 'command' | 'host', value: string): string {
  if (kind === 'under') return `below ${visible(value)}`;
  return kind === 'host' ? `on ${visible(value)}` : 'for exactly this command in this folder';
}

/** Asks on the terminal, one key. Ctrl-C, Esc, end of input and everything unknown mean no. */
export function createTerminalAsk(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  now: () => number,
): Ask {
  return (question, sign, signal) =>
    new Promise((resolve) => {
      stderr.write(`\n${questionText(question)} ▸ `);
      const since = now();
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
        if (key === '\u0003' || key === '\u001b' || key === '\u0004') return onEnd();
        if (now() - since < ARMING) return;
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
    });
}
