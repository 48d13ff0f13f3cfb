import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createClearances } from '@gatehouse/kernel';
import type { Clearances, Result } from '@gatehouse/kernel';
import { afterEach, expect, it } from 'vitest';
import { startTlsServer } from './testing/tls-server.ts';
import type { TlsServer } from './testing/tls-server.ts';
import { createWeb } from './web-fetch.ts';
import type { WebDeps } from './web-fetch.ts';

const HOST = 'wiki.gatehouse-pages.org';
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface World {
  readonly server: TlsServer;
  readonly resolved: string[];
  fetch(url: string, signal?: AbortSignal): Promise<Result<'web.fetch'>>;
  code(url: string): Promise<unknown>;
  at(path: string): string;
}

async function world(listener: RequestListener, deps: Partial<WebDeps> = {}): Promise<World> {
  const server = await startTlsServer([HOST], listener);
  open.push(() => server.close());
  const resolved: string[] = [];
  const clearances: Clearances = createClearances();
  const effects = createWeb({
    spend: clearances.spend,
    onContact: () => undefined,
    testOnlyLoopback: { authorities: server.authorities },
    resolve: (host) => {
      resolved.push(host);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    },
    ...deps,
  });
  const fetch = async (url: string, signal = new AbortController().signal) => {
    const clearance = clearances.issue('web.fetch', {
      intent: { url, host: HOST, reasons: [] },
      facts: {},
      binding: '',
      requestId: '',
    });
    const run = effects['web.fetch'](clearance, signal);
    for (;;) {
      const step = await run.next();
      if (step.done === true) return step.value;
    }
  };
  return {
    server,
    resolved,
    fetch,
    at: (path) => `https://${HOST}:${server.port}${path}`,
    code: (url) =>
      fetch(url).then(
        (result) => result,
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      ),
  };
}

