import { findAssignments } from './assignments.ts';
import { carryFrom, named, noCarry, partOf, type Carry } from './carry.ts';
import { findKeyBlocks, readBlockLine } from './key-blocks.ts';
import { findKnown } from './known.ts';
import { createLabels } from './labels.ts';
import { findPlaced } from './places.ts';
import { sensitivityOf } from './sensitive-names.ts';
import { findShapes } from './shapes.ts';
import { aroundLabels, joined, type Span } from './span.ts';

/**
 * A line longer than this is worked on in windows; each window sees `lookahead` characters beyond
 * what it gives out, so that a secret on the border is seen whole. Where windows end depends on the
 * text alone, never on how it arrived.
 */
const window = 65_536;
const lookahead = 16_384;

/** `password: |`, whose value is the more indented lines that follow (YAML 1.2, section 8.1). */
const scalarHead = /^([ \t]*)(?:- )?["']?([\w.-]{1,80})["']?:[ \t]*[|>][-+\d]{0,2}[ \t]*\r?\n?$/u;

/** Lines of a private key that has no end, at most, and characters of one that are told apart. */
const longestBlock = 400;
const longestKeyLine = 512;

interface Found {
  readonly spans: readonly Span[];
  /** The last span is a private key that goes on in the next line. */
  readonly open: boolean;
}

function find(text: string): Found {
  if (text.length < 6) return { spans: [], open: false };
  const keys = findKeyBlocks(text);
  const spans = joined([
    ...keys.spans,
    ...findKnown(text),
    ...findShapes(text),
    ...findPlaced(text),
    ...findAssignments(text),
  ]);
  return { spans: aroundLabels(text, spans), open: keys.open };
}

/** What is found in a line, knowing what the lines before it said. */
function findIn(line: string, carry: Carry): Found {
  const { spans, open } = find(line);
  const part = partOf(carry, line);
  const whole = named(carry, line);
  if (part === null && whole === null) return { spans, open };
  const more = whole === null ? [] : find(whole.text).spans;
  const shifted = more.flatMap((span) => {
    const start = span.start + (whole?.shift ?? 0);
    return start < 0 ? [] : [{ ...span, start, end: span.end + (whole?.shift ?? 0) }];
  });
  return {
    spans: aroundLabels(line, joined([...spans, ...shifted, ...(part === null ? [] : [part])])),
    open,
  };
}

export interface Redactor {
  /** Takes the next part of a text and gives what is certain by now: whole lines. */
  write(chunk: string): string;
  /** Gives the rest; what follows is a new text, in which the same secret keeps its label. */
  end(): string;
}

/** A secret of many lines, held until it ends: its label stands for the whole of it. */
interface Held {
  readonly label: string;
  /** What is given out before and after the label. */
  readonly before: string;
  readonly after: string;
  secret: string;
  /** Of a block scalar, how deep its head is indented; null for a private key. */
  readonly indent: number | null;
  /** What may stand before every line of a key: the length of what stands before the first. */
  readonly margin: number;
  linesLeft: number;
}

/**
 * A redactor for text that arrives in parts. What it gives out, joined, is the same however the text
 * was cut. Secrets become `[secret:label#1]`, whole: the same secret the same label within one
 * redactor, another secret another number, counted as they come. Private keys and YAML block scalars
 * are swallowed over many lines. Work is linear in the text; what is held back is at most one line,
 * one window or one such block.
 */
export function createRedactor(): Redactor {
  const labels = createLabels();
  let pending: string[] = [];
  let size = 0;
  let held: Held | null = null;
  let carry = noCarry;
  /** True inside one unbroken secret longer than a window. */
  let running = false;

  const render = (text: string, spans: readonly Span[]): string => {
    let result = '';
    let at = 0;
    for (const { start, end, label } of spans) {
      result += text.slice(at, start) + labels.of(text.slice(start, end), label);
      at = end;
    }
    return result + text.slice(at);
  };

  const plain = (line: string): string => {
    const { spans, open } = findIn(line, carry);
    const last = spans.at(-1);
    carry = carryFrom(line, spans, carry);
    if (!open || last === undefined) return render(line, spans);
    held = {
      label: last.label,
      before: render(line.slice(0, last.start), spans.slice(0, -1)),
      after: line.slice(last.end),
      secret: line.slice(last.start, last.end),
      indent: null,
      margin: last.start,
      linesLeft: longestBlock,
    };
    return '';
  };

  /** What was held, as its label. */
  const release = (): string => {
    if (held === null) return '';
    const { before, after, secret, label } = held;
    held = null;
    return before + (secret === '' ? '' : labels.of(secret, label)) + after;
  };

  /** A line while something is held: more of it, or its end and what comes after. */
  const more = (line: string, block: Held): string => {
    if (block.indent !== null) {
      const own = /^[ \t]*/u.exec(line)?.[0].length ?? 0;
      if (line.trim() === '') return block.secret === '' ? release() + whole(line) : '';
      if (own <= block.indent) return release() + whole(line);
      if (block.secret === '') {
        const end = /\r?\n$/u.exec(line)?.[0] ?? '';
        held = {
          ...block,
          before: block.before + line.slice(0, own),
          after: end,
          secret: line.trim(),
        };
      } else if (block.secret.length < window) block.secret += `\n${line.trim()}`;
      return '';
    }
    const read = readBlockLine(line, block.margin);
    if (read === 'not-a-part') return release() + whole(line);
    block.linesLeft -= 1;
    if (read === 'more') {
      block.secret += line.slice(0, longestKeyLine);
      return block.linesLeft > 0 ? '' : release();
    }
    const rest = line.slice(read.end);
    return release() + (/^["'`,;\\]*\r?\n?$/u.test(rest) ? '' : whole(rest));
  };

  const whole = (line: string): string => {
    if (held !== null) return more(line, held);
    const head = scalarHead.exec(line);
    if (
      head === null ||
      !/^(?:password|secret|phrase)$/u.test(sensitivityOf(head[2] ?? '') ?? '')
    ) {
      return plain(line);
    }
    const indent = head[1]?.length ?? 0;
    carry = noCarry;
    const label = 'secret-value';
    held = { label, before: line, after: '', secret: '', indent, margin: 0, linesLeft: 0 };
    return '';
  };

  /** Gives out the first part of a line that is too long to hold, and how much of it that was. */
  const cut = (text: string): { readonly given: string; readonly used: number } => {
    carry = noCarry;
    const before = release();
    if (running) {
      const stop = text.search(/[\s"'`<>,;&]/u);
      if (stop < 0) return { given: before, used: text.length };
      running = false;
      return { given: before, used: stop };
    }
    const { spans } = find(text);
    const limit = text.length - lookahead;
    const crossing = spans.find((span) => span.start < limit && span.end > limit);
    const upTo = (used: number, given = used) => ({
      given:
        before +
        render(
          text.slice(0, given),
          spans.filter((span) => span.end <= given),
        ),
      used,
    });
    if (crossing === undefined) return upTo(breakBefore(text, limit));
    if (crossing.end < text.length) return upTo(crossing.end);
    running = true;
    const { given } = upTo(crossing.start);
    return {
      given: given + labels.of(text.slice(crossing.start), crossing.label),
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
    size = text.length;
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
      size += chunk.length;
      return chunk.includes('\n') || size > window ? take(false) : '';
    },
    end() {
      const result = take(true) + release();
      carry = noCarry;
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
  // No surrogate pair is cut in two.
  return /[\uDC00-\uDFFF]/u.test(text[limit] ?? '') ? limit - 1 : limit;
}

/**
 * A text with every secret in it replaced by `[secret:label#1]`: keys of known formats, tokens,
 * private keys, headers, cookies, passwords in addresses, and values of names that promise a secret.
 */
export function redact(text: string): string {
  const redactor = createRedactor();
  return redactor.write(text) + redactor.end();
}
