import type { Confidentiality, Trust } from '@gatehouse/kernel';

/** A piece of a note, addressed by its headings, that may answer a question. */
export interface Passage {
  /** Path below the domain's root, as people write it. */
  readonly path: string;
  readonly title: string;
  /** `Installation › Linux`; empty for text before the first heading. */
  readonly heading: string;
  readonly line: number;
  readonly text: string;
  /** The sentence or sentences that answer best, verbatim from `text`. */
  readonly quote: string;
  readonly private: boolean;
  /** Higher is better; only the order means something. */
  readonly score: number;
}

/** Finds the passages of a domain that answer a question best, best first. */
export interface Retriever {
  passages(question: string, most: number, signal: AbortSignal): Promise<readonly Passage[]>;
}

export interface Citation {
  readonly path: string;
  readonly heading: string;
  readonly line: number;
}

export interface StoredCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** One message of a session as it is kept. `partial`: it was stopped or broke off. */
export type StoredMessage =
  | { readonly role: 'person'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly calls: readonly StoredCall[];
      readonly citations: readonly Citation[];
      readonly model: string;
      readonly partial: boolean;
      /** The session's high-water mark when this was kept; a resumed session starts from it. */
      readonly confidentiality: Confidentiality;
      /** The session had read untrusted content by then, so these words may be somebody else's. */
      readonly untrusted: boolean;
    }
  | {
      readonly role: 'tool';
      readonly call: string;
      readonly name: string;
      readonly text: string;
      readonly ok: boolean;
      readonly trust: Trust;
      readonly confidentiality: Confidentiality;
    };

/** Keeps what was said. A message is acknowledged when `append` returns: it is durable then. */
export interface SessionStore {
  append(session: string, message: StoredMessage): Promise<void>;
  history(session: string): Promise<readonly StoredMessage[]>;
  usage(
    session: string,
    used: { readonly input: number; readonly output: number; readonly model: string },
  ): Promise<void>;
}
