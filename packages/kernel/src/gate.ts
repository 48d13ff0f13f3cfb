import { canonical, frozenCopy } from './canonical.ts';
import type { Clearances } from './clearance.ts';
import type { Chunk, Effects } from './effects.ts';
import { GatehouseError } from './error.ts';
import type { Fact, FactQuery, Resolver } from './facts.ts';
import { atLeast } from './flow/label.ts';
import type { Labelled } from './flow/label.ts';
import type { Session } from './flow/session.ts';
import { covers, signGrant } from './grant.ts';
import type { Grants } from './grant.ts';
import { operations } from './operations/index.ts';
import type { Facts, Input, Intent, Name, Operand, Result } from './operations/index.ts';
import type { Context, Definition, Principal, Queries } from './operations/definition.ts';
import type { Answer, Approver, Question } from './question.ts';
import type { RecordInput } from './record/index.ts';
import { reasons as verdicts, strictest } from './reasons.ts';
import type { Reason, Verdict } from './reasons.ts';
import { verifyToken } from './token.ts';
import type { Clock, Crypto } from './token.ts';

/** Writes the record. `durable` resolves only when it is on disk, with its nonces burned with it. */
export interface Recorder {
  /** Throws `nonce_burned`, `ledger_full`, `ledger_failed`; then nothing is performed. */
  durable(record: RecordInput, burn: readonly string[]): Promise<void>;
  /** Within a second. Throws `ledger_failed` where an earlier one could not be written. */
  soon(record: RecordInput): void;
}

export interface GateDeps {
  readonly clearances: Clearances;
  readonly effects: Effects;
  readonly resolver: Resolver;
  readonly recorder: Recorder;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly grants: Grants;
  /** Null where nobody is there to ask: then what would ask is denied. */
  readonly approver: Approver | null;
  /** The facts of now: policy, scope, domain, providers. Read afresh for every decision. */
  readonly context: () => Omit<Context, 'now' | 'session'>;
  /** Takes the detail of an error under its request id. */
  readonly report: (requestId: string, error: unknown) => void;
}

export type Outcome<N extends Name> =
  | { readonly status: 'done'; readonly requestId: string; readonly result: Labelled<Result<N>> }
  | { readonly status: 'denied'; readonly requestId: string; readonly reasons: readonly Reason[] }
  | {
      readonly status: 'failed' | 'cancelled';
      readonly requestId: string;
      readonly code: string;
      readonly message: string;
    };

export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

export interface Gate {
  readonly session: Session;
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

/** Fields by which a caller might claim an approval it does not have. */
const CLAIMS =
  /^(?:(?:hitl|path|sudo|user|gate)_?)?(?:approved?|approval|confirmed|token|clearance|force|bypass)$/iu;

/** How often a question is asked again because the world changed while it was open. */
const ATTEMPTS = 3;

type AnyDefinition = Definition<unknown, unknown, Queries, unknown>;

interface Judged {
  readonly decision: Decision;
  readonly context: Context;
  readonly intent: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly target: string;
}

export function createGate(deps: GateDeps, session: Session): Gate {
  const { crypto, clock } = deps;

  const contextNow = (): Context => ({
    ...deps.context(),
    now: clock.now(),
    session: {
      untrusted: session.untrusted,
      confidentiality: session.confidentiality,
      remote: session.remote,
    },
  });

  async function judge(
    name: Name,
    definition: AnyDefinition,
    input: unknown,
    by: Principal,
    signal: AbortSignal,
  ): Promise<Judged> {
    const context = contextNow();
    const refuse = (reason: Reason, target = ''): Judged => ({
      decision: { verdict: 'deny', reasons: [reason] },
      context,
      intent: null,
      facts: {},
      target,
    });
    const claim = claimOf(input);
    if (claim !== null) return refuse({ code: 'safety_blocked', field: claim });
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuse({
        code: 'malformed_input',
        at: issue?.path.join('.') ?? '',
        problem: issue?.message ?? '',
      });
    }
    const intent = definition.parse(parsed.data, context);
    if (isRefused(intent)) return refuse(intent.refused);
    const target = definition.target(intent);
    const denied = forbidden(name, by, context);
    if (denied !== null) return refuse(denied, target);
    const facts = await resolveAll(deps.resolver, definition.facts(intent, context), signal);
    const reasons = [
      ...definition.judge({ intent, facts, by } as never, context),
      ...flowReasons(definition.consequential(intent), by, context),
    ];
    return {
      decision: {
        verdict: strictest(reasons),
        reasons: reasons.length === 0 ? [{ code: 'nothing_granted' }] : reasons,
      },
      context,
      intent,
      facts,
      target,
    };
  }

