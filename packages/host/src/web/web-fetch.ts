import type { Effects, Spend } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import { judgeUrl } from '@gatehouse/kernel/url';
import { exchange } from './exchange.ts';
import type { Answer, Limits, OnContact } from './exchange.ts';
import { pageText } from './page-text.ts';
import { resolveWithin, systemResolve } from './reach.ts';
import type { Address, Resolve } from './reach.ts';

export interface WebDeps {
  readonly spend: Spend;
  readonly onContact: OnContact;
  readonly limits?: Partial<WebLimits>;
  readonly resolve?: Resolve;
  /** What a test needs to reach a server of its own, and no program may give. */
  readonly testOnlyLoopback?: { readonly authorities: string };
}

export interface WebLimits extends Limits {
  /** Bytes of text taken, after decompression. */
  readonly text: number;
  readonly redirects: number;
}

const usual: WebLimits = {
  firstByte: 30_000,
  idle: 30_000,
  bytes: 16 << 20,
  text: 2 << 20,
  redirects: 5,
};

/**
 * One page as text. The name is resolved once and every hop dials what was found; private addresses
 * are refused. A redirect within the same host is followed, judged again; to anywhere else it is not:
 * its address is the result, for the gate to be asked. Throws as `exchange`, `resolveWithin` and
 * `pageText`, `too_many_redirects`, and the judge's code for a redirect it refuses.
 */
export function createWeb(deps: WebDeps): Pick<Effects, 'web.fetch'> {
  const limits = { ...usual, ...deps.limits };
  const resolve = deps.resolve ?? systemResolve;
  const testing = deps.testOnlyLoopback;

  function get(url: URL, addresses: () => Promise<readonly Address[]>, signal: AbortSignal) {
    return exchange(
      {
        target: { url, pins: [], authorities: testing?.authorities ?? null },
        addresses,
        method: 'GET',
        headers: {
          accept: 'text/html,text/plain,text/markdown,application/json;q=0.9,*/*;q=0.1',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'gatehouse',
        },
        body: null,
        key: null,
        limits,
        onContact: deps.onContact,
      },
      signal,
    );
  }

  return {
    async *'web.fetch'(clearance, signal) {
      const { intent } = deps.spend(clearance, 'web.fetch');
      let url = judged(intent.url);
      let found: Promise<readonly Address[]> | undefined;
      const reach = testing === undefined ? 'public' : 'private';
      const addresses = () => (found ??= resolveWithin(url.hostname, reach, resolve));
      for (let hops = 0; ; hops++) {
        yield { progress: { done: hops, total: null, label: url.host } };
        const answer = await get(url, addresses, signal);
        try {
          const next = redirectOf(answer, url);
          if (next === null) return await read(answer, url, limits.text);
          if (next.origin !== url.origin) return movedTo(next, answer.status, url);
          if (hops === limits.redirects) {
            throw new GatehouseError('too_many_redirects', `${url.host} redirects without end.`);
          }
          url = judged(next.href);
        } finally {
          answer.close();
        }
      }
    },
  };
}

/** Judged again by itself: what a server says is no more trusted than what a model says. */
function judged(text: string): URL {
  const { url, reasons } = judgeUrl(text, { hosts: [], loopbackHttp: false });
  if (url !== null) return new URL(url.href);
  throw new GatehouseError(reasons[0]?.code ?? 'url_malformed', 'That address is not fetched.');
}

function redirectOf(answer: Answer, url: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const location = answer.headers.get('location');
  return location === undefined ? null : URL.parse(location, url.href);
}

/** The address elsewhere is text of the page's: untrusted, and asked about if it is fetched. */
const movedTo = (next: URL, status: number, url: URL) => ({
  status,
  url: url.href,
  type: '',
  text: `Moved to ${next.href}`,
  bytes: 0,
  truncated: false,
});

async function read(answer: Answer, url: URL, most: number) {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const page = await pageText(answer, type, most);
  return { status: answer.status, url: url.href, type, ...page };
}
