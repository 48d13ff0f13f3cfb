import { higher, type Confidentiality, type Labelled, type Trust } from './label.ts';

/** Sources beyond this many characters are still counted as read, but no longer searched. */
const SEARCHED = 4 << 20;

/**
 * What a session has seen: the person's own words, trusted protocols, and every outcome since.
 * Kept by the gate; the assistant has no way to write to it.
 */
export interface Session {
  readonly id: string;
  /** True where what the session reads may be sent to a provider that is not on this machine. */
  remote: boolean;
  readonly untrusted: boolean;
  readonly confidentiality: Confidentiality;
  /** Adds text to the session's sources. */
  add(source: Labelled<string>): void;
  /**
   * Where a value comes from: the person or a trusted protocol said exactly it, as words of its own;
   * or it occurs, in whatever spelling, in untrusted content.
   */
  ground(value: string): { readonly trust: Trust; readonly origin: string };
}

export function createSession(id: string): Session {
  const sources: Labelled<string>[] = [];
  let searched = 0;
  let untrusted = false;
  let confidentiality: Confidentiality = 'public';
  return {
    id,
    remote: false,
    get untrusted() {
      return untrusted;
    },
    get confidentiality() {
      return confidentiality;
    },
    add(source) {
      if (source.trust === 'untrusted') untrusted = true;
      confidentiality = higher(confidentiality, source.confidentiality);
      if (searched + source.value.length > SEARCHED) return;
      searched += source.value.length;
      const { trust, value } = source;
      sources.push({ ...source, value: trust === 'untrusted' ? normalise(value) : value });
    },
    ground(value) {
      const exact = value.trim();
      if (exact === '') return { trust: 'unknown', origin: '' };
      // The person's words come first: what they typed is theirs, wherever else it also stands.
      for (const trust of ['person', 'trusted'] as const) {
        const found = sources.find((one) => one.trust === trust && says(one.value, exact));
        if (found !== undefined) return { trust, origin: found.origin };
      }
      const wanted = normalise(value);
      const found = sources.find((one) => one.trust === 'untrusted' && one.value.includes(wanted));
      return found === undefined
        ? { trust: 'unknown', origin: '' }
        : { trust: 'untrusted', origin: found.origin };
    },
  };
}

/** True where a text says the words themselves: `sh` is not said by "should", nor `/etc` by `/etc/x`. */
function says(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + words.length, at + words.length + 3);
    if (
      !/[\p{L}\p{M}\p{N}_/~.\\-]$/u.test(before) &&
      !/^[.:]?[\p{L}\p{M}\p{N}_/~\\-]/u.test(after)
    ) {
      return true;
    }
  }
  return false;
}

const normalise = (text: string) =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