  /** Everything the person sees, and the digest that binds it. */
  function question(
    name: Name,
    definition: AnyDefinition,
    input: unknown,
    by: Principal,
    judged: Judged,
    requestId: string,
  ): Question {
    const asked = { intent: judged.intent, facts: judged.facts, by } as never;
    const shown = definition.shows(asked);
    const reasons = judged.decision.reasons.filter((reason) => verdicts[reason.code] !== 'allow');
    const provenance = Object.entries(definition.sinks(definition.input.parse(input))).map(
      ([argument, value]) => ({
        argument,
        value,
        ...(by.kind === 'person'
          ? { trust: 'person' as const, origin: '' }
          : session.ground(value)),
      }),
    );
    const bound = {
      operation: name,
      by,
      intent: judged.intent,
      facts: withoutTexts(judged.facts),
      policy: judged.context.policy,
      shown,
      reasons,
      provenance,
    };
    return Object.freeze({
      requestId,
      operation: name,
      by,
      reasons,
      shown,
      provenance,
      grant: definition.grant(asked, reasons),
      binding: crypto.hash(canonical(bound)),
      ...definition.token(judged.intent),
    });
  }

  /** Asks until the answer binds what is true now. Returns the nonce to burn, or the denial. */
  async function approve(
    first: Judged,
    again: () => Promise<Judged>,
    pose: (judged: Judged) => Question,
    signal: AbortSignal,
    noted: (judged: Judged) => void,
  ): Promise<{ judged: Judged; nonce: string | null } | { denied: readonly Reason[] }> {
    let judged = first;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const open = pose(judged);
      if (granted(open)) return { judged, nonce: null };
      if (deps.approver === null) return { denied: [...open.reasons, { code: 'nobody_to_ask' }] };
      noted(judged);
      const answer = await deps.approver.ask(open, signal);
      signal.throwIfAborted();
      if (answer.choice === 'deny') return { denied: [...open.reasons, { code: 'person_denied' }] };
      const verified = verifyAnswer(answer, open);
      if ('problem' in verified)
        return { denied: [{ code: 'safety_blocked', field: verified.problem }] };
      const now = await again();
      if (now.decision.verdict === 'deny') return { denied: now.decision.reasons };
      if (now.decision.verdict === 'allow' || pose(now).binding !== open.binding) {
        judged = addReason(now, { code: 'changed_meanwhile' });
        continue;
      }
      if (answer.choice === 'session' && open.grant !== null) {
        deps.grants.add(
          signGrant(crypto, clock, {
            session: session.id,
            scope: open.grant,
            codes: open.reasons.map((reason) => reason.code),
          }),
        );
      }
      return { judged: now, nonce: verified.nonce };
    }
    return {
      denied: [
        { code: 'changed_meanwhile' },
        { code: 'nothing_granted' },
        { code: 'nobody_to_ask' },
      ],
    };
  }

  function verifyAnswer(answer: Exclude<Answer, { choice: 'deny' }>, open: Question) {
    return verifyToken(crypto, clock, answer.token, {
      binding: `${answer.choice}:${open.binding}`,
      scope: open.scope,
    });
  }

  function granted(open: Question): boolean {
    const scope = open.grant;
    if (scope === null) return false;
    const codes = open.reasons.map((reason) => reason.code);
    return deps.grants
      .list(session.id)
      .some((grant) => covers(crypto, clock, grant, { session: session.id, scope, codes }));
  }

  return {
    session,
    async explain(name, input, by, signal) {
      const definition = operations[name] as unknown as AnyDefinition;
      return (await judge(name, definition, copyOf(input), by, signal)).decision;
    },

    async *ask<N extends Name>(name: N, input: Input<N>, by: Principal, signal: AbortSignal) {
      const requestId = crypto.nonce();
      const definition = operations[name] as unknown as AnyDefinition;
      const copy = copyOf(input);
      const line = (judged: Judged, verdict: Verdict, reasons: readonly Reason[]) => ({
        requestId,
        operation: name,
        verdict,
        reasons,
        principal: by,
        target: judged.target,
        time: clock.now(),
      });
      const deny = (judged: Judged, reasons: readonly Reason[]): Outcome<N> => {
        deps.recorder.soon({ ...line(judged, 'deny', reasons), phase: 'decided' });
        return { status: 'denied', requestId, reasons };
      };
      try {
        const again = () => judge(name, definition, copy, by, signal);
        let judged = await again();
        let nonce: string | null = null;
        if (judged.decision.verdict === 'deny') return deny(judged, judged.decision.reasons);
        const pose = (one: Judged) => question(name, definition, copy, by, one, requestId);
        if (judged.decision.verdict === 'ask') {
          const answer = await approve(judged, again, pose, signal, (one) => {
            deps.recorder.soon({ ...line(one, 'ask', one.decision.reasons), phase: 'decided' });
          });
          if ('denied' in answer) return deny(judged, answer.denied);
          ({ judged, nonce } = answer);
        }
        const { reasons } = judged.decision;
        const before = definition.record === 'before' || nonce !== null;
        if (before) {
          await deps.recorder.durable(
            { ...line(judged, 'allow', reasons), phase: 'started' },
            nonce === null ? [] : [nonce],
          );
        }
        signal.throwIfAborted();
        const operand = Object.freeze({
          intent: judged.intent as Intent<N>,
          facts: judged.facts as Facts<N>,
          binding: before ? pose(judged).binding : '',
          requestId,
        }) satisfies Operand<N>;
        const clearance = deps.clearances.issue(name, operand);
        const complete = async (status: RecordInput['status'] & string) => {
          const record = { ...line(judged, 'allow', reasons), phase: 'completed' as const, status };
          if (before)
            await deps.recorder
              .durable(record, [])
              .catch((error: unknown) => deps.report(requestId, error));
          else deps.recorder.soon(record);
        };
        let finished: RecordInput['status'] & string = 'unknown';
        try {
          const result = yield* deps.effects[name](clearance, signal);
          finished = 'done';
          return deliver(definition, name, result, judged, requestId);
        } catch (error) {
          finished = signal.aborted ? 'cancelled' : 'failed';
          throw error;
        } finally {
          await complete(finished);
        }
      } catch (error) {
        return failure(error, requestId, signal);
      }
    },
  };

  /** Labels the result, keeps private content from a session whose model is elsewhere. */
  function deliver<N extends Name>(
    definition: AnyDefinition,
    name: N,
    result: unknown,
    judged: Judged,
    requestId: string,
  ): Outcome<N> {
    let value = result;
    let label = definition.label(value, judged.intent, judged.context);
    if (session.remote && atLeast(label.confidentiality, 'private')) {
      value = definition.forRemote(value);
      if (value === null) {
        return {
          status: 'failed',
          requestId,
          code: 'private_withheld',
          message: 'This is marked private, so it is not handed to a model that runs elsewhere.',
        };
      }
      label = definition.label(value, judged.intent, judged.context);
    }
    const origin = judged.target === '' ? name : `${name} ${judged.target}`;
    const { trust, confidentiality, text } = label;
    if (text !== '') session.add({ value: text, trust, confidentiality, origin });
    return {
      status: 'done',
      requestId,
      result: { value: value as Result<N>, trust, confidentiality, origin },
    };
  }

  function failure<N extends Name>(
    error: unknown,
    requestId: string,
    signal: AbortSignal,
  ): Outcome<N> {
    if (signal.aborted) {
      return { status: 'cancelled', requestId, code: 'cancelled', message: 'Stopped.' };
    }
    deps.report(requestId, error);
    return error instanceof GatehouseError
      ? { status: 'failed', requestId, code: error.code, message: error.message }
      : {
          status: 'failed',
          requestId,
          code: 'internal',
          message: `Something went wrong. The details are in the log under ${requestId}.`,
        };
  }
}

