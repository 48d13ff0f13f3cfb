import type { Frontmatter, FrontmatterValue } from './note.ts';

export interface FrontmatterRead {
  readonly values: Frontmatter;
  /** Offset where the text after it begins; 0 without frontmatter. */
  readonly end: number;
  /** 1-based line of the text after it. */
  readonly line: number;
  /** The text between the markers, as written. */
  readonly source: string;
  /** 1-based lines that could not be read. */
  readonly broken: readonly number[];
  readonly unclosed: boolean;
}

const none: FrontmatterRead = Object.freeze({
  values: Object.freeze({}),
  end: 0,
  line: 1,
  source: '',
  broken: [],
  unclosed: false,
});

/** Deeper nesting than this is reported as broken. */
const MAX_DEPTH = 6;
/** UTF-16 units of one line; longer ones are no frontmatter that a person wrote. */
const MAX_LINE = 4000;

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/**
 * Reads the frontmatter of a cleaned text: the part of YAML 1.2 that notes use (maps, lists, flow
 * lists and maps, plain and quoted scalars, `|` and `>` blocks, comments). No anchors, tags, merge
 * keys or documents: nothing in a note refers to anything or builds anything. A line it cannot read
 * is reported by number and left out; the rest counts.
 */
export function readFrontmatter(text: string): FrontmatterRead {
  if (!text.startsWith('---')) return none;
  const first = text.indexOf('\n');
  if (first === -1 || text.slice(3, first).trim() !== '') return none;
  const close = /^(?:---|\.\.\.)[ \t]*$/mu;
  const rest = text.slice(first + 1);
  const found = close.exec(rest);
  if (found === null) return { ...none, source: rest, unclosed: true };
  const source = rest.slice(0, found.index);
  const end = Math.min(text.length, first + 1 + found.index + found[0].length + 1);
  const lines = source.split('\n');
  const reader = createReader(lines);
  const values = reader.map(0, 0);
  return {
    values,
    end,
    line: lines.length + 2,
    source,
    broken: reader.broken(),
    unclosed: false,
  };
}

function createReader(source: readonly string[]) {
  const broken: number[] = [];
  const lines: Line[] = [];
  for (const [index, raw] of source.entries()) {
    const text = raw.trimStart();
    if (text === '' || text.startsWith('#')) continue;
    if (raw.length > MAX_LINE) {
      broken.push(index + 2);
      continue;
    }
    lines.push({ indent: raw.length - text.length, text: text.trimEnd(), number: index + 2 });
  }
  let at = 0;

  function map(indent: number, depth: number): Record<string, FrontmatterValue> {
    const values = Object.create(null) as Record<string, FrontmatterValue>;
    for (let line = lines[at]; line !== undefined && line.indent >= indent; line = lines[at]) {
      at += 1;
      const entry = line.indent > indent && depth === 0 && at === 1 ? null : keyOf(line.text);
      if (entry === null || line.indent !== indent || Object.hasOwn(values, entry.key)) {
        broken.push(line.number);
        skipDeeper(line.indent);
        continue;
      }
      values[entry.key] = value(entry.rest, line, depth);
    }
    return values;
  }

  function value(rest: string, line: Line, depth: number): FrontmatterValue {
    if (rest === '') return nested(line, depth);
    const block = /^[|>][+-]?$/u.exec(rest);
    if (block !== null) return blockText(line, rest.startsWith('>'));
    const scalar = readScalar(rest);
    if (scalar === undefined) {
      broken.push(line.number);
      return null;
    }
    const next = lines[at];
    // A plain scalar that goes on in the next, deeper line is joined by a space, as YAML does.
    if (next !== undefined && next.indent > line.indent && typeof scalar === 'string') {
      const parts = [scalar];
      for (
        let more = lines[at];
        more !== undefined && more.indent > line.indent;
        more = lines[at]
      ) {
        parts.push(more.text);
        at += 1;
      }
      return parts.join(' ');
    }
    return scalar;
  }

  function nested(line: Line, depth: number): FrontmatterValue {
    const next = lines[at];
    if (next === undefined) return null;
    const list = next.text === '-' || next.text.startsWith('- ');
    if (next.indent < line.indent || (next.indent === line.indent && !list)) return null;
    if (depth >= MAX_DEPTH) {
      broken.push(next.number);
      skipDeeper(line.indent);
      return null;
    }
    return list ? items(next.indent, depth + 1) : map(next.indent, depth + 1);
  }

  function items(indent: number, depth: number): FrontmatterValue[] {
    const values: FrontmatterValue[] = [];
    for (let line = lines[at]; line !== undefined && line.indent >= indent; line = lines[at]) {
      if (line.indent === indent && line.text !== '-' && !line.text.startsWith('- ')) break;
      if (line.indent > indent) {
        broken.push(line.number);
        at += 1;
        continue;
      }
      const inner = line.text.slice(1).trimStart();
      const offset = line.text.length - inner.length;
      if (inner !== '' && keyOf(inner) !== null && depth < MAX_DEPTH) {
        // `- key: value`: a map whose first key stands behind the dash.
        lines[at] = { indent: indent + offset, text: inner, number: line.number };
        values.push(map(indent + offset, depth + 1));
        continue;
      }
      at += 1;
      values.push(value(inner, line, depth));
    }
    return values;
  }

  function blockText(line: Line, folded: boolean): string {
    const from = line.number - 1;
    const kept: string[] = [];
    let width = -1;
    let index = from;
    for (; index < source.length; index += 1) {
      const raw = source[index] ?? '';
      const text = raw.trimStart();
      if (text !== '' && raw.length - text.length <= line.indent) break;
      if (width === -1 && text !== '') width = raw.length - text.length;
      kept.push(raw.slice(Math.max(width, 0)));
    }
    while ((lines[at]?.number ?? Infinity) <= index + 1) at += 1;
    const body = kept.join('\n').trimEnd();
    return folded ? body.replace(/([^\n])\n(?=[^\n])/gu, '$1 ') : body;
  }

  function skipDeeper(indent: number) {
    while ((lines[at]?.indent ?? -1) > indent) at += 1;
  }

  return { map, broken: () => broken };
}

