import { findAssignments } from './assignments.ts';
import { findKeyBlocks, readBlockLine } from './key-blocks.ts';
import { findKnown } from './known.ts';
import { findPlaced } from './places.ts';
import { sensitivityOf } from './sensitive-names.ts';
import { findShapes } from './shapes.ts';
import { joined, type Span } from './span.ts';

/**
 * A line longer than this is worked on in windows; each window sees `lookahead` characters beyond
 * what it gives out, so that a secret on the border is seen whole. Where windows end depends on the
 * text alone, never on how it arrived.
 */
const window = 65_536;
const lookahead = 16_384;

/** `password: |`, whose value is the more indented lines that follow (YAML 1.2, section 8.1). */
const scalarHead = /^([ \t]*)(?:- )?["']?([\w.-]{1,80})["']?:[ \t]*[|>][-+\d]{0,2}[ \t]*\r?\n?$/u;

/** Lines of a private key that has no end, at most. */
const longestBlock = 400;

function render(text: string, spans: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, label } of spans) {
    result += `${text.slice(at, start)}[secret:${label}]`;
    at = end;
  }
  return result + text.slice(at);
}

function find(text: string): { readonly spans: readonly Span[]; readonly open: boolean } {
  if (text.length < 6) return { spans: [], open: false };
  const keys = findKeyBlocks(text);
  const spans = joined([
    ...keys.spans,
    ...findKnown(text),
    ...findShapes(text),
    ...findPlaced(text),
    ...findAssignments(text),
  ]);
  return { spans, open: keys.open };
}

export interface Redactor {
  /** Takes the next part of a text and gives what is certain by now: whole lines. */
  write(chunk: string): string;
  /** Gives the rest; the redactor is as new afterwards. */
  end(): string;
}

/**
 * A redactor for text that arrives in parts. What it gives out, joined, is the same however the text
 * was cut. Secrets become `[secret:label]`, whole; private key blocks are swallowed over many lines.
 * Work is linear in the text and what is held back is at most one line or one window.
 */
export function createRedactor(): Redactor {
  let pending: string[] = [];
  let held = 0;
  /** Lines of a key block that may still be swallowed; 0 outside one. */
  let block = 0;
  /** How deep the head of a secret block scalar is indented, and how many of its lines were met. */
  let scalar: { readonly indent: number; readonly met: boolean } | null = null;
  /** True inside one unbroken secret longer than a window. */
  let running = false;

  const plain = (line: string): string => {
    const { spans, open } = find(line);
    if (open) block = longestBlock;
    return render(line, spans);
  };

  const scalarLine = (line: string, { indent, met }: NonNullable<typeof scalar>): string | null => {
    const own = /^[ \t]*/u.exec(line)?.[0] ?? '';
    if (line.trim() === '') return met ? '' : line;
    if (own.length <= indent) return null;
    scalar = { indent, met: true };
    return met ? '' : `${own}[secret:secret-value]${/\r?\n$/u.exec(line)?.[0] ?? ''}`;
  };

  const whole = (line: string): string => {
    if (scalar !== null) {
      const swallowed = scalarLine(line, scalar);
      if (swallowed !== null) return swallowed;
      scalar = null;
    }
    const head = block === 0 ? scalarHead.exec(line) : null;
    if (head !== null && /^(?:password|secret|phrase)$/u.test(sensitivityOf(head[2] ?? '') ?? '')) {
      scalar = { indent: head[1]?.length ?? 0, met: false };
      return line;
    }
    if (block === 0) return plain(line);
    const read = readBlockLine(line);
    if (read === 'more') {
      block -= 1;
      return '';
    }
    block = 0;
    if (read === 'not-a-part') return whole(line);
    const rest = line.slice(read.end);
    return /^["'`,;\\]*\r?\n?$/u.test(rest) ? '' : whole(rest);
  };

  /** Gives out the first part of a line that is too long to hold, and how much of it that was. */
  const cut = (text: string): { readonly given: string; readonly used: number } => {
    if (running) {
      const stop = text.search(/[\s"'`<>,;&]/u);
      if (stop < 0) return { given: '', used: text.length };
      running = false;
      return { given: '', used: stop };
    }
    const { spans } = find(text);
    const limit = text.length - lookahead;
    const crossing = spans.find((span) => span.start < limit && span.end > limit);
    if (crossing === undefined) {
      const used = breakBefore(text, limit);
      return {
        given: render(
          text.slice(0, used),
          spans.filter((span) => span.end <= used),
        ),
        used,
      };
    }
    if (crossing.end < text.length) {
      return {
        given: render(
          text.slice(0, crossing.end),
          spans.filter((span) => span.end <= crossing.end),
        ),
        used: crossing.end,
      };
    }
    running = true;
    const kept = spans.filter((span) => span.end <= crossing.start);
    return {
      given: `${render(text.slice(0, crossing.start), kept)}[secret:${crossing.label}]`,
      used: text.length,
    };
  };

  const take = (ending: boolean): string => {
    let text = pending.join('');
    let result = '';
    for (;;) {
      const newline = text.indexOf('\n');
      const length = newline < 0 ? text.length : newline + 1;
      if (length > window) {
        const { given, used } = cut(text.slice(0, window));
        result += given;
        text = text.slice(used);
      } else if (newline >= 0 || (ending && text !== '')) {
        const line = text.slice(0, length);
        text = text.slice(length);
        result += running ? resumed(line) : whole(line);
      } else break;
    }
    pending = text === '' ? [] : [text];
    held = text.length;
    return result;
  };

  const resumed = (line: string): string => {
    running = false;
    const stop = line.search(/[\s"'`<>,;&]/u);
    return stop < 0 ? '' : whole(line.slice(stop));
  };

  return {
    write(chunk) {
      if (chunk === '') return '';
      pending.push(chunk);
      held += chunk.length;
      return chunk.includes('\n') || held > window ? take(false) : '';
    },
    end() {
      const result = take(true);
      block = 0;
      scalar = null;
      running = false;
      return result;
    },
  };
}

/** The last place up to `limit` where no word is cut, looked for over a bounded stretch. */
function breakBefore(text: string, limit: number): number {
  for (let at = limit; at > limit - 4096; at -= 1) {
    if (/[\s,;"'<>]/u.test(text[at] ?? '') && !/[=:\s]/u.test(text[at - 1] ?? '')) return at;
  }
  return limit;
}

/**
 * A text with every secret in it replaced by `[secret:label]`: keys of known formats, tokens, private
 * keys, headers, cookies, passwords in addresses, and values of names that promise a secret.
 */
export function redact(text: string): string {
  const redactor = createRedactor();
  return redactor.write(text) + redactor.end();
}
