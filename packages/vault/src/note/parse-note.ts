import type { Problem } from '../problems.ts';
import { aliasesOf, tagsOf, titleOf } from './declared.ts';
import { readFrontmatter } from './frontmatter.ts';
import { createInlineScanner } from './inline.ts';
import type { Callout, Heading, Note, Task } from './note.ts';

const SPACE = 0x20;
const TAB = 0x09;
const HASH = 0x23;
const BACKTICK = 0x60;
const TILDE = 0x7e;

/**
 * Reads a note in one pass over its lines. `text` comes from `cleanText`. Code (fenced, indented,
 * inline), HTML comments and frontmatter are not scanned for links and tags. Never throws.
 */
export function parseNote(text: string): Note {
  const front = readFrontmatter(text);
  const inline = createInlineScanner();
  const headings: Heading[] = [];
  const anchors = new Map<string, number>();
  const tasks: Task[] = [];
  const callouts: Callout[] = [];
  const fences: [number, number][] = [];
  let fence: { mark: number; length: number; start: number } | null = null;
  /** Offset where an HTML comment ends that began on an earlier line; searched for once. */
  let commentEnd = -1;
  let blank = true;
  let list = false;
  let indentedCode = false;
  let number = front.line - 1;
  /** The paragraph line before, for headings underlined with `===` or `---`. */
  let beforeStart = -1;
  let beforeEnd = -1;
  const nextMark = createMarkFinder(text);

  const heading = (level: number, raw: string, line: number, range: readonly [number, number]) => {
    const words = raw.trim();
    const slug = anchorOf(words);
    const seen = anchors.get(slug) ?? 0;
    anchors.set(slug, seen + 1);
    const anchor = seen === 0 ? slug : `${slug}-${seen}`;
    headings.push({ level, text: words, anchor, line, start: range[0], end: range[1] });
  };

  for (let start = front.end; start < text.length;) {
    const stop = text.indexOf('\n', start);
    const end = stop === -1 ? text.length : stop;
    const next = stop === -1 ? text.length : stop + 1;
    number += 1;
    let at = start;
    // Quotes and callouts: what stands behind `>` is scanned like any other line.
    let quoted = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (at < end && (code === SPACE || code === TAB)) at += 1;
      else if (at < end && code === 0x3e) {
        quoted = true;
        at += 1;
      } else break;
    }
    const lineStart = start;
    start = next;
    const first = at < end ? text.charCodeAt(at) : 0;

    if (fence !== null) {
      if (first === fence.mark && run(text, at, end, first) >= fence.length) {
        if (text.slice(at, end).trim().length === run(text, at, end, first)) {
          fences.push([fence.start, next]);
          fence = null;
        }
      }
      continue;
    }
    if (at >= end) {
      blank = true;
      beforeStart = -1;
      continue;
    }
    if (lineStart < commentEnd) continue;
    const indent = quoted ? 0 : widthOf(text, lineStart, at);
    if (indent >= 4 && !list && (blank || indentedCode)) {
      indentedCode = true;
      continue;
    }
    indentedCode = false;
    if (first === BACKTICK || first === TILDE) {
      const length = run(text, at, end, first);
      if (length >= 3 && !(first === BACKTICK && text.slice(at + length, end).includes('`'))) {
        fence = { mark: first, length, start: lineStart };
        blank = false;
        beforeStart = -1;
        continue;
      }
    }
    blank = false;
    if (first === HASH && !quoted && indent < 4) {
      const level = run(text, at, end, HASH);
      const after = text.charCodeAt(at + level);
      if (level <= 6 && (at + level === end || after === SPACE || after === TAB)) {
        const words = withoutClosing(text.slice(at + level, end));
        heading(level, words, number, [lineStart, next]);
        inline.scan(words, number);
        list = false;
        beforeStart = -1;
        continue;
      }
    }
    if (
      (first === 0x3d || first === 0x2d) &&
      beforeStart !== -1 &&
      isUnderline(text, at, end, first)
    ) {
      const words = text.slice(beforeStart, beforeEnd);
      heading(first === 0x3d ? 1 : 2, words, number - 1, [beforeStart, next]);
      beforeStart = -1;
      continue;
    }
    const item = listItemOf(text, at, end);
    if (item > 0) list = true;
    else if (indent === 0 && !quoted) list = false;
    if (item > 0 && text.charCodeAt(at + item) === 0x5b) {
      const mark = text[at + item + 1] ?? '';
      const gap = text.charCodeAt(at + item + 3);
      if (text[at + item + 2] === ']' && (gap === SPACE || gap === TAB)) {
        const words = text.slice(at + item + 4, end).trim();
        tasks.push({ line: number, mark, done: mark === 'x' || mark === 'X', text: words });
      }
    }
    if (quoted && first === 0x5b && text.charCodeAt(at + 1) === 0x21) {
      const found = /^\[!([\w-]{1,40})(?:\|[^\]]*)?\][+-]?[ \t]*(.*)$/u.exec(text.slice(at, end));
      const kind = found?.[1];
      if (kind !== undefined) {
        callouts.push({ line: number, kind: kind.toLowerCase(), title: (found?.[2] ?? '').trim() });
      }
    }
    const plain = item === 0 && !quoted && first !== 0x7c;
    beforeStart = plain ? lineStart : -1;
    beforeEnd = end;
    if (nextMark(at) >= end) continue;
    let words = text.slice(at, end);
    if (words.includes('<!--')) {
      words = words.replace(/<!--.*?-->/gu, ' ');
      const open = words.indexOf('<!--');
      if (open !== -1) {
        words = words.slice(0, open);
        const close = text.indexOf('-->', end);
        commentEnd = close === -1 ? text.length : close;
      }
    }
    inline.scan(words, number);
  }
  if (fence !== null) fences.push([fence.start, text.length]);

  const problems: Problem[] = front.broken.map((line) => ({ code: 'frontmatter_broken', line }));
  if (front.unclosed) problems.push({ code: 'frontmatter_unclosed', line: 1 });
  const found = inline.found();
  return {
    title: titleOf(front.values) ?? headings.find((entry) => entry.level === 1)?.text ?? null,
    frontmatter: front.values,
    aliases: aliasesOf(front.values),
    tags: unique([...tagsOf(front.values), ...found.tags]),
    headings,
    links: found.links,
    tasks,
    callouts,
    blocks: found.blocks,
    fences,
    bodyStart: front.end,
    problems,
  };
}

