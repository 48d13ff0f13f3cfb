import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureVersion, TLSSocket } from 'node:tls';
import { pinOf } from '../pin.ts';

export interface TlsServer {
  readonly port: number;
  /** The server's own certificate, PEM: what a client must trust to reach it. */
  readonly authorities: string;
  readonly pin: string;
  /** Every byte that was decrypted here, in order. */
  received(): Buffer;
  /** Resets every open connection, and waits until they are gone here. */
  dropConnections(): Promise<void>;
  close(): Promise<void>;
}

/** A key and a certificate for `names`, made now by the openssl program. */
export function makeCertificate(names: readonly string[]): { key: string; certificate: string } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const alternatives = names.map((name) =>
      /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`,
    );
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const subject = ['-nodes', '-days', '2', '-subj', '/CN=scripted'];
    const extension = ['-addext', `subjectAltName=${alternatives.join(',')}`];
    const out = ['-keyout', key, '-out', certificate];
    run([...request, ...subject, ...extension, ...out]);
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(args: readonly string[]): void {
  try {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (cause) {
    throw new Error('These tests need the openssl program: apt-get install openssl', { cause });
  }
}

/** A real TLS server on this machine. */
export async function startTlsServer(
  names: readonly string[],
  listener: RequestListener,
  versions: { readonly maxVersion?: SecureVersion; readonly minVersion?: SecureVersion } = {},
): Promise<TlsServer> {
  const { key, certificate } = makeCertificate(names);
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert: certificate, ...versions }, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.prependListener('data', (piece: Buffer) => received.push(Buffer.from(piece)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    authorities: certificate,
    pin: pinOf(new X509Certificate(certificate)),
    received: () => Buffer.concat(received),
    async dropConnections() {
      const gone = [...sockets].map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.resetAndDestroy();
      await Promise.all(gone);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
