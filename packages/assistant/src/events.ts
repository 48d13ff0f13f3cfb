import type { Name, Reason, Trust } from '@gatehouse/kernel';
import type { Citation } from './ports.ts';

/** What a person sees of a turn while it runs. */
export type TurnEvent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly operation: Name;
      readonly input: unknown;
    }
  | { readonly kind: 'output'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'progress';
      readonly done: number;
      readonly total: number | null;
      readonly label: string;
    }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly operation: Name;
      readonly status: 'done' | 'denied' | 'failed' | 'cancelled';
      readonly requestId: string;
      readonly trust: Trust;
      readonly reasons: readonly Reason[];
      readonly message: string;
    }
  | {
      readonly kind: 'notice';
      readonly code: NoticeCode;
      readonly detail: string;
      /** Why, where the gate denied it. */
      readonly reasons?: readonly Reason[];
    };

export type NoticeCode =
  | 'offline'
  | 'nothing_found'
  | 'unanswered'
  | 'fallback'
  | 'nobody_answered'
  | 'refused'
  | 'step_limit'
  | 'token_limit'
  | 'private_left_out'
  | 'stopped'
  | 'unknown_tool'
  | 'partial_answer';

export interface TurnResult {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly model: string;
  readonly usage: { readonly input: number; readonly output: number };
  readonly ended: 'answered' | 'stopped' | 'failed' | 'limit';
}