/** The gate's own copy; what cannot be copied (a getter that throws, a class) is refused as input. */
function copyOf(input: unknown): unknown {
  try {
    return frozenCopy(input);
  } catch {
    return Symbol('not plain data');
  }
}

function claimOf(input: unknown): string | null {
  if (typeof input !== 'object' || input === null) return null;
  return Object.keys(input).find((key) => CLAIMS.test(key)) ?? null;
}

function isRefused(intent: unknown): intent is { readonly refused: Reason } {
  return typeof intent === 'object' && intent !== null && 'refused' in intent;
}

/** Denials that come before anything is looked at: a person's rule, or a right nobody declared. */
function forbidden(name: Name, by: Principal, context: Context): Reason | null {
  if (context.policy.deny.includes(name))
    return { code: 'operation_denied_by_policy', operation: name };
  for (let one: Principal | null = by; one !== null; one = one.via) {
    if (one.rights !== undefined && !one.rights.includes(name)) {
      return { code: 'protocol_right_missing', protocol: one.name, operation: name };
    }
  }
  return null;
}

function flowReasons(consequential: boolean, by: Principal, context: Context): readonly Reason[] {
  return consequential &&
    context.session.untrusted &&
    (by.kind === 'assistant' || by.kind === 'protocol')
    ? [{ code: 'untrusted_content_read' }]
    : [];
}

async function resolveAll(resolver: Resolver, queries: Queries, signal: AbortSignal) {
  const facts: Record<string, Fact<FactQuery>> = {};
  for (const [name, query] of Object.entries(queries)) {
    facts[name] = frozenCopy(await resolver.resolve(query, signal));
  }
  return Object.freeze(facts);
}

/** Contents are bound by their digest; binding them again as text would cost their size twice. */
function withoutTexts(facts: Readonly<Record<string, unknown>>): unknown {
  const strip = (fact: unknown): unknown =>
    Array.isArray(fact)
      ? fact.map(strip)
      : typeof fact === 'object' && fact !== null && 'text' in fact
        ? { ...fact, text: null }
        : fact;
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, strip(fact)]));
}

const addReason = (judged: Judged, reason: Reason): Judged => ({
  ...judged,
  decision: {
    verdict: strictest([...judged.decision.reasons, reason]),
    reasons: [...judged.decision.reasons, reason],
  },
});
