import type { Ask } from '@gatehouse/contract';
import { LONGEST_DAYS } from '@gatehouse/kernel';
import type { Answer, Question, Wish } from '@gatehouse/kernel';
import { dateOf, dates, dateText, scopeText } from './grant-text.ts';
import { questionText } from './question-text.ts';

/** Keys pressed sooner than this after a question appeared were meant for something else. */
const ARMING = 300;

/** What is asked next once a key was pressed; an answer ends it. */
type Step = { readonly say: string; readonly key: (key: string) => Step | Wish | 'no' | null };

/**
 * Asks on the terminal, one key at a time. Ctrl-C, Ctrl-D, Esc and the end of input mean no; Ctrl-C
 * also stops whoever asks from asking the next.
 */
export function createTerminalAsk(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  program: {
    /** Milliseconds, of a clock that only goes forward. */
    readonly now: () => number;
    /** Milliseconds since the epoch. */
    readonly date: () => number;
    /** What Ctrl-C does elsewhere; here the terminal only hands over the key. */
    readonly interrupt: () => void;
  },
): Ask {
  return (question, sign, signal) =>
    new Promise((resolve) => {
      const size = { columns: said(stderr.columns, 80), rows: said(stderr.rows, 24) };
      stderr.write(`\n${questionText(question, size)} ▸ `);
      let step = firstStep(question, program.date());
      let since = program.now();
      const raw = stdin.isRaw;
      const finish = (answer: Answer, text: string) => {
        stdin.off('data', onKey);
        stdin.off('end', onEnd);
        signal.removeEventListener('abort', onEnd);
        stdin.setRawMode(raw);
        stdin.pause();
        stderr.write(`${text}\n`);
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
        const next = step.key(key);
        if (next === null) return;
        if (next === 'no') return onEnd();
        if ('choice' in next) return finish(sign(question, next), saidOf(question, next));
        // A date that is being typed appears letter by letter; everything else is a new question.
        if (!next.say.startsWith('\r')) since = program.now();
        step = next;
        stderr.write(next.say);
      };
      stdin.setRawMode(true);
      stdin.resume();
      stdin.on('data', onKey);
      stdin.on('end', onEnd);
      signal.addEventListener('abort', onEnd);
      if (signal.aborted) onEnd(); // it was stopped before it was asked: no event comes any more
    });
}

function firstStep({ offers }: Question, now: number): Step {
  const lasting = offers.flatMap((offer, at) => (offer.lasting ? [at] : []));
  const all = offers.map((_, at) => at);
  return {
    say: '',
    key: (key) => {
      switch (key.toLowerCase()) {
        case 'y':
          return { choice: 'once' };
        case 'n':
          return 'no';
        case 's':
          return which(offers, all, (offer) => ({ choice: 'session', offer }));
        case 'a':
          return which(offers, lasting, (offer) => untilWhen(offer, now));
        default:
          return null;
      }
    },
  };
}

/** Chooses one of the offers that were shown; where there is but one, it is that. */
function which(
  offers: Question['offers'],
  among: readonly number[],
  then: (offer: number) => Step | Wish,
): Step | Wish | null {
  const [only] = among;
  if (only === undefined) return null;
  if (offers.length === 1) return then(only);
  const keys = among.map((at) => String(at + 1));
  return {
    say: `\n  which of them?   [${keys.join('] [')}]   [n] no ▸ `,
    key: (key) => (key === 'n' ? 'no' : keys.includes(key) ? then(Number(key) - 1) : null),
  };
}

function untilWhen(offer: number, now: number): Step {
  const choices = dates.map(({ key, name, until }, at) => ({
    keys: at === 0 ? [key, '\r'] : [key],
    text: `[${at === 0 ? `Enter, ${key}` : key}] ${name} (${dateText(until(now))})`,
    until: until(now),
  }));
  const shown = [...choices.map(({ text }) => text), '[d] type a date', '[n] no'];
  return {
    say: `\n  until when? ${shown.map((one) => `\n    ${one}`).join('')} ▸ `,
    key: (key) => {
      if (key === 'n') return 'no';
      if (key === 'd') return typedDate(offer, now, '', 'year-month-day: ');
      const found = choices.find(({ keys }) => keys.includes(key));
      return found === undefined ? null : { choice: 'lasting', offer, until: found.until };
    },
  };
}

/** A date typed letter by letter; one that cannot be meant is asked for again. */
function typedDate(offer: number, now: number, text: string, hint: string): Step {
  return {
    say: `\r\u001b[K  ${hint}${text}`,
    key: (key) => {
      if (key === '\u007f' || key === '\b') return typedDate(offer, now, text.slice(0, -1), hint);
      const [, more, enter] = /^([\d-]*)([\r\n]?)$/u.exec(key) ?? [];
      if (more === undefined) return null;
      if (enter === '') return typedDate(offer, now, text + more, hint);
      const until = dateOf(text + more, now, LONGEST_DAYS);
      if (until !== null) return { choice: 'lasting', offer, until };
      return typedDate(offer, now, '', `today or up to ${LONGEST_DAYS} days on, like 2026-12-31: `);
    },
  };
}

function saidOf({ offers, gives }: Question, wish: Wish): string {
  if (wish.choice === 'once') return gives.length > 0 ? 'yes, for this task' : 'yes, once';
  const offer = offers[wish.offer];
  const what = offer === undefined ? '' : `: ${scopeText(offer.scope)}`;
  return wish.choice === 'session'
    ? `yes, for this session${what}`
    : `yes, until ${dateText(wish.until)}${what}`;
}

/** What a terminal says of its size; one that says nothing, or 0, has as much as any terminal has. */
const said = (size: number | undefined, usual: number) =>
  size === undefined || size === 0 ? usual : size;
