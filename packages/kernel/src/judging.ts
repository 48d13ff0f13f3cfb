import type { Reach } from './policy/reach.ts';
import { judgeByRules } from './policy/rule.ts';
import { frozenCopy } from './canonical.ts';
import type { Fact, FactQuery } from './facts.ts';
import { declared } from './flow/declared.ts';
import { judgeCall } from './flow/judge-call.ts';
import type { Session } from './flow/session.ts';
import type { GateDeps } from './gate-deps.ts';
import type { Context, Definition, Principal, Queries } from './operations/definition.ts';
import type { Name } from './operations/index.ts';
import type { Reason, Verdict } from './reasons.ts';
import type { Scope } from './scope/path.ts';

export type AnyDefinition = Definition<unknown, unknown, Queries, unknown>;

/** One call as it entered the gate: its operation, the gate's own copy of the input, and who asks. */
export interface Request {
  readonly name: Name;
  readonly definition: AnyDefinition;
  readonly input: unknown;
  readonly by: Principal;
  readonly signal: AbortSignal;
  readonly requestId: string;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

/** A request parsed, its facts looked up, and decided; all of it frozen. */
export interface Judged {
  readonly decision: Decision;
  readonly context: Context;
  readonly intent: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly target: string;
  /** What the call touches; null where nothing but its name is known. */
  readonly reach: Reach | null;
}

/** Fields by which a caller might claim an approval it does not have. */
const CLAIMS =
  /^(?:(?:hitl|path|sudo|user|gate)_?)?(?:approved?|approval|confirmed|token|clearance|force|bypass)$/iu;

/** Parse, resolve and judge; run again for every question, because the world moves meanwhile. */
export async function judge(
  deps: Pick<GateDeps, 'context' | 'clock' | 'resolver'>,
  session: Session,
  request: Request,
): Promise<Judged> {
  const { name, definition, input, by, signal } = request;
  const context = contextNow(deps, session);
  const refused = (reason: Reason, target = ''): Judged => ({
    decision: { verdict: 'deny', reasons: [reason] },
    context,
    intent: null,
    facts: {},
    target,
    reach: null,
  });
  const claim = claimOf(input);
  if (claim !== null) return refused({ code: 'safety_blocked', field: claim });
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = issue?.path.join('.') ?? '';
    return refused({ code: 'malformed_input', at, problem: issue?.message ?? '' });
  }
  const intent = frozenCopy(definition.parse(parsed.data, context));
  if (isRefused(intent)) return refused(intent.refused);
  const target = definition.target(intent);
  const denied = forbidden(name, by, context);
  if (denied !== null) return refused(denied, target);
  const facts = await resolveAll(deps, definition.facts(intent, context), signal);
  const reasons = told([
    ...definition.judge({ intent, facts, by } as never, context),
    ...flowReasons(session, request, { input: parsed.data, intent, scope: context.scope }),
  ]);
  if (reasons.length === 0) return refused({ code: 'nothing_granted' }, target);
  const reach = definition.reach({ intent, facts, by } as never);
  return {
    decision: judgeByRules(
      context.policy.rules,
      { operation: name, reach, now: context.now },
      reasons,
    ),
    context,
    intent,
    facts,
    target,
    reach,
  };
}

/** Of a refused place nothing else is told: not whether something is there, and not what it is. */
function told(reasons: readonly Reason[]): readonly Reason[] {
  const refused = reasons.filter(({ code }) => code === 'path_refused');
  return refused.length === 0 ? reasons : refused;
}

function contextNow(deps: Pick<GateDeps, 'context' | 'clock'>, session: Session): Context {
  const { untrusted, confidentiality, remote } = session;
  return {
    ...deps.context(),
    now: deps.clock.now(),
    session: { untrusted, confidentiality, remote },
  };
}

/** The gate's own copy; what cannot be copied (a class, a function) is no valid input of anything. */
export function copyOf(input: unknown): unknown {
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

/** True where a definition would not take what was asked. */
export function isRefused(intent: unknown): intent is { readonly refused: Reason } {
  return typeof intent === 'object' && intent !== null && 'refused' in intent;
}

/** Denials that come before anything is looked at: a person's rule, or a right nobody declared. */
function forbidden(name: Name, by: Principal, context: Context): Reason | null {
  if (context.policy.deny.includes(name)) {
    return { code: 'operation_denied_by_policy', operation: name };
  }
  for (let one: Principal | null = by; one !== null; one = one.via) {
    if (one.rights !== undefined && !one.rights.includes(name)) {
      return { code: 'protocol_right_missing', protocol: one.name, operation: name };
    }
  }
  return null;
}

/** What flow has against a call that somebody made in the person's name. */
function flowReasons(
  session: Session,
  { name, definition, by }: Request,
  asked: { readonly input: unknown; readonly intent: unknown; readonly scope: Scope },
): readonly Reason[] {
  if (by.kind !== 'assistant' && by.kind !== 'protocol') return [];
  const consequential = definition.consequential(asked.intent);
  const sinks = declared(definition.sinks(asked.input), asked.scope);
  return judgeCall({ action: name, consequential, sinks, declared: true }, session);
}

async function resolveAll(
  { resolver }: Pick<GateDeps, 'resolver'>,
  queries: Queries,
  signal: AbortSignal,
): Promise<Judged['facts']> {
  const facts: Record<string, Fact<FactQuery>> = {};
  for (const [name, query] of Object.entries(queries)) {
    facts[name] = frozenCopy(await resolver.resolve(query, signal));
  }
  return Object.freeze(facts);
}
