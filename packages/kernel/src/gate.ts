import { approve, pose } from './approval/approve.ts';
import type { Grant } from './approval/grant.ts';
import { scopeText } from './policy/reach.ts';
import type { Chunk } from './effects.ts';
import { GatehouseError } from './error.ts';
import { atLeast } from './flow/label.ts';
import type { Labelled } from './flow/label.ts';
import type { Session } from './flow/session.ts';
import type { GateDeps } from './gate-deps.ts';
import { copyOf, judge } from './judging.ts';
import type { AnyDefinition, Decision, Judged, Request } from './judging.ts';
import { operations } from './operations/index.ts';
import type { Facts, Input, Intent, Name, Operand, Result } from './operations/index.ts';
import type { Principal } from './operations/definition.ts';
import type { RecordInput } from './record/index.ts';
import type { Reason, Verdict } from './reasons.ts';

export type Outcome<N extends Name> =
  | { readonly status: 'done'; readonly requestId: string; readonly result: Labelled<Result<N>> }
  | { readonly status: 'denied'; readonly requestId: string; readonly reasons: readonly Reason[] }
  | {
      readonly status: 'failed' | 'cancelled';
      readonly requestId: string;
      readonly code: string;
      readonly message: string;
    };

export interface Gate {
  readonly session: Session;
  /** Ends the task that this gate was opened for, and with it what a plan allowed. */
  end(): void;
  /** The whole way: parse, resolve, judge, ask, clear, perform, record. */
  ask<N extends Name>(
    name: N,
    input: Input<N>,
    by: Principal,
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, Outcome<N>>;
  /** The decision alone: nothing is asked, performed or recorded. */
  explain<N extends Name>(
    name: N,
    input: Input<N>,
    by: Principal,
    signal: AbortSignal,
  ): Promise<Decision>;
}

type Status = RecordInput['status'] & string;

export function createGate(deps: GateDeps, session: Session): Gate {
  const { crypto, clock, recorder } = deps;
  const asking = { session, task: crypto.nonce() };

  const requestOf = (name: Name, input: unknown, by: Principal, signal: AbortSignal): Request => ({
    name,
    definition: operations[name] as unknown as AnyDefinition,
    input: copyOf(input),
    by,
    signal,
    requestId: crypto.nonce(),
  });

  const line = ({ requestId, name, by }: Request, judged: Judged, verdict: Verdict) => ({
    requestId,
    operation: name,
    principal: by,
    verdict,
    reasons: judged.decision.reasons,
    target: judged.target,
    time: clock.now(),
  });

  const giving = ({ requestId, by }: Request, grant: Grant) => ({
    operation: 'grant.give' as const,
    phase: 'completed' as const,
    status: 'done' as const,
    principal: by,
    target: grant.id,
    privileges: [scopeText(grant)],
    grant: grant.id,
    time: clock.now(),
    requestId,
  });

  /** Decides, asks where it must, and has the decision recorded; `before` says it is durable. */
  async function clear(request: Request) {
    const first = await judge(deps, session, request);
    const deny = (judged: Judged, reasons: readonly Reason[]) => {
      recorder.soon({ ...line(request, judged, 'deny'), reasons, phase: 'decided' });
      return { denied: reasons };
    };
    const { verdict, reasons } = first.decision;
    if (verdict === 'deny') return deny(first, reasons);
    let judged = first;
    let nonce: string | null = null;
    let answer: { readonly answer?: string; readonly grant?: string } = {};
    let given: readonly Grant[] = [];
    if (verdict === 'ask') {
      const approved = await approve(deps, asking, {
        request,
        first,
        again: () => judge(deps, session, request),
        noted: (asked) => recorder.soon({ ...line(request, asked, 'ask'), phase: 'decided' }),
      });
      if ('denied' in approved) return deny(first, approved.denied);
      ({ judged, nonce, given } = approved);
      answer = {
        answer: approved.answer,
        ...(approved.by === null ? {} : { grant: approved.by }),
      };
    }
    const before = request.definition.record === 'before' || nonce !== null;
    const decided = { ...line(request, judged, 'allow'), ...answer, phase: 'decided' } as const;
    if (before) {
      const started = { ...line(request, judged, 'allow'), phase: 'started' } as const;
      const grants = given.map((grant) => giving(request, grant));
      await recorder.durable([decided, ...grants, started], nonce === null ? [] : [nonce]);
    } else recorder.soon(decided);
    return { judged, before };
  }

  async function complete(
    request: Request,
    { judged, before }: { readonly judged: Judged; readonly before: boolean },
    status: Status,
  ): Promise<void> {
    const record = { ...line(request, judged, 'allow'), phase: 'completed', status } as const;
    if (!before) return recorder.soon(record);
    // The effect is done: that its end could not be written is reported, and stops the next one.
    await recorder
      .durable([record], [])
      .catch((error: unknown) => deps.report(request.requestId, error));
  }

  return {
    session,
    end() {
      const ended = deps.grants.list().filter(({ task }) => task === asking.task);
      for (const { id } of ended) deps.grants.revoke(id);
    },
    async explain(name, input, by, signal) {
      return (await judge(deps, session, requestOf(name, input, by, signal))).decision;
    },

    async *ask<N extends Name>(name: N, input: Input<N>, by: Principal, signal: AbortSignal) {
      const request = requestOf(name, input, by, signal);
      const { requestId } = request;
      try {
        const cleared = await clear(request);
        if ('denied' in cleared) {
          return { status: 'denied', requestId, reasons: cleared.denied } satisfies Outcome<N>;
        }
        signal.throwIfAborted();
        const { judged } = cleared;
        const operand = Object.freeze({
          intent: judged.intent as Intent<N>,
          facts: judged.facts as Facts<N>,
          binding: cleared.before ? pose(deps, session, request, judged).binding : '',
          requestId,
        }) satisfies Operand<N>;
        let ended: Status = 'unknown';
        try {
          const clearance = deps.clearances.issue(name, operand);
          const result = yield* deps.effects[name](clearance, signal);
          ended = 'done';
          return deliver<N>(request, judged, result);
        } catch (error) {
          ended = signal.aborted ? 'cancelled' : 'failed';
          throw error;
        } finally {
          await complete(request, cleared, ended);
        }
      } catch (error) {
        return failure<N>(request, error);
      }
    },
  };

  /** Labels the result, and keeps private content from a session whose model is elsewhere. */
  function deliver<N extends Name>(request: Request, judged: Judged, result: unknown): Outcome<N> {
    const { definition, requestId, name } = request;
    const labelOf = (one: unknown) => definition.label(one, judged.intent, judged.context);
    let value = result;
    let label = labelOf(value);
    if (session.remote && atLeast(label.confidentiality, 'private')) {
      value = definition.forRemote(value);
      if (value === null) {
        const message =
          'This is marked private, so it is not handed to a model that runs elsewhere.';
        return { status: 'failed', requestId, code: 'private_withheld', message };
      }
      label = labelOf(value);
    }
    const origin = judged.target === '' ? name : `${name} ${judged.target}`;
    const { trust, confidentiality, text } = label;
    if (text !== '') session.add({ value: text, trust, confidentiality, origin });
    const labelled = { value: value as Result<N>, trust, confidentiality, origin };
    return { status: 'done', requestId, result: labelled };
  }

  function failure<N extends Name>({ signal, requestId }: Request, error: unknown): Outcome<N> {
    if (signal.aborted) {
      return { status: 'cancelled', requestId, code: 'cancelled', message: 'Stopped.' };
    }
    deps.report(requestId, error);
    const known = error instanceof GatehouseError;
    const message = known
      ? error.message
      : `Something went wrong. The details are in the log under ${requestId}.`;
    return { status: 'failed', requestId, code: known ? error.code : 'internal', message };
  }
}
