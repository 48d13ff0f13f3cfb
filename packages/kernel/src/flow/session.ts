import type { Sink } from './arguments.ts';
import { derivedFrom, formsOf } from './derive.ts';
import type { Derived, Forms } from './derive.ts';
import { computed, voiced } from './ground.ts';
import type { Voiced } from './ground.ts';
import { higher, type Confidentiality, type Labelled, type Trust } from './label.ts';
import type { Day } from './moments.ts';
import { createSaid } from './said.ts';
import type { Said } from './said.ts';
import { says } from './words.ts';

/** Untrusted content beyond this many characters still counts as read, but is no longer searched. */
const SEARCHED = 4 << 20;

/** One value of a call, with where it comes from. */
export interface Grounded {
  readonly argument: string;
  readonly value: string;
  readonly trust: Trust;
  /** How it was found there; `none` where it was found nowhere. */
  readonly how: Voiced | Derived | 'none';
  readonly origin: string;
}

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
  /** True where the person or a trusted protocol said one of these words (lower case). */
  says(words: ReadonlySet<string>): boolean;
  /**
   * Where each value of a call comes from: the person or a trusted protocol said it, as words of its
   * own or by value; or it derives, in whatever spelling, from untrusted content; or nobody knows.
   */
  ground(sinks: readonly Sink[]): readonly Grounded[];
}

/** `today` is the day it is for the person when they say something, where somebody trusted knows it. */
export function createSession(id: string, today: () => Day | null = () => null): Session {
  const spoken: Said[] = [];
  const read: { readonly origin: string; readonly forms: () => Forms }[] = [];
  let searched = 0;
  let untrusted = false;
  let confidentiality: Confidentiality = 'public';

  function derived(value: string): Pick<Grounded, 'trust' | 'how' | 'origin'> {
    for (const { origin, forms } of read) {
      const how = derivedFrom(forms(), value);
      if (how !== null) return { trust: 'untrusted', how, origin };
    }
    return { trust: 'unknown', how: 'none', origin: '' };
  }

  return {
    id,
    remote: false,
    get untrusted() {
      return untrusted;
    },
    get confidentiality() {
      return confidentiality;
    },
    add({ value, trust, origin, ...label }) {
      confidentiality = higher(confidentiality, label.confidentiality);
      if (trust === 'person' || trust === 'trusted') {
        spoken.push(createSaid({ trust, origin, value }, today()));
      }
      if (trust !== 'untrusted') return;
      untrusted = true;
      if (searched + value.length > SEARCHED) return;
      searched += value.length;
      let made: Forms | null = null;
      read.push({ origin, forms: () => (made ??= formsOf(value)) });
    },
    says: (words) => spoken.some(({ folded }) => [...words].some((word) => says(folded, word))),
    ground(sinks) {
      // The person's words come first: what they typed is theirs, wherever else it also stands.
      const texts = [...spoken].sort((a, b) => rank[a.trust] - rank[b.trust]);
      const direct = sinks.map((sink) => ({ sink, found: voiced(sink, texts) }));
      const starts = direct.flatMap(({ sink, found }) => (found === null ? [] : sink));
      return direct.map(({ sink, found }) => {
        const value = String(sink.value);
        const voice = found ?? computed(sink, starts, texts);
        const from =
          voice === null
            ? derived(value)
            : { trust: voice.said.trust, how: voice.how, origin: voice.said.origin };
        return { argument: sink.argument, value, ...from };
      });
    },
  };
}

const rank = { person: 0, trusted: 1 } as const;