function keyOf(text: string): { key: string; rest: string } | null {
  const found =
    /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s"'[\]{}#&*!|>%@`,-][^:#]*?|-[^\s:#][^:#]*?))\s*:(?:\s+(.*))?$/u.exec(
      text,
    );
  if (found === null) return null;
  const key = found[1] ?? found[2]?.replaceAll("''", "'") ?? found[3] ?? '';
  return { key, rest: stripComment(found[4] ?? '') };
}

function stripComment(text: string): string {
  if (text.startsWith('#')) return '';
  if (/^["'[{]/u.test(text)) return text.trim();
  const at = text.search(/\s#/u);
  return (at === -1 ? text : text.slice(0, at)).trim();
}

/** A scalar or flow collection; undefined where it is not complete. */
function readScalar(text: string): FrontmatterValue | undefined {
  const read = flow(text, 0, 0);
  if (read === undefined) return undefined;
  const after = text.slice(read.end).trim();
  return after === '' || after.startsWith('#') ? read.value : undefined;
}

interface Read {
  readonly value: FrontmatterValue;
  readonly end: number;
}

function flow(text: string, from: number, depth: number): Read | undefined {
  if (depth > MAX_DEPTH) return undefined;
  let at = from;
  while (text[at] === ' ') at += 1;
  const first = text[at];
  if (first === '"' || first === "'") return quoted(text, at, first);
  if (first === '[' || first === '{') return collection(text, at, depth);
  // An anchor, an alias, a tag or a directive: not of this subset.
  if (first !== undefined && '&*!%@`'.includes(first)) return undefined;
  const stop = depth === 0 ? text.length : until(text, at);
  return { value: plain(text.slice(at, stop).trim()), end: stop };
}

function until(text: string, from: number): number {
  let at = from;
  while (at < text.length && !',]}'.includes(text[at] ?? '')) at += 1;
  return at;
}

function quoted(text: string, from: number, quote: string): Read | undefined {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '"' && character === '\\') {
      const escape = text[at + 1] ?? '';
      const plainly = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', '/': '/' } as const;
      if (!Object.hasOwn(plainly, escape)) return undefined;
      value += plainly[escape as keyof typeof plainly];
      at += 1;
    } else if (character === quote) {
      if (quote === "'" && text[at + 1] === "'") {
        value += "'";
        at += 1;
      } else return { value, end: at + 1 };
    } else value += character;
  }
  return undefined;
}

function collection(text: string, from: number, depth: number): Read | undefined {
  const isList = text[from] === '[';
  const close = isList ? ']' : '}';
  const list: FrontmatterValue[] = [];
  const map = Object.create(null) as Record<string, FrontmatterValue>;
  let at = from + 1;
  for (;;) {
    while (text[at] === ' ') at += 1;
    if (at >= text.length) return undefined;
    if (text[at] === close) return { value: isList ? list : map, end: at + 1 };
    if (isList) {
      const item = flow(text, at, depth + 1);
      if (item === undefined) return undefined;
      list.push(item.value);
      at = item.end;
    } else {
      const key = /^\s*(?:"([^"\\]*)"|'([^']*)'|([^\s"'[\]{},:]+))\s*:\s*/u.exec(text.slice(at));
      if (key === null) return undefined;
      const item = flow(text, at + key[0].length, depth + 1);
      if (item === undefined) return undefined;
      map[key[1] ?? key[2] ?? key[3] ?? ''] = item.value;
      at = item.end;
    }
    while (text[at] === ' ') at += 1;
    if (text[at] === ',') at += 1;
    else if (text[at] !== close) return undefined;
  }
}

/** YAML 1.2 core schema, without octal and hexadecimal numbers: they are text here. */
function plain(text: string): FrontmatterValue {
  if (text === '' || text === '~' || text === 'null' || text === 'Null') return null;
  if (text === 'true' || text === 'True') return true;
  if (text === 'false' || text === 'False') return false;
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/u.test(text) ? Number(text) : text;
}
