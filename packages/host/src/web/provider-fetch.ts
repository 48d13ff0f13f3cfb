import { GatehouseError } from '@gatehouse/kernel/error';
import { exchange } from './exchange.ts';
import type { Answer, KeyHeader, Limits, OnContact } from './exchange.ts';
import type { Pin } from './pin.ts';
import { resolveWithin, systemResolve } from './reach.ts';
import type { Reach, Resolve } from './reach.ts';

export interface ProviderFetchDeps {
  /** `host` or `host:port` as in a URL, lower case; nothing else is dialled. */
  readonly hosts: readonly string[];
  /** `loopback` also allows plain HTTP, to this machine only. */
  readonly reach: Reach;
  readonly pins: readonly Pin[];
  /** Null for a provider without a key. Whatever a caller put in that header is dropped. */
  readonly key: KeyHeader | null;
  readonly onContact: OnContact;
  readonly limits?: Partial<Limits>;
  /** PEM roots trusted instead of the system's, for a host with a certificate authority of its own. */
  readonly authorities?: string;
  readonly resolve?: Resolve;
}

/** 30 s to first byte as `personal-os.md` has it; 64 MiB is far above any answer. */
const usual: Limits = { firstByte: 30_000, idle: 60_000, bytes: 64 << 20 };

/**
 * The only `fetch` a model client gets: HTTPS, the provider's own hosts, no redirect, the key put in
 * as the header leaves. Takes a URL as text and a body of text or bytes. Throws `host_not_configured`,
 * `insecure`, `redirect_refused`, `address_refused`, and as `exchange`; the body fails the same way.
 */
export function createProviderFetch(deps: ProviderFetchDeps): typeof fetch {
  const limits = { ...usual, ...deps.limits };
  const resolve = deps.resolve ?? systemResolve;
  return async (input, init = {}) => {
    const url = allowedUrl(input, deps);
    const signal = init.signal ?? new AbortController().signal;
    const headers = requestHeaders(init.headers, deps.key);
    const body = requestBody(init.body);
    const authorities = deps.authorities ?? null;
    const answer = await exchange(
      {
        target: { url, pins: deps.pins, authorities },
        addresses: () => resolveWithin(url.hostname, deps.reach, resolve),
        method: init.method ?? 'GET',
        headers,
        body,
        key: deps.key,
        limits,
        onContact: deps.onContact,
      },
      signal,
    );
    return toResponse(answer, url.hostname);
  };
}

function allowedUrl(input: string | URL | Request, deps: ProviderFetchDeps): URL {
  const url = URL.parse(
    typeof input === 'string' ? input : 'url' in input ? input.url : input.href,
  );
  if (url === null || !deps.hosts.includes(url.host)) {
    const host = url?.host ?? '';
    throw new GatehouseError(
      'host_not_configured',
      `${host || 'That'} is not this provider's host.`,
    );
  }
  const secure = url.protocol === 'https:';
  if (secure || (url.protocol === 'http:' && deps.reach === 'loopback')) return url;
  throw new GatehouseError('insecure', `${url.host} is only spoken to by https.`);
}

function requestHeaders(given: RequestInit['headers'], key: KeyHeader | null) {
  const headers: Record<string, string> = {};
  new Headers(given).forEach((value, name) => {
    headers[name] = value;
  });
  // The clients insist on a key and send what they were given: a placeholder, never the real one.
  for (const name of ['authorization', 'x-api-key']) delete headers[name];
  if (key !== null) delete headers[key.name.toLowerCase()];
  return { ...headers, 'user-agent': 'gatehouse', 'accept-encoding': 'identity' };
}

function requestBody(body: RequestInit['body']): Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (body instanceof Uint8Array) return body;
  throw new GatehouseError('unsupported_body', 'Only text and bytes are sent.');
}

function toResponse(answer: Answer, host: string): Response {
  const { status, headers } = answer;
  const encoding = headers.get('content-encoding') ?? 'identity';
  const refused =
    status >= 300 && status < 400
      ? new GatehouseError('redirect_refused', `${host} sent the request on to elsewhere.`)
      : encoding !== 'identity'
        ? new GatehouseError('malformed_response', `${host} answered in an encoding not asked for.`)
        : null;
  if (refused !== null) {
    answer.close();
    throw refused;
  }
  const empty = status === 204 || status === 205;
  if (empty) answer.close();
  return new Response(empty ? null : streamOf(answer), { status, headers: [...headers] });
}

function streamOf({ body, close }: Answer): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await body.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: close,
  });
}
