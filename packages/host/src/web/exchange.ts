import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { GatehouseError } from '@gatehouse/kernel/error';
import { connect } from './connect.ts';
import type { Target } from './connect.ts';
import type { Address } from './reach.ts';
import { newMarker, putKeyAtMarker } from './key-header.ts';

/** The key of one request: in which header, after what, and where its bytes come from. */
export interface KeyHeader {
  readonly name: string;
  readonly prefix: string;
  /** The exchange takes the Buffer over and zeroes it. */
  take(signal: AbortSignal): Promise<Buffer>;
}

export interface Exchange {
  readonly target: Omit<Target, 'addresses'>;
  /** Resolved within the time to the first byte. */
  readonly addresses: () => Promise<readonly Address[]>;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly key: KeyHeader | null;
  readonly limits: Limits;
  /** Told of every connection that was made. */
  readonly onContact: OnContact;
}

export type OnContact = (host: string, address: string) => void;

export interface Limits {
  /** Milliseconds until the status line, name and handshake included. */
  readonly firstByte: number;
  /** Milliseconds between two pieces of the body. */
  readonly idle: number;
  /** Bytes of the body as they come. */
  readonly bytes: number;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names; values of repeated headers joined as RFC 9110, 5.3. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: AsyncGenerator<Buffer, undefined>;
  /** Ends the connection; whoever does not read the body to its end calls it. */
  close(): void;
}

/**
 * One request on a connection of its own. No proxy, no cookies, no redirect followed, nothing
 * reused. Throws `timeout`, `cancelled`, `unreachable`, `certificate_refused`, `pin_mismatch`,
 * `malformed_response`; the body throws `timeout`, `cancelled`, `broken_stream`, `too_large`.
 */
export async function exchange(wanted: Exchange, signal: AbortSignal): Promise<Answer> {
  const { target, limits } = wanted;
  const host = target.url.hostname;
  const own = new AbortController();
  const cancel = () => own.abort(new GatehouseError('cancelled', 'Stopped.', signal.reason));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => own.abort(late(host)), limits.firstByte);
  try {
    own.signal.throwIfAborted();
    const message = await respond(wanted, own.signal);
    const close = () => {
      signal.removeEventListener('abort', cancel);
      message.destroy();
    };
    return {
      status: message.statusCode ?? 0,
      headers: headersOf(message),
      body: bodyOf(message, { host, limits, abort: own, close }),
      close,
    };
  } catch (error) {
    signal.removeEventListener('abort', cancel);
    throw own.signal.aborted ? own.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

const late = (host: string) => new GatehouseError('timeout', `${host} did not answer in time.`);

async function respond(wanted: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
  const { target, method, headers, body, key } = wanted;
  const { url } = target;
  const addresses = await orAborted(wanted.addresses(), signal);
  const socket = await connect({ ...target, addresses }, signal);
  wanted.onContact(url.hostname, socket.remoteAddress ?? '');
  const marker = newMarker();
  if (key !== null) {
    try {
      putKeyAtMarker(socket, marker, await key.take(signal));
      signal.throwIfAborted();
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      createConnection: () => socket,
      method,
      path: url.pathname + url.search,
      setHost: false,
      headers: {
        host: url.host,
        ...headers,
        connection: 'close',
        ...(body === null ? {} : { 'content-length': String(body.byteLength) }),
        ...(key === null ? {} : { [key.name]: key.prefix + marker }),
      },
      signal,
    });
    request.once('response', resolve);
    // Stays on: an error after the response reaches the body's reader, and must not be unhandled.
    request.on('error', (cause) => reject(responseError(url.hostname, cause)));
    if (body === null) request.end();
    else request.end(body);
  });
}

/** A name lookup cannot be stopped; its caller can. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function responseError(host: string, cause: Error): GatehouseError {
  if (cause instanceof GatehouseError) return cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return code.startsWith('HPE_')
    ? new GatehouseError('malformed_response', `${host} did not answer in HTTP.`, cause)
    : new GatehouseError('unreachable', `The connection to ${host} was lost.`, cause);
}

function headersOf(message: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined && name !== 'set-cookie') headers.set(name, values.join(', '));
  }
  return headers;
}

async function* bodyOf(
  message: IncomingMessage,
  given: { host: string; limits: Limits; abort: AbortController; close: () => void },
): AsyncGenerator<Buffer, undefined> {
  const { host, limits, abort } = given;
  let total = 0;
  let timer = setTimeout(() => abort.abort(late(host)), limits.idle);
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      total += chunk.length;
      if (total > limits.bytes) {
        throw new GatehouseError('too_large', `${host} sent more than is taken.`);
      }
      yield chunk;
      timer = setTimeout(() => abort.abort(late(host)), limits.idle);
    }
  } catch (error) {
    if (abort.signal.aborted) throw abort.signal.reason;
    if (error instanceof GatehouseError) throw error;
    throw new GatehouseError('broken_stream', `${host} stopped in the middle.`, error);
  } finally {
    clearTimeout(timer);
    given.close();
  }
  return undefined;
}
