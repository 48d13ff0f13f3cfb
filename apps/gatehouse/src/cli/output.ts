import { styleText } from 'node:util';
import { redact } from '@gatehouse/kernel/redact';
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
  /** An error on stderr, with what to do about it; secrets in it are redacted. */
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
  // What is shown may hold sequences of its own; only those behind a mark that no text can know are
  // ours.
  const mark = `\u001b${crypto.randomUUID()}`;
  const style = (one: Style, text: string) => {
    if (!stdout.isTTY) return text;
    const [before = '', after = ''] = styleText(one, '|', { stream: stdout }).split('|');
    return before.replace('\u001b', mark) + text + after.replace('\u001b', mark);
  };
  const shown = (text: string) => {
    const [first = '', ...rest] = text.split(mark);
    return visibleLines(first) + rest.map(markedPart).join('');
  };
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
      if (json) stdout.write(`${jsonLine(value)}\n`);
    },
    note: (text) => {
      endProgress();
      stderr.write(`${shown(text)}\n`);
    },
    problem: (code, full) => {
      endProgress();
      const message = redact(full);
      if (json) stderr.write(`${jsonLine({ error: { code, message } })}\n`);
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

/** What follows a mark: the rest of a sequence of ours, then text that is nobody's. */
function markedPart(part: string): string {
  const sequence = /^\[\d+m/u.exec(part)?.[0] ?? '';
  return `${sequence === '' ? '' : '\u001b'}${sequence}${visibleLines(part.slice(sequence.length))}`;
}

/** Terminal sequences and hidden characters are made visible; line ends stay. */
const visibleLines = (text: string) => text.split('\n').map(visible).join('\n');

/**
 * One line of JSON that a terminal may show: what it would obey or hide (C1 controls, bidi and
 * zero-width characters, which JSON leaves as they are) is escaped, which changes no value.
 */
export function jsonLine(value: unknown): string {
  const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
  return JSON.stringify(value).replaceAll(hidden, (character) =>
    character.split('').map(escaped).join(''),
  );
}

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
