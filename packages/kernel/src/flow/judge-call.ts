import { actionOf } from './acts.ts';
import { contacted } from './arguments.ts';
import type { Sink } from './arguments.ts';
import type { Session } from './session.ts';
import type { Reason } from '../reasons.ts';

/** A call as flow sees it. */
export interface Call {
  /** The operation or tool. */
  readonly action: string;
  readonly consequential: boolean;
  /** Its sinks, declared or found by name and shape. */
  readonly sinks: readonly Sink[];
  /** True where its sinks are all that matters: an operation of our own, which says exactly what it does. */
  readonly declared: boolean;
}

/** Values are shown whole where they are approved; a reason only has to tell which one it is about. */
const TOLD = 200;

/**
 * Why a call that somebody else than the person makes has to be asked about, after anything untrusted
 * was read: what it would act on is not what the person or a trusted protocol said. Pure over the
 * call and what the session has seen; empty where everything is theirs, or nothing untrusted was read.
 */
export function judgeCall(call: Call, session: Session): readonly Reason[] {
  if (!session.untrusted) return [];
  const harmless = call.declared ? [] : contacted(call.sinks);
  const sinks = call.consequential ? call.sinks : harmless;
  const reasons: Reason[] = session
    .ground(sinks)
    .filter(({ trust }) => trust !== 'person' && trust !== 'trusted')
    .map(({ argument, value, trust, origin, how }) => ({
      code: 'argument_not_grounded',
      argument,
      value: value.length > TOLD ? `${value.slice(0, TOLD)}…` : value,
      trust,
      origin,
      how,
    }));
  if (call.consequential && !call.declared) {
    const action = actionOf(call.action, call.sinks.length === 0);
    if (!action.every((words) => session.says(words))) {
      reasons.push({ code: 'action_not_grounded', action: call.action });
    }
  }
  return reasons;
}
