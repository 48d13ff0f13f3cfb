import type { z } from 'zod';
import type { GrantScope, Reach } from '../policy/reach.ts';
import type { Fact, FactQuery } from '../facts.ts';
import type { Confidentiality, Trust } from '../flow/label.ts';
import type { Policy } from '../policy.ts';
import type { Reason } from '../reasons.ts';
import type { Scope } from '../scope/path.ts';

/** Who asks, with the chain of delegation. `rights` is what a protocol declared; it only narrows. */
export interface Principal {
  readonly kind: 'person' | 'assistant' | 'protocol' | 'program';
  readonly name: string;
  readonly via: Principal | null;
  readonly rights?: readonly string[];
}

/** Everything a judge may consider besides what is asked. Plain data; time is a value in it. */
export interface Context {
  readonly now: number;
  readonly scope: Scope;
  readonly policy: Policy;
  readonly domain: {
    readonly name: string;
    /** Tells its folders on this disk from any other that were ever at the same paths. */
    readonly id: string;
    readonly localOnly: boolean;
    /** True where at least one of its notes is marked private. */
    readonly privateNotes: boolean;
  };
  /** Providers the person configured; `host` is the only one their key may be sent to. */
  readonly providers: readonly {
    readonly id: string;
    readonly local: boolean;
    readonly host: string;
    readonly secret: string | null;
  }[];
  readonly session: {
    readonly untrusted: boolean;
    readonly confidentiality: Confidentiality;
    readonly remote: boolean;
  };
}

export type Queries = Readonly<Record<string, FactQuery>>;
export type FactsOf<Q extends Queries> = { readonly [K in keyof Q]: Fact<Q[K]> };

export interface Asked<Intent, Facts> {
  readonly intent: Intent;
  readonly facts: Facts;
  readonly by: Principal;
}

/** One line of what a person is shown before they answer: exact bytes, no truncation. */
export interface ShownItem {
  /** A stable code; its words live in contract/words. */
  readonly label: string;
  readonly value: string;
}

/** What a token allows: one family of effects. */
export type TokenScope =
  'read' | 'write' | 'shell_run' | 'elevated' | 'network' | 'secret' | 'settings';

export interface Refused {
  readonly refused: Reason;
}

/** One kind of thing that could touch the world: how it is parsed, judged, shown and recorded. */
export interface Definition<Input, Intent, Q extends Queries, Result> {
  readonly input: z.ZodType<Input>;
  /** Pure, at the door: text to places, commands and URLs. */
  readonly parse: (input: Input, context: Context) => Intent | Refused;
  readonly facts: (intent: Intent, context: Context) => Q;
  readonly judge: (asked: Asked<Intent, FactsOf<Q>>, context: Context) => readonly Reason[];
  /** The arguments that decide what is done and to what: their provenance matters, and no other's. */
  readonly sinks: (input: Input) => Readonly<Record<string, string>>;
  /**
   * True where it could change something, or send something out: after untrusted content was read,
   * such a call asks where a sink of it is neither the person's nor trusted.
   */
  readonly consequential: (intent: Intent) => boolean;
  /** `before`: the event is durable before the effect starts. `soon`: within a second. */
  readonly record: 'before' | 'soon';
  /** What the record names as the target; never contents. */
  readonly target: (intent: Intent) => string;
  readonly token: (intent: Intent) => { readonly scope: TokenScope; readonly seconds: number };
  readonly shows: (asked: Asked<Intent, FactsOf<Q>>) => readonly ShownItem[];
  /** What it touches: held against grants and rules; null where only the operation's name counts. */
  readonly reach: (asked: Asked<Intent, FactsOf<Q>>) => Reach | null;
  /** What a yes allows until the task ends; only a plan has it. */
  readonly gives?: (asked: Asked<Intent, FactsOf<Q>>) => readonly GrantScope[];
  /** How the result is labelled: its trust, confidentiality and the text it brings in. */
  readonly label: (
    result: Result,
    intent: Intent,
    context: Context,
  ) => { readonly trust: Trust; readonly confidentiality: Confidentiality; readonly text: string };
  /** What of a result may reach a session whose model is elsewhere; null withholds all of it. */
  readonly forRemote: (result: Result) => Result | null;
  /** The model's tool of this operation: a sentence; null where no model may ask for it. */
  readonly tool: string | null;
}

/** Keeps the types of one row of the table together. `Result` is named first, the rest follows. */
export const define =
  <Result>() =>
  <Input, Intent, Q extends Queries>(definition: Definition<Input, Intent, Q, Result>) =>
    Object.freeze(definition);

export const refuse = (refused: Reason): Refused => ({ refused });

export const COMMAND_SECONDS = 120;
export const PATH_SECONDS = 300;