it('reads a page as text, its name resolved once', async () => {
  const page =
    '<!doctype html><html><head><title>A &amp; B</title><script>evil()</script></head>' +
    '<body><h1>Gr&uuml;&#223;e</h1><p>one <b>two</b></p><!-- hidden --><p>three</body></html>';
  const { fetch, at, resolved } = await world((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  expect(await fetch(at('/page'))).toEqual({
    status: 200,
    url: at('/page'),
    type: 'text/html',
    text: 'A & B\n\nGr&uuml;ße\n\none two\n\nthree',
    bytes: page.length,
    truncated: false,
  });
  expect(resolved).toEqual([HOST]);
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('unpacks %s, and cuts a bomb at the size of an honest page', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(64 << 20, 0x61));
  const { fetch, at } = await world(
    (request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': encoding });
      response.end(request.url === '/bomb' ? bomb : pack(Buffer.from('grüße')));
    },
    { limits: { text: 100_000 } },
  );
  const fields = { status: 200, type: 'text/plain' };
  expect(await fetch(at('/page'))).toEqual({
    ...fields,
    url: at('/page'),
    text: 'grüße',
    bytes: 7,
    truncated: false,
  });
  expect(await fetch(at('/bomb'))).toEqual({
    ...fields,
    url: at('/bomb'),
    text: 'a'.repeat(100_000),
    bytes: 100_000,
    truncated: true,
  });
});

it('takes no more of a page that unpacks to 16 GiB than of any other', async () => {
  // Members of a gzip file follow one another (RFC 1952, 2.2): 256 times 64 MiB.
  const member = gzipSync(Buffer.alloc(64 << 20, 0x61));
  const bomb = Buffer.concat(Array.from({ length: 256 }, () => member));
  const { fetch, at } = await world(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(bomb);
    },
    { limits: { bytes: 1 << 30, text: 1_000_000 } },
  );
  const { bytes, truncated } = await fetch(at('/'));
  expect({ bytes, truncated }).toEqual({ bytes: 1_000_000, truncated: true });
});

it.each([
  ['stacked encodings', { 'content-encoding': 'gzip, gzip' }, 'page_encoding'],
  ['a damaged encoding', { 'content-encoding': 'gzip' }, 'page_encoding'],
  ['an image', { 'content-type': 'image/png' }, 'page_not_text'],
  ['an unknown type', { 'content-type': 'application/octet-stream' }, 'page_not_text'],
])('refuses %s', async (_name, headers, code) => {
  const { code: codeAt, at } = await world((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end('not packed');
  });
  expect(await codeAt(at('/'))).toBe(code);
});

it('follows a redirect within the host on the address it already has', async () => {
  const { fetch, at, resolved } = await world((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' }).end();
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('new');
  });
  expect((await fetch(at('/old'))).url).toBe(at('/new'));
  expect(resolved).toEqual([HOST]);
});

it.each([
  ['another host', 'https://evil.gatehouse-pages.org/x?secret=1'],
  ['plain http', `http://${HOST}/`],
  ['another port', `https://${HOST}:444/`],
  ['this machine', 'https://127.0.0.1/'],
  ['a cloud metadata service', 'http://169.254.169.254/latest/meta-data/'],
  ['a file', 'file:///etc/passwd'],
])('hands a redirect to %s back instead of following it', async (_name, location) => {
  const { fetch, at, resolved } = await world((_request, response) => {
    response.writeHead(302, { location }).end();
  });
  expect(await fetch(at('/'))).toEqual({
    status: 302,
    url: at('/'),
    type: '',
    text: `Moved to ${location}`,
    bytes: 0,
    truncated: false,
  });
  expect(resolved).toEqual([HOST]);
});

it('ends a circle of redirects', async () => {
  const { code, at } = await world((_request, response) => {
    response.writeHead(302, { location: '/' }).end();
  });
  expect(await code(at('/'))).toBe('too_many_redirects');
});

it.each([
  '127.0.0.1',
  '127.1.2.3',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  'fe80::1',
  'fd00::1',
  '2002:7f00:1::',
])('a public name that answers with %s is not dialled', async (address) => {
  let asked = 0;
  const server = await startTlsServer([HOST], (_request, response) => {
    asked++;
    response.end();
  });
  open.push(() => server.close());
  const clearances = createClearances();
  const contacts: unknown[] = [];
  const effects = createWeb({
    spend: clearances.spend,
    onContact: (host, address) => contacts.push({ host, address }),
    resolve: () => Promise.resolve([{ address, family: address.includes(':') ? 6 : 4 }]),
  });
  const clearance = clearances.issue('web.fetch', {
    intent: { url: `https://${HOST}:${server.port}/`, host: HOST, reasons: [] },
    facts: {},
    binding: '',
    requestId: '',
  });
  const run = effects['web.fetch'](clearance, new AbortController().signal);
  await run.next();
  await expect(run.next()).rejects.toMatchObject({ code: 'address_refused' });
  expect({ contacts, asked, bytes: server.received().length }).toEqual({
    contacts: [],
    asked: 0,
    bytes: 0,
  });
});

it('a name that changes its address between judgement and dial is dialled where it was judged', async () => {
  const answers = ['127.0.0.1', '10.0.0.1'];
  const { fetch, at } = await world(
    (request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('same');
    },
    { resolve: () => Promise.resolve([{ address: answers.shift() ?? '', family: 4 }]) },
  );
  expect((await fetch(at('/old'))).text).toBe('same');
  expect(answers).toEqual(['10.0.0.1']);
});

it('sends no cookie, no referrer and no key, and takes no cookie', async () => {
  const seen: string[][] = [];
  const { fetch, at } = await world((request, response) => {
    seen.push(Object.keys(request.headers).sort());
    if (request.url === '/old') {
      response.writeHead(302, { location: '/new', 'set-cookie': 'a=b' }).end();
    } else response.writeHead(200, { 'content-type': 'text/plain' }).end('x');
  });
  await fetch(at('/old'));
  const sent = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
  expect(seen).toEqual([sent, sent]);
});

it('stops when told to', async () => {
  const stop = new AbortController();
  const { fetch, at } = await world(() => stop.abort());
  await expect(fetch(at('/'), stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
});

it('a clearance reaches one page, once', async () => {
  const clearances = createClearances();
  const effects = createWeb({ spend: clearances.spend, onContact: () => undefined });
  const forged = Object.freeze({}) as Parameters<(typeof effects)['web.fetch']>[0];
  const run = effects['web.fetch'](forged, new AbortController().signal);
  await expect(run.next()).rejects.toMatchObject({ code: 'clearance_unknown' });
});
