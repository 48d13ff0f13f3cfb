import type { ModelErrorCode, ModelFailure } from '@gatehouse/assistant/model';
import { GatehouseError } from '@gatehouse/kernel/error';

/** What `Model.stream` throws. `cause` never holds a message of the conversation or of the answer. */
export class ModelError extends GatehouseError implements ModelFailure {
  override readonly name = 'ModelError';
  declare readonly code: ModelErrorCode;
  readonly retryAfter: number | null;
  constructor(
    code: ModelErrorCode,
    label: string,
    detail: { readonly cause?: unknown; readonly retryAfter?: number | null } = {},
  ) {
    const retryAfter = detail.retryAfter ?? null;
    const later = retryAfter === null ? '' : ` Try again in ${Math.ceil(retryAfter)} s.`;
    super(code, `${label} ${sentences[code]}${later}`, detail.cause);
    this.retryAfter = retryAfter;
  }
}

const sentences: Readonly<Record<ModelErrorCode, string>> = {
  unauthorized: 'did not accept the key.',
  rate_limited: 'has had enough requests for now.',
  refused: 'declined to answer this.',
  overloaded: 'is overloaded or has a fault of its own.',
  broken_stream: 'stopped in the middle of its answer.',
  timeout: 'did not answer in time.',
  malformed_response: 'did not understand the request or answered something unreadable.',
  context_too_long: 'cannot take that much text at once.',
  cancelled: 'was stopped.',
  unreachable: 'cannot be reached, or has no such model.',
};

// The gate's client speaks in codes of its own; what it refused to dial is out of reach here.
const fromClient: Readonly<Record<string, ModelErrorCode>> = {
  cancelled: 'cancelled',
  timeout: 'timeout',
  broken_stream: 'broken_stream',
  malformed_response: 'malformed_response',
  too_large: 'malformed_response',
  unreachable: 'unreachable',
  certificate_refused: 'unreachable',
  pin_mismatch: 'unreachable',
  address_refused: 'unreachable',
  host_not_configured: 'unreachable',
  insecure: 'unreachable',
  redirect_refused: 'unreachable',
};

const tooLong =
  /context.{0,20}(?:length|window|size)|maximum.{0,20}(?:context|tokens)|prompt is too long|too many (?:input )?tokens|context_length_exceeded|request_too_large|exceed.{0,30}context/iu;
const notAllowed =
  /content.?(?:policy|filter)|content exists risk|safety|moderation|invalid_prompt/iu;

/**
 * Any error of a client as one of ours. Errors of the clients carry the whole request and answer:
 * only status, type and code of those go on. A `GatehouseError` that is no error of the network (a
 * key that is missing, a refusal of the gate) is returned as it is.
 */
export function toModelError(label: string, error: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return new ModelError('cancelled', label);
  const own = gatehouseErrorIn(error);
  if (own instanceof ModelError) return own;
  if (own !== null) {
    const code = Object.hasOwn(fromClient, own.code) ? fromClient[own.code] : undefined;
    return code === undefined ? own : new ModelError(code, label, { cause: own });
  }
  const seen = read(error);
  const cause = new Error(`HTTP ${seen.status ?? '-'} ${seen.kinds.join(' ')}`.trim());
  return new ModelError(codeOf(seen), label, { cause, retryAfter: seen.retryAfter });
}

function gatehouseErrorIn(error: unknown): GatehouseError | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 6; one = one.cause, depth++) {
    if (one instanceof GatehouseError) return one;
  }
  return null;
}

interface Seen {
  readonly status: number | null;
  /** Names, types and codes: words of a protocol, never sentences. */
  readonly kinds: readonly string[];
  readonly text: string;
  readonly retryAfter: number | null;
}

function codeOf({ status, kinds, text }: Seen): ModelErrorCode {
  const all = `${kinds.join(' ')} ${text}`;
  const kind = kinds.join(' ');
  if (status === 413 || tooLong.test(all)) return 'context_too_long';
  if (status === 401 || status === 402 || status === 403) return 'unauthorized';
  if (/authentication|permission|invalid_api_key|billing/iu.test(kind)) return 'unauthorized';
  if (status === 429 || /rate_?limit|insufficient_quota|too_many_requests/iu.test(kind)) {
    return 'rate_limited';
  }
  if (status === 404 || /not_found/iu.test(kind)) return 'unreachable';
  if (status === 408 || status === 504 || /timeout/iu.test(kind)) return 'timeout';
  if (
    (status !== null && status >= 500) ||
    /overloaded|server_error|api_error|unavailable/iu.test(kind)
  ) {
    return 'overloaded';
  }
  if (notAllowed.test(all)) return 'refused';
  if (/AbortError/u.test(kind)) return 'cancelled';
  // What the clients throw for a stream that ends without a reason to end.
  return /InvalidResponseData/u.test(kind) ? 'broken_stream' : 'malformed_response';
}

function read(error: unknown): Seen {
  const kinds: string[] = [];
  const texts: string[] = [];
  let status: number | null = null;
  let retryAfter: number | null = null;
  const visit = (value: unknown, depth: number): void => {
    if (depth > 4) return;
    if (typeof value === 'string') {
      texts.push(value.slice(0, 2000));
      visit(parsed(value), depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name of ['name', 'type', 'code', 'status'] as const) {
      const word = fields[name];
      if (typeof word === 'string' && /^[\w.-]{1,60}$/u.test(word)) kinds.push(word);
    }
    if (typeof fields['statusCode'] === 'number') status ??= fields['statusCode'];
    retryAfter ??= retryAfterOf(fields['responseHeaders']);
    for (const name of ['message', 'responseBody', 'data', 'error', 'cause', 'lastError']) {
      visit(fields[name], depth + 1);
    }
  };
  visit(error, 0);
  return { status, kinds: [...new Set(kinds)], text: texts.join(' '), retryAfter };
}

function parsed(text: string): unknown {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // not JSON: its words were taken as text
  }
}

/** RFC 9110, 10.2.3 in seconds; a date is not worth a clock here. Capped at a day. */
function retryAfterOf(headers: unknown): number | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const fields = headers as Readonly<Record<string, unknown>>;
  const milliseconds = Number(fields['retry-after-ms'] ?? NaN);
  const seconds = Number.isFinite(milliseconds)
    ? milliseconds / 1000
    : Number(fields['retry-after'] ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 86_400) : null;
}
