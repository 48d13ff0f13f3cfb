import { createRedactor } from './redactor.ts';
import { sensitivityOf } from './sensitive-names.ts';

/** Redacts several texts that belong together: the same secret has the same label in all of them. */
export interface Mask {
  text(text: string): string;
  /**
   * The same value with every text in it redacted, names too, also by the name it stands under; what
   * lies deeper than 100 levels becomes `…`.
   */
  value(value: unknown): unknown;
  /** JSON as `value`, anything else as `text`: escapes would hide where a line of a secret ends. */
  json(text: string): string;
}

/** Deeper than people and programs write, and far from the end of the stack. */
const deepest = 100;

export function createMask(): Mask {
  const redactor = createRedactor();
  const text = (one: string): string => redactor.write(one) + redactor.end();

  const under = (name: string, value: unknown, depth: number): unknown => {
    if (typeof value !== 'string') return masked(value, depth);
    const shown = text(value);
    const kind = sensitivityOf(name);
    if (kind === null || kind === 'any') return shown;
    // Only whether the name gives it away is asked: what would be left of a pair is not JSON always.
    const pair = JSON.stringify({ [name]: shown });
    const told = text(pair);
    return told === pair ? shown : told.slice(JSON.stringify({ [name]: '' }).length - 2, -2);
  };

  const masked = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (value === null || typeof value !== 'object') return value;
    if (depth >= deepest) return '…';
    if (Array.isArray(value)) return value.map((one) => masked(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [text(name), under(name, one, depth + 1)]),
    );
  };

  return {
    text,
    value: (value) => masked(value, 0),
    json(one) {
      let parsed: unknown;
      try {
        parsed = JSON.parse(one);
      } catch {
        return text(one); // plain text, which is what most of it is
      }
      return JSON.stringify(masked(parsed, 0));
    },
  };
}
