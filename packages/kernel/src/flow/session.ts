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
  /** Where a value comes from, by exact or normalised occurrence in the sources. */
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
      sources.push({ ...source, value: normalise(source.value) });
    },
    ground(value) {
      const wanted = normalise(value);
      if (wanted === '') return { trust: 'unknown', origin: '' };
      // The person's words come first: what they typed is theirs, wherever else it also stands.
      for (const trust of ['person', 'trusted', 'untrusted'] as const) {
        const found = sources.find((s) => s.trust === trust && s.value.includes(wanted));
        if (found !== undefined) return { trust, origin: found.origin };
      }
      return { trust: 'unknown', origin: '' };
    },
  };
}

const normalise = (text: string) =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
