import type { GatehouseError } from '@gatehouse/kernel/error';

/** A tool call as the model asked for it; `input` is parsed JSON and was not checked. */
export interface ModelCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** One message of a conversation, oldest first. A `tool` message answers the `call` with that id. */
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ModelCall[] }
  | {
      readonly role: 'tool';
      readonly call: string;
      readonly name: string;
      readonly text: string;
      readonly failed: boolean;
    };

/** What a model may ask for. `schema` is a JSON Schema object for the input. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly schema: unknown;
}

/** Plain data, so that the gate can bind it. `maxOutput` in tokens. */
export interface ModelRequest {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly maxOutput: number;
}

export type ModelEvent =
  { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'call' } & ModelCall);

/** Tokens as the provider counted them; 0 where it said nothing. */
export interface ModelUsage {
  readonly input: number;
  readonly output: number;
}

/** `length`: cut at the output limit. */
export type ModelFinish = 'stop' | 'length' | 'calls' | 'other';

export interface ModelResult {
  readonly text: string;
  readonly calls: readonly ModelCall[];
  readonly usage: ModelUsage;
  readonly finish: ModelFinish;
  readonly provider: string;
  readonly model: string;
}

/**
 * Why a model gave no whole answer. `refused`: its own safety rules; `broken_stream`: it stopped in
 * the middle; `unreachable`: no connection, or this house refused to make one.
 */
export type ModelErrorCode =
  | 'unauthorized'
  | 'rate_limited'
  | 'refused'
  | 'overloaded'
  | 'broken_stream'
  | 'timeout'
  | 'malformed_response'
  | 'context_too_long'
  | 'cancelled'
  | 'unreachable';

/** What `Model.stream` throws, or a refusal of the gate as it is. `retryAfter` in seconds, if known. */
export interface ModelFailure extends GatehouseError {
  readonly code: ModelErrorCode;
  readonly retryAfter: number | null;
}

/**
 * A language model somewhere. `stream` yields text and calls as they come and returns the whole;
 * a call is yielded once, complete. Throws `ModelFailure`. `local`: it runs on this machine.
 */
export interface Model {
  readonly id: string;
  readonly provider: string;
  readonly local: boolean;
  stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, ModelResult>;
}
