import { styleText } from 'node:util';
import { english, visible } from '@gatehouse/contract/words';

type Style = Parameters<typeof styleText>[0];

/** Where a verb writes: results on stdout, everything else on stderr, so that pipes stay clean. */
export interface Output {
  readonly json: boolean;
  readonly interactive: boolean;
  /** A result line for people; nothing under `--json`. */
  line(text?: string): void;
  /** Streamed text for people. */
  write(text: string): void;
  /** The result for programs; nothing without `--json`. */
  value(value: unknown): void;
  /** A remark on stderr. */
  note(text: string): void;
  /** An error on stderr, with what to do about it. */
  problem(code: string, message: string): void;
  progress(done: number, total: number | null, label: string): void;
  endProgress(): void;
  style(style: Style, text: string): string;
}

const WIDTH = 24;

export function createOutput(options: {
  readonly json: boolean;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}): Output {
  const { json, stdout, stderr } = options;
  let open = false;
  const style = (one: Style, text: string) =>
    stdout.isTTY ? styleText(one, text, { stream: stdout }) : text;
  const endProgress = () => {
    if (open) stderr.write('\r\u001b[K');
    open = false;
  };
  return {
    json,
    interactive: Boolean(stdout.isTTY) && !json,
    style,
    endProgress,
    line: (text = '') => {
      endProgress();
      if (!json) stdout.write(`${shown(text)}\n`);
    },
    write: (text) => {
      endProgress();
      if (!json) stdout.write(shown(text));
    },
    value: (value) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    note: (text) => {
      endProgress();
      stderr.write(`${shown(text)}\n`);
    },
    problem: (code, message) => {
      endProgress();
      if (json) stderr.write(`${JSON.stringify({ error: { code, message } })}\n`);
      else {
        const advice = english.advice(code);
        stderr.write(`gatehouse: ${shown(message)}\n${advice === '' ? '' : `  ${advice}\n`}`);
      }
    },
    progress: (done, total, label) => {
      if (json || !stderr.isTTY) return;
      open = true;
      const filled = total === null || total === 0 ? 0 : Math.round((done / total) * WIDTH);
      const bar = total === null ? '' : `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} `;
      stderr.write(`\r\u001b[K${bar}${done}${total === null ? '' : `/${total}`} ${shown(label)}`);
    },
  };
}

/** The few sequences `style` makes: bold, dim and four colours. None of them can hide text. */
const OURS = /(\u001b\[(?:1|2|22|31|32|33|36|39)m)/u;

/** Terminal sequences and hidden characters of what is shown are made visible; ours are kept. */
function shown(text: string): string {
  return text
    .split(OURS)
    .map((part, at) => (at % 2 === 1 ? part : part.split('\n').map(visible).join('\n')))
    .join('');
}
