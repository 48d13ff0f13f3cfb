/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** JSON that cannot be read: what stands where it does not belong. */
export interface JsonProblem {
  readonly problem: string;
  readonly at: Position;
}

export interface JsonText {
  readonly value: unknown;
  /** Where the member or the item at this path begins; of a path that is not there, the nearest before it. */
  at(path: readonly PropertyKey[]): Position;
}

const DEEPEST = 32;

const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/uy;
const word = /true|false|null/uy;
const blank = /[ \t\n\r]*/uy;

/**
 * Reads JSON (RFC 8259) that a person edits: what is wrong, and every value, is found again in the
 * text. Stricter than `JSON.parse`: a name that stands twice is a mistake, not an overwrite.
 */
export function readJson(source: string): JsonText | JsonProblem {
  const places = new Map<string, number>();
  let at = 0;

  const fail = (problem: string, where = at): never => {
    throw new Failure(problem, where);
  };
  const skip = () => void take(blank);
  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) return null;
    at += found[0].length;
    return found[0];
  }
  function string(what: string): string {
    const start = at;
    const found = take(text);
    if (found !== null) return JSON.parse(found) as string;
    if (source[at] === "'") return fail(`${what} stands in double quotes`);
    if (source[at] !== '"') return fail(`${what} is missing`);
    return fail('this text has no end, or holds a character that must be escaped', start);
  }

  function value(path: readonly PropertyKey[]): unknown {
    skip();
    if (path.length > DEEPEST) return fail('it is nested too deeply');
    places.set(keyOf(path), at);
    const next = source[at];
    if (next === '{') return object(path);
    if (next === '[') return array(path);
    if (next === '"') return string('a text');
    const literal = take(word) ?? take(number);
    if (literal !== null) return JSON.parse(literal);
    if (next === undefined) return fail('it ends too early');
    if (next === '/' || next === '#') return fail('comments are not JSON; use "note"');
    return fail('a value is missing');
  }

  function object(path: readonly PropertyKey[]): unknown {
    at += 1;
    const members: [string, unknown][] = [];
    const names = new Set<string>();
    for (skip(); source[at] !== '}'; skip()) {
      if (names.size > 0) comma('}');
      const start = at;
      const name = string('a name');
      if (names.has(name)) fail(`${JSON.stringify(name)} stands there twice`, start);
      names.add(name);
      skip();
      if (source[at] !== ':') fail('a colon is missing');
      at += 1;
      members.push([name, value([...path, name])]);
      // What is wrong with a member is best looked for where its name stands.
      places.set(keyOf([...path, name]), start);
    }
    at += 1;
    return Object.fromEntries(members);
  }

  function array(path: readonly PropertyKey[]): unknown {
    at += 1;
    const items: unknown[] = [];
    for (skip(); source[at] !== ']'; skip()) {
      if (items.length > 0) comma(']');
      items.push(value([...path, items.length]));
    }
    at += 1;
    return items;
  }

  function comma(end: string): void {
    const start = at;
    if (source[at] === undefined) return void fail(`it ends too early: ${end} is missing`);
    if (source[at] !== ',') return void fail(`a comma or ${end} is missing`);
    at += 1;
    skip();
    if (source[at] === end) fail(`nothing follows this comma`, start);
  }

  try {
    const read = value([]);
    skip();
    if (at < source.length) fail('something follows the end');
    return {
      value: read,
      at(path) {
        for (let length = path.length; length > 0; length--) {
          const place = places.get(keyOf(path.slice(0, length)));
          if (place !== undefined) return positionOf(source, place);
        }
        return positionOf(source, places.get(keyOf([])) ?? 0);
      },
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { problem: error.message, at: positionOf(source, error.offset) };
  }
}

class Failure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const keyOf = (path: readonly PropertyKey[]) => JSON.stringify(path);

function positionOf(source: string, offset: number): Position {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
