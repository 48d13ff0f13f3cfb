import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatehouseError } from '@gatehouse/kernel/error';
import { afterEach, expect, it } from 'vitest';
import { pinOf } from './pin.ts';
import { createProviderFetch } from './provider-fetch.ts';
import type { ProviderFetchDeps } from './provider-fetch.ts';
import { makeCertificate, startTlsServer } from './testing/tls-server.ts';
import type { TlsServer } from './testing/tls-server.ts';

const HOST = 'api.models.example.org';
const key = () => Buffer.from(['sk', 'test', 'canary', '0123456789'].join('-'));
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<TlsServer> {
  const server = await startTlsServer([HOST], listener);
  open.push(() => server.close());
  return server;
}

interface Contact {
  readonly host: string;
  readonly address: string;
}

function client(
  server: { port: number; authorities: string },
  deps: Partial<ProviderFetchDeps> = {},
) {
  const contacts: Contact[] = [];
  const fetcher = createProviderFetch({
    hosts: [`${HOST}:${server.port}`],
    reach: 'private',
    pins: [],
    key: null,
    onContact: (host, address) => contacts.push({ host, address }),
    authorities: server.authorities,
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    ...deps,
  });
  return { fetcher, contacts, url: `https://${HOST}:${server.port}/v1/chat` };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

it('sends what it was given with the key in its place, and reads the stream', async () => {
  let seen: unknown;
  const server = await serve((request, response) => {
    const { authorization, host, 'x-test': test } = request.headers;
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      seen = { method: request.method, path: request.url, authorization, host, test, body };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      response.end('data: two\n\n');
    });
  });
  const secret = key();
  const expected = `Bearer ${secret.toString()}`;
  const { fetcher, contacts, url } = client(server, {
    key: { name: 'authorization', prefix: 'Bearer ', take: () => Promise.resolve(secret) },
  });
  const response = await fetcher(url, {
    method: 'POST',
    headers: { 'X-Test': 'yes', Authorization: 'Bearer placeholder' },
    body: '{"ö":1}',
  });
  expect({ status: response.status, text: await response.text() }).toEqual({
    status: 200,
    text: 'data: one\n\ndata: two\n\n',
  });
  expect(seen).toEqual({
    method: 'POST',
    path: '/v1/chat',
    authorization: expected,
    host: `${HOST}:${server.port}`,
    test: 'yes',
    body: '{"ö":1}',
  });
  expect(contacts).toEqual([{ host: HOST, address: '127.0.0.1' }]);
  expect(secret.every((byte) => byte === 0)).toBe(true);
  expect(server.received().toString()).not.toContain('placeholder');
});

it('sends no key before the server has proved who it is', async () => {
  const other = makeCertificate([HOST]);
  const wrongName = await startTlsServer(['other.example.org'], (_q, r) => r.end());
  open.push(() => wrongName.close());
  const server = await serve((_request, response) => response.end());
  const otherPin = pinOf(new X509Certificate(other.certificate));
  const cases: readonly [string, TlsServer, Partial<ProviderFetchDeps>][] = [
    ['another authority', server, { authorities: other.certificate }],
    ['another name', wrongName, {}],
    ['another pinned key', server, { pins: [otherPin] }],
  ];
  const found: Record<string, unknown> = {};
  for (const [name, at, deps] of cases) {
    let taken = 0;
    const take = () => {
      taken++;
      return Promise.resolve(key());
    };
    const { fetcher, url } = client(at, { ...deps, key: { name: 'x-api-key', prefix: '', take } });
    found[name] = { code: await codeOf(fetcher(url)), taken };
  }
  expect(found).toEqual({
    'another authority': { code: 'certificate_refused', taken: 0 },
    'another name': { code: 'certificate_refused', taken: 0 },
    'another pinned key': { code: 'pin_mismatch', taken: 0 },
  });
  expect(server.received().length + wrongName.received().length).toBe(0);
});

it('takes a pinned key, and any certificate where none is pinned', async () => {
  const server = await serve((_request, response) => response.end('ok'));
  const { fetcher, url } = client(server, { pins: ['sha256/other', server.pin] });
  expect(await (await fetcher(url)).text()).toBe('ok');
});

it('an environment that switches certificate checks off changes nothing', async () => {
  const server = await serve((_request, response) => response.end('ok'));
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    const { fetcher, url } = client(server, { authorities: makeCertificate([HOST]).certificate });
    expect(await codeOf(fetcher(url))).toBe('certificate_refused');
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
});

it('refuses TLS older than 1.2', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
  const server = await startTlsServer([HOST], (_q, r) => r.end(), old);
  open.push(() => server.close());
  const { fetcher, url } = client(server);
  expect(await codeOf(fetcher(url))).toBe('certificate_refused');
});

it.each([
  ['another host', 'https://evil.example.org/', 'host_not_configured'],
  ['another port', `https://${HOST}:1/`, 'host_not_configured'],
  ['plain http', `http://${HOST}:PORT/`, 'insecure'],
  ['user information', `https://a@evil.example.org/`, 'host_not_configured'],
  ['no address', 'nonsense', 'host_not_configured'],
])('dials nothing for %s', async (_name, address, code) => {
  const server = await serve((_request, response) => response.end());
  const { fetcher, contacts } = client(server);
  expect(await codeOf(fetcher(address.replace('PORT', String(server.port))))).toBe(code);
  expect(contacts).toEqual([]);
});