/** Finds where the next character stands that makes a line worth scanning, each searched for once. */
function createMarkFinder(text: string): (from: number) => number {
  const marks = ['[', '#', '^', '<!--'];
  const next = marks.map(() => -1);
  let nearest = -1;
  return (from) => {
    if (nearest >= from) return nearest;
    nearest = text.length;
    for (const [index, mark] of marks.entries()) {
      let at = next[index] ?? -1;
      if (at < from) {
        const found = text.indexOf(mark, from);
        at = found === -1 ? text.length : found;
        next[index] = at;
      }
      if (at < nearest) nearest = at;
    }
    return nearest;
  };
}

/** How often a character stands in a row. */
function run(text: string, from: number, end: number, code: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === code) at += 1;
  return at - from;
}

/** A heading without the `##` that may close it. */
function withoutClosing(words: string): string {
  const text = words.trimEnd();
  let at = text.length;
  while (at > 0 && text.charCodeAt(at - 1) === HASH) at -= 1;
  const gap = at === 0 ? SPACE : text.charCodeAt(at - 1);
  return at < text.length && (gap === SPACE || gap === TAB) ? text.slice(0, at) : text;
}

function widthOf(text: string, from: number, to: number): number {
  let width = 0;
  for (let at = from; at < to; at += 1) width += text.charCodeAt(at) === TAB ? 4 : 1;
  return width;
}

function isUnderline(text: string, at: number, end: number, code: number): boolean {
  const length = run(text, at, end, code);
  return text.slice(at + length, end).trim() === '' && (code === 0x3d || length >= 2);
}

/** Length of a list marker with the space after it, 0 where there is none. */
function listItemOf(text: string, at: number, end: number): number {
  let mark = at;
  const code = text.charCodeAt(at);
  if (code === 0x2d || code === 0x2a || code === 0x2b) mark += 1;
  else {
    while (mark < end && mark - at < 9 && isDigit(text.charCodeAt(mark))) mark += 1;
    const dot = text.charCodeAt(mark);
    if (mark === at || (dot !== 0x2e && dot !== 0x29)) return 0;
    mark += 1;
  }
  const gap = text.charCodeAt(mark);
  return mark < end && (gap === SPACE || gap === TAB) ? mark + 1 - at : 0;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** GitHub's heading anchors: lower case, punctuation left out, spaces as dashes. */
export function anchorOf(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) {
    return text
      .trim()
      .toLowerCase()
      .replace(/[^a-z\d_ -]/g, '')
      .replaceAll(' ', '-');
  }
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

function unique(values: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const value of values) {
    const key = value.toLowerCase();
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}
