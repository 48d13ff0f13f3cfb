import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
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
  const { target, key } = wanted;
  const addresses = await orAborted(wanted.addresses(), signal);
  const socket = await connect({ ...target, addresses }, signal);
  wanted.onContact(target.url.hostname, socket.remoteAddress ?? '');
  let held: Buffer | null = null;
  try {
    const marker = key === null ? null : newMarker();
    if (key !== null && marker !== null) {
      held = await key.take(signal);
      signal.throwIfAborted();
      putKeyAtMarker(socket, marker, held);
    }
    return await send(wanted, { socket, marker, signal });
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    held?.fill(0);
  }
}

function send(
  { target, method, headers, body, key }: Exchange,
  on: { readonly socket: Socket; readonly marker: string | null; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  const { hostname, pathname, search, host } = target.url;
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      createConnection: () => on.socket,
      method,
      path: pathname + search,
      setHost: false,
      headers: {
        host,
        ...headers,
        connection: 'close',
        ...(body === null ? {} : { 'content-length': String(body.byteLength) }),
        ...(key === null || on.marker === null ? {} : { [key.name]: key.prefix + on.marker }),
      },
      signal: on.signal,
    });
    request.once('response', resolve);
    // Stays on: an error after the response reaches the body's reader, and must not be unhandled.
    request.on('error', (cause) => reject(responseError(hostname, cause)));
    // A connection can also end with neither: an upgrade that nobody asked for.
    request.once('close', () => reject(responseError(hostname, new Error('closed'))));
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
