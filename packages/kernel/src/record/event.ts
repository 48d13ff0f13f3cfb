import { GatehouseError } from '../error.ts';
import type { Name } from '../operations/index.ts';
import type { Principal } from '../operations/definition.ts';
import type { Reason, Verdict } from '../reasons.ts';
import { ocsfEventSchema } from './schema.ts';
import type { OcsfEvent } from './schema.ts';
import { categoryNames, classes, rowOf } from './table.ts';
import type { Phase, ProgramEvent, Row } from './table.ts';

export type Status = 'done' | 'failed' | 'cancelled' | 'unknown';

/** What happened, before it is masked and put into OCSF's shape. */
export interface RecordInput {
  readonly operation: Name | ProgramEvent;
  readonly phase: Phase;
  /** What the gate decided; in the phase `decided` only. */
  readonly verdict?: Verdict;
  /** Only the codes are kept: parameters may hold what a person typed. */
  readonly reasons?: readonly Reason[];
  /** How a question was answered, as a code: `once`, `session`, `denied`, `nobody_to_ask`. */
  readonly answer?: string;
  /** The grant that was given, or that answered instead of a person. */
  readonly grant?: string;
  readonly principal: Principal;
  /** Place, command, address without its query, or name; never contents. Masked here. */
  readonly target: string;
  /** How it ended; in the phase `completed` only. */
  readonly status?: Status;
  /** A stable code of the error, where it failed. */
  readonly code?: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly requestId: string;
  /** A privilege that is taken back, masked here; for `grant.revoke`. */
  readonly privileges?: readonly string[];
  /** The signed state of the chain; for `audit.checkpoint`. */
  readonly checkpoint?: Checkpoint;
}

export interface Checkpoint {
  readonly sequence: number;
  readonly hash: string;
  readonly mac: string;
}

export type RecordEvent = (input: RecordInput) => OcsfEvent;

const LONGEST = 4096;
const KNOWN = 256;

/**
 * Makes the one function that turns what happened into an event. `mask` redacts secrets and writes
 * the person's home as `~` (kernel/redact); `run` names this start of the program; `version` is the
 * program's. The function throws `event_malformed` rather than let an unforeseen shape be kept.
 */
export function createRecorder(deps: {
  readonly mask: (text: string) => string;
  readonly version: string;
  readonly run: string;
}): RecordEvent {
  const clean = (text: string, fallback = 'unnamed') => {
    const masked = cut(deps.mask(text), LONGEST);
    return masked === '' ? fallback : masked;
  };
  const known = new Map<string, string>();
  /** For what comes again and again: names, codes, chains of delegation. */
  const again = (text: string) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= KNOWN) known.clear();
    const masked = clean(text);
    known.set(text, masked);
    return masked;
  };
  /** Our own ids are random hex; anything else in their place is masked as the rest is. */
  const idOf = (id: string) => (/^[0-9a-f]{1,64}$/.test(id) ? id : cut(clean(id), 128));
  const metadata = {
    version: '1.8.0' as const,
    product: { name: 'Gatehouse', vendor_name: 'Gatehouse', version: deps.version },
  };
  return (input) => {
    const row = rowOf(input.operation, input.phase);
    const { uid, name, category } = classes[row.class];
    const [activity, caption] = row.activity;
    const by = cut(again(chainOf(input.principal)), 512);
    const requestId = idOf(input.requestId);
    const decided = input.phase === 'decided';
    const [statusId, status] = statusOf(input);
    const event = {
      class_uid: uid,
      class_name: name,
      category_uid: category,
      category_name: categoryNames[category],
      activity_id: activity,
      activity_name: caption,
      type_uid: uid * 100 + activity,
      time: input.time,
      severity_id: severityOf(input),
      message: `${input.operation} ${decided ? (input.verdict ?? 'deny') : input.phase}`,
      status_id: statusId,
      status,
      ...(input.code === undefined ? {} : { status_code: cut(again(input.code), 128) }),
      metadata: {
        ...metadata,
        ...(decided ? { profiles: ['security_control'] } : {}),
        correlation_uid: requestId,
        log_name: 'agent-audit',
      },
      actor: {
        app_name: 'Gatehouse',
        invoked_by: by,
        user: userOf(input.principal, again),
      },
      ...targetOf(row, { ...input, requestId }, clean, deps.version),
      unmapped: {
        category: row.category,
        operation: input.operation,
        phase: input.phase,
        ...(decided ? { verdict: input.verdict ?? 'deny' } : {}),
        ...(input.reasons === undefined
          ? {}
          : { reasons: [...new Set(input.reasons.map(({ code }) => code))] }),
        ...(input.answer === undefined ? {} : { answer: cut(again(input.answer), 128) }),
        ...(input.grant === undefined ? {} : { grant: idOf(input.grant) }),
        ...(input.status === undefined ? {} : { outcome: input.status }),
        run: deps.run,
        ...(input.checkpoint === undefined ? {} : { checkpoint: input.checkpoint }),
      },
    };
    return parseEvent(event);
  };
}

