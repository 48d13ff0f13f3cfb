import { amountsIn } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { momentsIn } from './moments.ts';
import type { Day, Moments } from './moments.ts';
import { addressesIn, emailsIn } from './targets.ts';
import type { Address } from './targets.ts';
import { fold } from './words.ts';

/** What the person or a trusted protocol said, read once: as words, and for the values in it. */
export interface Said {
  readonly trust: 'person' | 'trusted';
  readonly origin: string;
  readonly text: string;
  readonly folded: string;
  readonly addresses: readonly Address[];
  readonly emails: ReadonlySet<string>;
  readonly amounts: readonly Amount[];
  readonly moments: Moments;
}

/** Nothing is read before it is looked for: most texts are never asked about. */
export function createSaid(
  source: { readonly trust: 'person' | 'trusted'; readonly origin: string; readonly value: string },
  today: Day | null,
): Said {
  const text = source.value;
  const folded = once(() => fold(text));
  const addresses = once(() => addressesIn(text));
  const emails = once(() => new Set(emailsIn(text)));
  const moments = once(() => momentsIn(text, today));
  const amounts = once(() => amountsIn(moments().rest));
  return {
    trust: source.trust,
    origin: source.origin,
    text,
    get folded() {
      return folded();
    },
    get addresses() {
      return addresses();
    },
    get emails() {
      return emails();
    },
    get moments() {
      return moments();
    },
    get amounts() {
      return amounts();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
