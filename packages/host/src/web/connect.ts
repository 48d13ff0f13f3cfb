import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { GatehouseError } from '@gatehouse/kernel/error';
import { pinOf } from './pin.ts';
import type { Pin } from './pin.ts';
import type { Address } from './reach.ts';

export interface Target {
  readonly url: URL;
  /** Resolved once; nothing else is dialled. */
  readonly addresses: readonly Address[];
  /** The server's own key must be one of these; empty: any certificate the roots vouch for. */
  readonly pins: readonly Pin[];
  /** PEM certificates trusted instead of the system's roots; null for those. */
  readonly authorities: string | null;
}

/**
 * A connection on which the server has proved who it is. Nothing is sent before that: certificate
 * and pin are checked here, and only then does the request, with the key in it, get the socket.
 * TLS 1.2 or newer; plain TCP for `http:`, which callers allow to this machine only. Throws
 * `unreachable`, `certificate_refused`, `pin_mismatch`, and the signal's reason.
 */
export function connect(target: Target, signal: AbortSignal): Promise<Socket> {
  const { url, addresses } = target;
  const host = url.hostname.replace(/^\[|\]$/gu, '');
  const [first] = addresses;
  const literal = first?.address === host;
  const tls = url.protocol === 'https:';
  const where = {
    host,
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 2_000,
    lookup: (_name: string, _options: unknown, done: (error: null, found: Address[]) => void) =>
      done(null, [...addresses]),
  };
  const socket = tls
    ? connectTls({
        ...where,
        // Server names are names (RFC 6066, 3): an address is checked against the certificate itself.
        ...(literal ? {} : { servername: host }),
        minVersion: 'TLSv1.2',
        ALPNProtocols: ['http/1.1'],
        // Said here, or an environment variable could switch the check off.
        rejectUnauthorized: true,
        ...(target.authorities === null ? {} : { ca: target.authorities }),
      })
    : connectTcp(where);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(error instanceof Error ? error : new Error('Aborted', { cause: error }));
    };
    const abort = () => fail(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    // Stays on: until the request takes the socket over, an error would have nobody to hear it.
    socket.on('error', (error: Error) => fail(connectError(host, error)));
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      const problem = tls ? identityProblem(socket as TLSSocket, target) : null;
      if (problem !== null) return fail(problem);
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
  });
}

function identityProblem(socket: TLSSocket, target: Target): GatehouseError | null {
  const host = target.url.hostname;
  if (!socket.authorized) return new GatehouseError('certificate_refused', certificateWords(host));
  if (target.pins.length === 0) return null;
  const certificate = socket.getPeerX509Certificate();
  const pin = certificate === undefined ? '' : pinOf(certificate);
  return target.pins.includes(pin)
    ? null
    : new GatehouseError('pin_mismatch', `${host} does not have the key that was pinned for it.`);
}

const certificateWords = (host: string) => `The certificate of ${host} cannot be trusted.`;

function connectError(host: string, cause: Error): GatehouseError {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME|EPROTO)/u.test(code)
    ? new GatehouseError('certificate_refused', certificateWords(host), cause)
    : new GatehouseError('unreachable', `${host} cannot be reached.`, cause);
}
