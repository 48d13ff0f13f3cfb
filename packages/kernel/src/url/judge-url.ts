import type { Reason } from '../reasons.ts';
import { findHidden } from '../scope/characters.ts';
import { isAddress, isLoopbackAddress, isPrivateAddress } from './address.ts';
import { judgeHostName } from './homograph.ts';

export interface AllowedHosts {
  /** Lower-case host names or addresses without brackets; `host:port` for an unusual port. */
  readonly hosts: readonly string[];
  /** True where plain http to this machine is meant, as for a local model. */
  readonly loopbackHttp: boolean;
}

export interface JudgedUrl {
  /** In the one spelling the network stack uses; the fragment, which is never sent, kept. */
  readonly href: string;
  /** Lower case, ASCII, without brackets, port or final dot. */
  readonly host: string;
  readonly port: number;
  readonly scheme: 'https' | 'http';
}

const longest = 8192;

/** Names of this machine, this network (RFC 6761, 6762, 8375, ICANN's `internal`) or a cluster. */
const privateEndings: readonly string[] = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
  'test',
  'alt',
  'consul',
  'svc',
];

/** Public names that answer with whatever address they are asked to. */
const wildcardEndings: readonly string[] = [
  'nip.io',
  'sslip.io',
  'xip.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'traefik.me',
  'localho.st',
  '1u.ms',
  'rbndr.us',
  'fuf.me',
  'ulh.us',
  'lndo.site',
  'ddev.site',
  'docksal.site',
  'local.gd',
  'localhost.direct',
];

function endsIn(host: string, endings: readonly string[]): boolean {
  return endings.some((ending) => host === ending || host.endsWith(`.${ending}`));
}

function isPrivateName(host: string): boolean {
  return !host.includes('.') || endsIn(host, privateEndings) || endsIn(host, wildcardEndings);
}

function isLoopback(host: string): boolean {
  return isLoopbackAddress(host) || host === 'localhost' || host.endsWith('.localhost');
}

function authorityOf(text: string): string {
  return /^[a-z][\da-z+.-]*:\/\/([^/?#]*)/iu.exec(text)?.[1] ?? '';
}

function refuse(code: 'url_malformed' | 'url_scheme' | 'url_userinfo'): {
  readonly reasons: Reason[];
  readonly url: null;
} {
  return { reasons: [{ code }], url: null };
}

/**
 * Judges an address by itself, without asking the network anything: https only (http to this
 * machine where allowed), no user information, no private, loopback or metadata address in any
 * spelling (the URL standard folds them all into one), unusual ports and look-alike names ask.
 * `url` is null where any reason denies. What a name resolves to is checked with `isPrivateAddress`
 * by the effect that dials.
 */
export function judgeUrl(
  text: string,
  allowed: AllowedHosts,
): { readonly reasons: Reason[]; readonly url: JudgedUrl | null } {
  // The URL parser drops tabs and line ends and reads `\` as `/`: nothing of that is meant.
  if (text.length > longest || /[\s\\]/u.test(text) || findHidden(text) !== null) {
    return refuse('url_malformed');
  }
  if (!/^https?:\/\/[^/?#]/iu.test(text)) {
    return refuse(
      /^https?:/iu.test(text) || !/^[a-z][\da-z+.-]*:/iu.test(text)
        ? 'url_malformed'
        : 'url_scheme',
    );
  }
  const parsed = URL.parse(text);
  if (parsed === null) return refuse('url_malformed');
  const authority = authorityOf(text);
  if (parsed.username !== '' || parsed.password !== '' || authority.includes('@')) {
    return refuse('url_userinfo');
  }
  const host = parsed.hostname
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '')
    .toLowerCase();
  if (host === '' || `.${host}.`.includes('..')) return refuse('url_malformed');

  const scheme = parsed.protocol === 'https:' ? 'https' : 'http';
  const local = allowed.loopbackHttp && isLoopback(host);
  if (scheme === 'http' && !local) return refuse('url_scheme');
  if (!local && (isAddress(host) ? isPrivateAddress(host) : isPrivateName(host))) {
    return { reasons: [{ code: 'url_private_address', host }], url: null };
  }

  const usual = scheme === 'https' ? 443 : 80;
  const port = parsed.port === '' ? usual : Number(parsed.port);
  const reasons = judgeGranted(host, port, local || port === usual, allowed);
  const name = judgeHostName(host);
  const respelled = /[^\0-\x7f]|%/u.test(authority) && !host.includes('xn--');
  if (name.doubtful || respelled) reasons.push({ code: 'url_homograph', host, shown: name.shown });
  return { reasons, url: { href: parsed.href, host, port, scheme } };
}

function judgeGranted(host: string, port: number, usual: boolean, allowed: AllowedHosts): Reason[] {
  const named = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  if (allowed.hosts.includes(named)) return [{ code: 'host_granted', host }];
  const reasons: Reason[] = [
    { code: allowed.hosts.includes(host) ? 'host_granted' : 'host_asks', host },
  ];
  if (!usual) reasons.push({ code: 'url_port', host, port });
  return reasons;
}