it.each([
  ['public', '127.0.0.1'],
  ['public', '10.1.2.3'],
  ['public', '::ffff:127.0.0.1'],
  ['loopback', '192.168.1.2'],
  ['loopback', '93.184.216.34'],
] as const)('a %s host that answers with %s is not dialled', async (reach, address) => {
  const server = await serve((_request, response) => response.end());
  const { fetcher, contacts, url } = client(server, {
    reach,
    resolve: () => Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }]),
  });
  expect(await codeOf(fetcher(url))).toBe('address_refused');
  expect(contacts).toEqual([]);
});

it('one private address among public ones refuses the name', async () => {
  const server = await serve((_request, response) => response.end());
  const { fetcher, url } = client(server, {
    reach: 'public',
    resolve: () =>
      Promise.resolve([
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  expect(await codeOf(fetcher(url))).toBe('address_refused');
});

it('follows no redirect, even to itself, and leaves no connection open', async () => {
  let asked = 0;
  const server = await serve((_request, response) => {
    asked++;
    response.writeHead(307, { location: '/v1/chat' }).end();
  });
  const { fetcher, url } = client(server);
  expect(await codeOf(fetcher(url, { method: 'POST', body: 'x' }))).toBe('redirect_refused');
  expect(asked).toBe(1);
});

it('gives up where no first byte comes, and where the body stalls', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/silent') return;
    response.write('some');
  });
  const { fetcher, url } = client(server, { limits: { firstByte: 300, idle: 300 } });
  const silent = new URL('/silent', url).href;
  expect(await codeOf(fetcher(silent))).toBe('timeout');
  expect(await codeOf(fetcher(url).then((response) => response.text()))).toBe('timeout');
});

it('stops at once when told to, before and in the middle', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/silent') return;
    response.write('some');
  });
  const { fetcher, url } = client(server);
  const before = new AbortController();
  const first = codeOf(fetcher(new URL('/silent', url).href, { signal: before.signal }));
  before.abort();
  const middle = new AbortController();
  const response = await fetcher(url, { signal: middle.signal });
  const second = codeOf(response.text());
  middle.abort();
  expect([await first, await second]).toEqual(['cancelled', 'cancelled']);
  const late = fetcher(url, { signal: AbortSignal.abort() });
  expect(await codeOf(late)).toBe('cancelled');
});

it('tells a cut stream, a flood, a packed answer and a non-HTTP answer apart', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    } else if (request.url === '/flood') response.end(Buffer.alloc(3000));
    else if (request.url === '/packed') {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x');
    } else request.socket.end('220 smtp ready\r\n');
  });
  const { fetcher, url } = client(server, { limits: { bytes: 2000 } });
  const at = (path: string) =>
    codeOf(fetcher(new URL(path, url).href).then((response) => response.text()));
  expect({
    cut: await at('/cut'),
    flood: await at('/flood'),
    packed: await at('/packed'),
    other: await at('/other'),
  }).toEqual({
    cut: 'broken_stream',
    flood: 'too_large',
    packed: 'malformed_response',
    other: 'malformed_response',
  });
});

it('a connection that is lost while the key is fetched ends the request, and the key', async () => {
  const server = await serve((_request, response) => response.end());
  const secret = key();
  const { fetcher, url } = client(server, {
    key: {
      name: 'x-api-key',
      prefix: '',
      take: async () => {
        await server.dropConnections();
        return secret;
      },
    },
  });
  expect(await codeOf(fetcher(url))).toBe('unreachable');
  expect(secret.every((byte) => byte === 0)).toBe(true);
});

it('an upgrade nobody asked for ends the request', async () => {
  const server = await serve((request) => {
    request.socket.end(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    );
  });
  const { fetcher, url } = client(server);
  expect(await codeOf(fetcher(url))).toBe('unreachable');
});

it('a key that may not be used ends the request before anything is sent', async () => {
  const server = await serve((_request, response) => response.end());
  const { fetcher, url } = client(server, {
    key: {
      name: 'x-api-key',
      prefix: '',
      take: () => Promise.reject(new GatehouseError('key_denied', 'No.')),
    },
  });
  expect([await codeOf(fetcher(url)), server.received().length]).toEqual(['key_denied', 0]);
});

it('plain http reaches this machine only, and only where that is meant', async () => {
  const server = createServer((_request, response) => response.end('local'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  open.push(() => new Promise((resolve) => server.close(() => resolve())));
  const fetcher = createProviderFetch({
    hosts: [`127.0.0.1:${port}`, `localhost:${port}`],
    reach: 'loopback',
    pins: [],
    key: null,
    onContact: () => undefined,
  });
  expect(await (await fetcher(`http://127.0.0.1:${port}/api`)).text()).toBe('local');
  expect(await (await fetcher(`http://localhost:${port}/api`)).text()).toBe('local');
});

it('honours no proxy of the environment', async () => {
  const server = await serve((_request, response) => response.end('direct'));
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  for (const name of names)
    process.env[name] = name.startsWith('NODE') ? '1' : 'http://127.0.0.1:9';
  try {
    const { fetcher, url } = client(server);
    expect(await (await fetcher(url)).text()).toBe('direct');
  } finally {
    for (const name of names) delete process.env[name];
  }
});
