import { canonical } from '../canonical.ts';
import { declared } from '../flow/declared.ts';
import type { Session } from '../flow/session.ts';
import type { GateDeps } from '../gate-deps.ts';
import type { Judged, Request } from '../judging.ts';
import { reasons as verdicts, strictest } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { covers, isDateFor, signGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import { offersFor } from './offers.ts';
import { answerBinding } from './question.ts';
import type { Answer, Question } from './question.ts';
import { codesFor } from '../policy/reach.ts';
import { verifyToken } from './token.ts';

/** How a question ended well: the nonce to burn, and the grants of before or of now. */
export interface Approved {
  readonly judged: Judged;
  readonly nonce: string | null;
  readonly answer: 'once' | 'session' | 'lasting' | 'granted';
  /** The grant that answered, for `granted`. */
  readonly by: string | null;
  readonly given: readonly Grant[];
}

/** Where a question is asked: the session, and the task that a plan would end with. */
export interface Asking {
  readonly session: Session;
  readonly task: string;
}

/** How often a question is asked again because the world changed while it was open. */
const ATTEMPTS = 3;

/** Everything the person sees, and the digest that binds it. */
export function pose(
  deps: Pick<GateDeps, 'crypto' | 'seal'>,
  session: Session,
  request: Request,
  judged: Judged,
): Question {
  const { name, definition, by, requestId } = request;
  const asked = { intent: judged.intent, facts: judged.facts, by } as never;
  const shown = definition.shows(asked);
  const reasons = judged.decision.reasons.filter((reason) => verdicts[reason.code] !== 'allow');
  const provenance =
    by.kind === 'person'
      ? []
      : session.ground(
          declared(definition.sinks(definition.input.parse(request.input)), judged.context.scope),
        );
  const offers = offersFor(name, judged.reach, {
    roots: judged.context.scope.roots,
    codes: reasons.map(({ code }) => code),
    keeps: deps.seal !== null && judged.context.domain.id !== '',
  });
  const gives = definition.gives?.(asked) ?? [];
  const bound = {
    operation: name,
    by,
    intent: judged.intent,
    facts: withoutTexts(judged.facts),
    policy: judged.context.policy,
    shown,
    reasons,
    provenance,
    offers,
    gives,
  };
  return Object.freeze({
    requestId,
    operation: name,
    by,
    reasons,
    shown,
    provenance,
    offers,
    gives,
    binding: deps.crypto.hash(canonical(bound)),
    ...definition.token(judged.intent),
  });
}

/** Asks until an answer binds what is true now. Gives the nonce to burn, or why it is denied. */
export async function approve(
  deps: GateDeps,
  asking: Asking,
  way: {
    readonly request: Request;
    readonly first: Judged;
    /** Parse, resolve and judge again. */
    readonly again: () => Promise<Judged>;
    readonly noted: (asked: Judged) => void;
  },
): Promise<Approved | { readonly denied: readonly Reason[] }> {
  const { request, again, noted } = way;
  const { session } = asking;
  let judged = way.first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const open = pose(deps, session, request, judged);
    const grant = grantFor(deps, asking, open, judged);
    if (grant !== null) {
      deps.grants.used(grant.id, deps.clock.now());
      return { judged, nonce: null, answer: 'granted', by: grant.id, given: [] };
    }
    if (deps.approver === null) return { denied: [...open.reasons, { code: 'nobody_to_ask' }] };
    noted(judged);
    const answer = await deps.approver.ask(open, request.signal);
    if (answer.choice === 'deny') return { denied: [...open.reasons, { code: 'person_denied' }] };
    request.signal.throwIfAborted();
    const verified = verifyAnswer(deps, answer, open);
    if ('problem' in verified) {
      return { denied: [{ code: 'safety_blocked', field: verified.problem }] };
    }
    const fresh = await again();
    if (fresh.decision.verdict === 'deny') return { denied: fresh.decision.reasons };
    const now = attempt === 0 ? fresh : markChanged(fresh);
    if (pose(deps, session, request, now).binding === open.binding) {
      const given = grantsOf(deps, asking, { open, answer, judged: now });
      for (const one of given) deps.grants.add(one);
      if (open.gives.length > 0) takeAsSaid(session, open);
      return { judged: now, nonce: verified.nonce, answer: answer.choice, by: null, given };
    }
    judged = markChanged(fresh);
  }
  // It changes faster than a person can answer: there is nothing that could be approved.
  return { denied: [{ code: 'changed_meanwhile' }, { code: 'nothing_granted' }] };
}

