import { canonical } from '../canonical.ts';
import type { Session } from '../flow/session.ts';
import type { GateDeps } from '../gate-deps.ts';
import { covers, signGrant } from './grant.ts';
import type { Judged, Request } from '../judging.ts';
import type { Answer, Question } from './question.ts';
import { reasons as verdicts, strictest } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { verifyToken } from './token.ts';

/** How a question ended well: the nonce to burn, or a grant of before. */
export interface Approved {
  readonly judged: Judged;
  readonly nonce: string | null;
  readonly answer: 'once' | 'session' | 'granted';
}

/** How often a question is asked again because the world changed while it was open. */
const ATTEMPTS = 3;

/** Everything the person sees, and the digest that binds it. */
export function pose(
  deps: Pick<GateDeps, 'crypto'>,
  session: Session,
  request: Request,
  judged: Judged,
): Question {
  const { name, definition, by, requestId } = request;
  const asked = { intent: judged.intent, facts: judged.facts, by } as never;
  const shown = definition.shows(asked);
  const reasons = judged.decision.reasons.filter((reason) => verdicts[reason.code] !== 'allow');
  const sinks = definition.sinks(definition.input.parse(request.input));
  const provenance = Object.entries(sinks).map(([argument, value]) => ({
    argument,
    value,
    ...(by.kind === 'person' ? { trust: 'person' as const, origin: '' } : session.ground(value)),
  }));
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
    binding: deps.crypto.hash(canonical(bound)),
    ...definition.token(judged.intent),
  });
}

/** Asks until an answer binds what is true now. Gives the nonce to burn, or why it is denied. */
export async function approve(
  deps: GateDeps,
  session: Session,
  way: {
    readonly request: Request;
    readonly first: Judged;
    /** Parse, resolve and judge again. */
    readonly again: () => Promise<Judged>;
    readonly noted: (asked: Judged) => void;
  },
): Promise<Approved | { readonly denied: readonly Reason[] }> {
  const { request, again, noted } = way;
  let judged = way.first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const open = pose(deps, session, request, judged);
    if (isGranted(deps, session, open)) return { judged, nonce: null, answer: 'granted' };
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
      if (answer.choice === 'session') keepGrant(deps, session, open);
      return { judged: now, nonce: verified.nonce, answer: answer.choice };
    }
    judged = markChanged(fresh);
  }
  // It changes faster than a person can answer: there is nothing that could be approved.
  return { denied: [{ code: 'changed_meanwhile' }, { code: 'nothing_granted' }] };
}

const markChanged = (judged: Judged): Judged => {
  const reasons: readonly Reason[] = [...judged.decision.reasons, { code: 'changed_meanwhile' }];
  return { ...judged, decision: { verdict: strictest(reasons), reasons } };
};

function verifyAnswer(
  { crypto, clock }: GateDeps,
  answer: Exclude<Answer, { choice: 'deny' }>,
  open: Question,
) {
  const binding = `${answer.choice}:${open.binding}`;
  return verifyToken(crypto, clock, answer.token, { binding, scope: open.scope });
}

const codesOf = (open: Question) => open.reasons.map((reason) => reason.code);

function isGranted({ crypto, clock, grants }: GateDeps, session: Session, open: Question): boolean {
  const { grant: scope } = open;
  if (scope === null) return false;
  const asked = { session: session.id, scope, codes: codesOf(open) };
  return grants.list(session.id).some((grant) => covers(crypto, clock, grant, asked));
}

function keepGrant({ crypto, clock, grants }: GateDeps, session: Session, open: Question): void {
  if (open.grant === null) return; // not offered, so there is nothing a wider answer could mean
  const given = { session: session.id, scope: open.grant, codes: codesOf(open) };
  grants.add(signGrant(crypto, clock, given));
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
