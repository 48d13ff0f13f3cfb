import { createRedactor } from './redactor.ts';
import { sensitivityOf } from './sensitive-names.ts';

/** Redacts several texts that belong together: the same secret has the same label in all of them. */
export interface Mask {
  text(text: string): string;
  /** The same value with every text in it redacted, also by the name it stands under. */
  value(value: unknown): unknown;
  /** JSON as `value`, anything else as `text`: escapes would hide where a line of a secret ends. */
  json(text: string): string;
}

export function createMask(): Mask {
  const redactor = createRedactor();
  const text = (one: string): string => redactor.write(one) + redactor.end();

  const under = (name: string, value: unknown): unknown => {
    if (typeof value !== 'string') return masked(value);
    const shown = text(value);
    const kind = sensitivityOf(name);
    if (kind === null || kind === 'any') return shown;
    // Only whether the name gives it away is asked: what would be left of a pair is not JSON always.
    const pair = JSON.stringify({ [name]: shown });
    const told = text(pair);
    return told === pair ? shown : told.slice(JSON.stringify({ [name]: '' }).length - 2, -2);
  };

  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(masked);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, under(name, one)]));
  };

  return {
    text,
    value: masked,
    json(one) {
      let parsed: unknown;
      try {
        parsed = JSON.parse(one);
      } catch {
        return text(one); // plain text, which is what most of it is
      }
      return JSON.stringify(masked(parsed));
    },
  };
}