/**
 * The places, hosts and tools of a plan that the person approved are their own words from then on,
 * wherever they came from. Not its goal: that is prose, in which anything may stand.
 */
function takeAsSaid(session: Session, { gives, provenance }: Question): void {
  const values = [
    ...provenance.map(({ value }) => value),
    ...gives.flatMap((scope) => ('value' in scope ? [scope.value] : [])),
  ];
  const value = values.join('\n');
  session.add({ value, trust: 'person', confidentiality: 'public', origin: 'the approved plan' });
}

const markChanged = (judged: Judged): Judged => {
  const reasons: readonly Reason[] = [...judged.decision.reasons, { code: 'changed_meanwhile' }];
  return { ...judged, decision: { verdict: strictest(reasons), reasons } };
};

type Yes = Exclude<Answer, { choice: 'deny' }>;

/** A token for this question, this width and this length, where the question offered them. */
function verifyAnswer({ crypto, clock }: GateDeps, answer: Yes, open: Question) {
  if (answer.choice !== 'once') {
    const offer = open.offers[answer.offer];
    if (offer === undefined) return { problem: 'offer' };
    if (answer.choice === 'lasting') {
      if (!offer.lasting) return { problem: 'offer' };
      if (!isDateFor(answer.until, clock.now())) return { problem: 'until' };
    }
  }
  const { token, ...wish } = answer;
  const binding = answerBinding(crypto, open, wish);
  return verifyToken(crypto, clock, token, { binding, scope: open.scope });
}

const codesOf = (open: Question) => open.reasons.map((reason) => reason.code);

function grantFor(
  deps: GateDeps,
  { session, task }: Asking,
  open: Question,
  { reach, context }: Judged,
): Grant | null {
  if (reach === null) return null;
  const wanted = {
    operation: open.operation,
    reach,
    codes: codesOf(open),
    session: session.id,
    task,
    domain: context.domain.id,
  };
  return deps.grants.list().find((grant) => covers(deps, grant, wanted)) ?? null;
}

/** What a yes gives beyond this call: the offer that was chosen, or the shape of a plan. */
function grantsOf(
  deps: GateDeps,
  { session, task }: Asking,
  {
    open,
    answer,
    judged,
  }: { readonly open: Question; readonly answer: Yes; readonly judged: Judged },
): readonly Grant[] {
  const { name, id } = judged.context.domain;
  const here = { session: session.id, domain: { name, id } };
  const shape = open.gives.map((scope) =>
    signGrant(deps, { ...here, length: 'plan', task, scope, codes: codesFor(scope) }, 0),
  );
  if (answer.choice === 'once') return shape;
  const offer = open.offers[answer.offer];
  if (offer === undefined) return shape;
  const until = answer.choice === 'lasting' ? answer.until : 0;
  const length = answer.choice;
  const { scope } = offer;
  return [
    ...shape,
    signGrant(deps, { ...here, length, task: '', scope, codes: codesOf(open) }, until),
  ];
}

/** Contents are bound by their digest; binding them again as text would cost their size twice. */
function withoutTexts(facts: Readonly<Record<string, unknown>>): unknown {
  const strip = (fact: unknown): unknown => {
    if (Array.isArray(fact)) return fact.map(strip);
    const text = typeof fact === 'object' && fact !== null && 'text' in fact;
    return text ? { ...fact, text: null } : fact;
  };
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, strip(fact)]));
}
