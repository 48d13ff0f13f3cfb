import type { Link } from './note.ts';

const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const HASH = 0x23;
const BACKTICK = 0x60;

/** Longer than this is prose between brackets, not the name of a note. */
const MAX_TARGET = 1000;

interface Found {
  readonly links: Link[];
  readonly tags: string[];
  readonly blocks: { readonly id: string; readonly line: number }[];
}

/** Collects links, tags and block ids of one line after another. */
export function createInlineScanner() {
  const links: Link[] = [];
  const tags: string[] = [];
  const blocks: { id: string; line: number }[] = [];

  function scan(line: string, number: number): void {
    if (/[[#^]/u.test(line)) scanMarked(line, number);
  }

  function scanMarked(line: string, number: number): void {
    for (let at = 0; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === BACKTICK) at = afterCode(line, at) - 1;
      else if (code === BRACKET) at = link(line, at, number) - 1;
      else if (code === HASH) at = tag(line, at) - 1;
    }
    if (line.includes('^')) {
      const block = /(?:^|\s)\^([\p{L}\p{N}-]{1,100})\s*$/u.exec(line)?.[1];
      if (block !== undefined) blocks.push({ id: block, line: number });
    }
  }

  /** Offset where scanning goes on: behind the link, or one further. */
  function link(line: string, at: number, number: number): number {
    const embed = at > 0 && line.charCodeAt(at - 1) === 0x21;
    if (line.charCodeAt(at + 1) === BRACKET) {
      const end = line.indexOf(']]', at + 2);
      if (end === -1 || end - at > MAX_TARGET) return at + 2;
      const inner = line.slice(at + 2, end);
      if (inner.includes('[[') || inner.trim() === '') return at + 2;
      // In a table the bar is written `\|`.
      const bar = inner.search(/\\?\|/u);
      const name = bar === -1 ? inner : inner.slice(0, bar);
      const alias =
        bar === -1
          ? null
          : inner
              .slice(bar)
              .replace(/^\\?\|/u, '')
              .trim();
      links.push({ kind: embed ? 'embed' : 'wiki', ...place(name), alias, line: number });
      return end + 2;
    }
    const close = closing(line, at);
    if (close === -1 || line[close + 1] !== '(') return at + 1;
    const target = destination(line, close + 2);
    // Text between the brackets is scanned too: a tag or a link may stand in it.
    if (target === null || !isNote(target.text)) return at + 1;
    const alias = line.slice(at + 1, close).trim();
    links.push({
      kind: embed ? 'embed' : 'markdown',
      ...place(decoded(target.text)),
      alias: alias === '' ? null : alias,
      line: number,
    });
    return target.end;
  }

  function tag(line: string, at: number): number {
    const before = at === 0 ? ' ' : (line[at - 1] ?? '');
    const found = /^[\p{L}\p{N}\p{M}_/-]+/u.exec(line.slice(at + 1, at + 201))?.[0] ?? '';
    const name = found.replace(/\/+$/u, '');
    if (/[\s([{,;>*_~"']/u.test(before) && /[^\p{N}/_-]/u.test(name)) tags.push(name);
    return at + 1 + found.length;
  }

  return { scan, found: (): Found => ({ links, tags, blocks }) };
}

/** Offset behind a code span that opens here; behind the backticks where it never closes. */
function afterCode(line: string, at: number): number {
  let open = at;
  while (line.charCodeAt(open) === BACKTICK) open += 1;
  const mark = line.slice(at, open);
  for (let found = line.indexOf(mark, open); found !== -1;) {
    let end = found;
    while (line.charCodeAt(end) === BACKTICK) end += 1;
    if (end - found === mark.length) return end;
    found = line.indexOf(mark, end);
  }
  return open;
}

function closing(line: string, at: number): number {
  let depth = 0;
  for (let index = at; index < line.length && index - at < MAX_TARGET; index += 1) {
    const code = line.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === BRACKET) depth += 1;
    else if (code === 0x5d) {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

function destination(line: string, from: number): { text: string; end: number } | null {
  const angled = /^\s*<([^<>]*)>[^)]*\)/u.exec(line.slice(from, from + MAX_TARGET));
  if (angled !== null) return { text: angled[1] ?? '', end: from + angled[0].length };
  const plain = /^\s*([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+["'(][^)]*)?\)/u.exec(
    line.slice(from, from + MAX_TARGET),
  );
  return plain === null ? null : { text: plain[1] ?? '', end: from + plain[0].length };
}

/** A relative link to a Markdown file, or to a heading of this note. */
function isNote(target: string): boolean {
  if (/^[a-z][a-z\d+.-]*:/iu.test(target) || target.startsWith('//')) return false;
  return /^[^#?]*\.(?:md|markdown)(?:[#?].*)?$/iu.test(target) || /^#./u.test(target);
}

function decoded(target: string): string {
  if (!target.includes('%')) return target;
  return target.replace(/(?:%[\da-f]{2})+/giu, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch (error) {
      if (error instanceof URIError) return bytes;
      throw error;
    }
  });
}

function place(name: string): Pick<Link, 'target' | 'heading' | 'block'> {
  const hash = name.indexOf('#');
  if (hash === -1) return { target: name.trim(), heading: null, block: null };
  const target = name.slice(0, hash).trim();
  const part = name.slice(hash + 1).trim();
  if (part.startsWith('^')) return { target, heading: null, block: part.slice(1) };
  return { target, heading: part === '' ? null : part, block: null };
}
