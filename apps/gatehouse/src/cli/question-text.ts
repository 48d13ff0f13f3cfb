import { english, visible } from '@gatehouse/contract/words';
import type { Question } from '@gatehouse/kernel';
import { scopeText } from './grant-text.ts';

/** A terminal's size in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Narrower than this is no terminal that anybody reads; then the terminal breaks the lines. */
const NARROWEST = 40;
/** A shown item of more lines is not repeated below a long question, only counted. */
const REPEATED = 3;

/**
 * The question as a person reads it: everything that is bound, nothing shortened. Lines are broken
 * here, each part behind the bar, so that no text can begin a line of its own and pose as another
 * question; one that is longer than the screen says below again what it is about.
 */
export function questionText(question: Question, size: Size): string {
  const lay = layer(size.columns);
  const head = lay('┌ ', '│ ↪ ', `${whoWants(question)} ${question.operation}`);
  const shown = question.shown
    .filter(({ label }) => label !== 'diff')
    .map((item) => shownItem(lay, item, widthOf(question)));
  const reasons = [
    '│ why it asks',
    ...question.reasons.flatMap((reason) =>
      lay('│   · ', '│   ↪ ', visible(english.reason[reason.code](reason))),
    ),
  ];
  const whole = [
    ...head,
    ...shown.flatMap(({ lines }) => lines),
    ...reasons,
    ...origins(lay, question),
    ...change(lay, question),
    ...wider(lay, question),
  ];
  const keys = lay('└ ', '  ↪ ', keysOf(question));
  // The line it starts on, and the one the answer is written to.
  const fits = whole.length + keys.length + 2 <= size.rows;
  const again = fits
    ? []
    : [
        `│ above are ${String(whole.length)} lines of this question; once more what it is about:`,
        ...lay('│ ', '│ ↪ ', `${whoWants(question)} ${question.operation}`),
        ...shown.flatMap(({ label, lines }) =>
          lines.length <= REPEATED
            ? lines
            : [`│ ${label}: the ${String(lines.length)} lines above`],
        ),
        ...reasons,
        ...wider(lay, question),
      ];
  return [...whole, ...again, ...keys].join('\n');
}

type Lay = (first: string, next: string, text: string) => readonly string[];

/** Breaks one line into parts that fit behind `first` and `next`, which are of one width. */
function layer(columns: number): Lay {
  return (first, next, text) => {
    const room = Math.max(columns, NARROWEST) - first.length - 1;
    if (text.length <= room && /^[ -~]*$/u.test(text)) return [first + text];
    const parts: string[] = [];
    let part = '';
    let used = 0;
    for (const character of text) {
      const width = columnsOf(character);
      if (used + width > room && part !== '') {
        parts.push(part);
        [part, used] = ['', 0];
      }
      part += character;
      used += width;
    }
    return [...parts, part].map((one, at) => (at === 0 ? first : next) + one);
  };
}

/** At least as many columns as a terminal gives it: a line broken too early tells no lie. */
function columnsOf(character: string): number {
  if (character === '\t') return 8;
  return /[ -~]|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(character) ? 1 : 2;
}

function whoWants({ by }: Question): string {
  if (by.kind === 'person') return 'You asked for';
  return by.kind === 'protocol'
    ? `The protocol “${visible(by.name)}” wants`
    : `${visible(by.name)} wants`;
}

const widthOf = ({ shown }: Question): number =>
  Math.max(...shown.map((item) => english.label(item.label).length), 9);

function shownItem(lay: Lay, item: Question['shown'][number], width: number) {
  const label = english.label(item.label);
  if (item.value === '') return { label, lines: [`│ ${label}`] };
  const indent = ' '.repeat(width);
  const lines = item.value
    .split('\n')
    .flatMap((line, at) =>
      lay(
        at === 0 ? `│ ${label.padEnd(width)}   ` : `│ ${indent}   `,
        `│ ${indent} ↪ `,
        endsVisibly(visible(line)),
      ),
    );
  return { label, lines };
}

function origins(lay: Lay, { by, provenance }: Question): readonly string[] {
  if (by.kind === 'person' || provenance.length === 0) return [];
  return [
    '│ where it comes from',
    ...provenance.flatMap(({ argument, trust, how, origin }) =>
      lay(
        '│   · ',
        '│   ↪ ',
        `${argument}: ${[english.trust(trust), english.how(how)].filter((one) => one !== '').join(', ')}${origin === '' ? '' : ` (${visible(origin)})`}`,
      ),
    ),
  ];
}

function change(lay: Lay, { shown }: Question): readonly string[] {
  const diff = shown.find(({ label }) => label === 'diff');
  if (diff === undefined || diff.value === '') return [];
  return [
    '│ change',
    ...diff.value.split('\n').flatMap((line) => lay('│   ', '│ ↪ ', visible(line))),
  ];
}

/** Blanks at the end of a name or a command are part of it. */
const endsVisibly = (line: string) =>
  line.replace(/[ \t]+$/u, (blanks) =>
    blanks.replaceAll(' ', '⟨U+0020⟩').replaceAll('\t', '⟨U+0009⟩'),
  );

function keysOf({ offers, gives }: Question): string {
  const session = offers.length === 0 ? '' : '   [s] for this session';
  const lasting = offers.some((one) => one.lasting) ? '   [a] always here, until a date' : '';
  return `[y] ${gives.length > 0 ? 'yes, for this task' : 'once'}${session}${lasting}   [n] no`;
}

/** What may be allowed beyond this call, numbered, or what a plan allows; and what never is. */
function wider(lay: Lay, { offers, gives }: Question): readonly string[] {
  const never = wrapped(`never with it: ${NEVER}`, lay);
  if (gives.length > 0) {
    const tools = gives.some((scope) => scope.limit === 'tool');
    return [
      '│ a yes ends with this task, after an hour at the latest',
      ...(tools
        ? ['│   tools: in the sandbox, what they write, build or change below that folder']
        : []),
      ...never,
    ];
  }
  if (offers.length === 0) return [];
  return [
    '│ more than once, for these reasons and no other',
    ...offers.flatMap(({ scope, lasting }, at) =>
      lay(
        `│   ${String(at + 1)} `,
        '│   ↪ ',
        `${scopeText(scope)}${lasting ? '' : ' (this session only)'}`,
      ),
    ),
    ...never,
  ];
}

/** Our own prose is broken between words; what it is made of holds nothing that could pose. */
function wrapped(text: string, lay: Lay): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && lay('│   ', '│   ', longer).length === 1) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.map((line) => `│   ${line}`);
}

/** What no answer covers beyond its one call, whatever was allowed. */
export const NEVER =
  'administrator rights, no sandbox, the network for commands, deleting what is not named here, files that run later, settings and keys, anything your rules deny or ask about';