/** Checks an event against the project's own schema. Throws `event_malformed`. */
export function parseEvent(value: unknown): OcsfEvent {
  const parsed = ocsfEventSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new GatehouseError(
    'event_malformed',
    'An audit event has a shape that is not foreseen; nothing was done.',
    parsed.error,
  );
}

/**
 * The completion of an effect that a crash left without one: same class and target, outcome
 * `unknown`. It is never retried by itself.
 */
export function unknownCompletion(started: OcsfEvent, time: number): OcsfEvent {
  const { operation } = started.unmapped;
  const row = rowOf(operation as Name, 'completed');
  const [activity, caption] = row.activity;
  const { outcome: _, ...unmapped } = started.unmapped;
  return parseEvent({
    ...started,
    activity_id: activity,
    activity_name: caption,
    type_uid: started.class_uid * 100 + activity,
    time,
    severity_id: 3,
    message: `${operation} completed`,
    status_id: 0,
    status: 'Unknown',
    unmapped: reorder({ ...unmapped, phase: 'completed', outcome: 'unknown' }),
  });
}

/** `run` last but for the checkpoint, as the recorder writes it. */
function reorder<T extends { run: string }>({ run, ...rest }: T) {
  return { ...rest, run };
}

function chainOf(principal: Principal): string {
  const own = `${principal.kind} ${principal.name}`;
  return principal.via === null ? own : `${own} < ${chainOf(principal.via)}`;
}

function userOf(principal: Principal, clean: (text: string) => string) {
  let last = principal;
  while (last.via !== null) last = last.via;
  return last.kind === 'person'
    ? { name: cut(clean(last.name), 256), type_id: 1, type: 'User' }
    : { name: cut(clean(last.name), 256), type_id: 99, type: last.kind };
}

function statusOf(input: RecordInput): readonly [number, string] {
  if (input.phase === 'decided') {
    return input.verdict === 'allow' ? [1, 'Success'] : [99, 'Other'];
  }
  return statuses[input.status ?? 'unknown'];
}

const statuses = {
  done: [1, 'Success'],
  failed: [2, 'Failure'],
  cancelled: [99, 'Other'],
  unknown: [0, 'Unknown'],
} as const satisfies Record<Status, readonly [number, string]>;

/** Informational; low where a question was raised; medium where refused, failed or unknown. */
function severityOf(input: RecordInput): 1 | 2 | 3 {
  if (input.phase === 'decided' && input.verdict !== 'allow')
    return input.verdict === 'ask' ? 2 : 3;
  if (input.operation === 'program.error') return 3;
  return input.status === 'failed' || input.status === 'unknown' ? 3 : 1;
}

const device = { name: 'localhost', type_id: 0 } as const;
const here = { name: 'localhost' } as const;
const actions = {
  allow: [1, 'Allowed', 'allowed'],
  ask: [3, 'Observed', 'asked'],
  deny: [2, 'Denied', 'denied'],
} as const;

/** The request id in `input` is a clean one by now. */
function targetOf(
  row: Row,
  input: RecordInput,
  clean: (text: string) => string,
  version: string,
): object {
  const target = clean(input.operation === 'web.fetch' ? withoutQuery(input.target) : input.target);
  const type = row.kind ?? input.operation;
  switch (row.class) {
    case 'file_activity':
      return {
        device,
        file: {
          name: target.slice(target.lastIndexOf('/') + 1) || target,
          path: target,
          type_id: row.kind === 'folder' ? 2 : 1,
        },
      };
    case 'process_activity':
      return { device, process: { uid: input.requestId, cmd_line: target } };
    case 'entity_management':
      return { entity: { name: target, type, type_id: 99 } };
    case 'user_access':
      return {
        user: userOf(input.principal, clean),
        privileges: (input.privileges ?? [target]).map((privilege) => clean(privilege)),
      };
    case 'http_activity':
      return { http_request: { http_method: 'GET', url: { url_string: target } } };
    case 'application_lifecycle':
      return { app: { name: 'Gatehouse', version } };
    case 'api_activity': {
      const [id, word, decision] = actions[input.verdict ?? 'deny'];
      const codes = new Set((input.reasons ?? []).map(({ code }) => code));
      return {
        api: {
          operation: input.operation,
          request: { uid: input.requestId },
        },
        src_endpoint: here,
        resources: [{ name: target, type }],
        ...(input.phase === 'decided'
          ? {
              action_id: id,
              action: word,
              authorizations: [...codes].map((code) => ({ decision, policy: { name: code } })),
            }
          : {}),
      };
    }
    case 'datastore_activity':
      return { src_endpoint: here, database: { name: target, type, type_id: 99 } };
    case 'application_error':
      return {};
  }
}

/** Query and fragment of an address may carry contents; they are not recorded. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
