import type { Span } from './span.ts';

/** Where a secret stands by its place: header lines, user information in addresses, option values. */

const headers =
  /(?<![A-Za-z0-9])(?:proxy-authorization|authorization|x-amz-security-token|x-api-key|x-auth-token|x-access-token|x-csrf-token|x-goog-api-key|x-gitlab-token|x-vault-token|x-shopify-access-token|private-token|api-key|ocp-apim-subscription-key|set-cookie2?|cookie)["'`]?\s{0,2}[:=,]\s{0,2}\\?["'`]?/giu;

const schemes =
  /(?:bearer|basic|token|apikey|api-key|negotiate|ntlm|key|bot|splunk|sso-key|genie(?:key)?|pve[a-z]+token=?)(?:\\?\s|%20){1,3}(?:["'`]\s{0,2}[+.]\s{0,2}["'`])?/iuy;
const wholeLineSchemes =
  /(?:digest|oauth|hawk|signature|aws4-hmac-sha256|sharedkey\w*|dpop|mac)\s/iuy;

const isPlaceholder = (value: string): boolean =>
  value.length < 4 ||
  /^[<$%{([]|^\[secret:|\$\{|^(?:your|token|xxx|\.\.\.|\*\*\*|string|bearer)/iu.test(value);

function findHeaders(text: string): Span[] {
  const spans: Span[] = [];
  const toEnd = /[^"'`\r\n\\]*/uy;
  const toSpace = /[^\s"'`,;<>\\]*/uy;
  const read = (pattern: RegExp, at: number): string => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? '';
  };
  let done = 0;
  for (const match of text.matchAll(headers)) {
    const start = match.index + match[0].length;
    if (start < done) continue;
    const name = match[0].toLowerCase();
    if (name.includes('cookie')) {
      const value = read(toEnd, start);
      done = start + value.length;
      if (/^[\w!#$%&*+.^|~-]{1,64}=[^;\s]{2}/u.test(value) && !/^[<${]/u.test(value)) {
        spans.push({ start, end: start + value.trimEnd().length, label: 'cookie', weight: 2 });
      }
      continue;
    }
    if (read(wholeLineSchemes, start) !== '') {
      const end = text.length - (/[\r\n]*$/u.exec(text.slice(-2))?.[0].length ?? 0);
      spans.push({ start, end, label: 'authorization', weight: 2 });
      break;
    }
    const scheme = read(schemes, start);
    const value = read(toSpace, start + scheme.length);
    done = start + scheme.length + value.length;
    const needed = scheme === '' ? 12 : 4;
    if (isPlaceholder(value) || value.length < needed || (scheme === '' && !/\d/u.test(value)))
      continue;
    spans.push({ start: start + scheme.length, end: done, label: 'authorization', weight: 2 });
  }
  return spans;
}

/** `Bearer …` and `Basic …` outside a header, in prose or code. */
function findBearers(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(
    /(?<![A-Za-z0-9])(?:bearer|basic)\s{1,3}([A-Za-z0-9_~+/.=-]{16,})/giu,
  )) {
    const value = match[1] ?? '';
    if (!/[\d=]/u.test(value) && (value.match(/[a-z][A-Z]/gu)?.length ?? 0) < 3) continue;
    const end = match.index + match[0].length;
    spans.push({ start: end - value.length, end, label: 'authorization', weight: 2 });
  }
  return spans;
}

/** `scheme://user:password@host`: all between `//` and the last `@` of the address. */
function findUserInformation(text: string): Span[] {
  const spans: Span[] = [];
  const address = /[^\s"'`<>]*/uy;
  let done = 0;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    if (start < done) continue;
    address.lastIndex = start;
    const whole = address.exec(text)?.[0] ?? '';
    done = start + whole.length;
    const sign = signOf(whole);
    if (sign < 0) continue;
    const [user = '', ...rest] = whole.slice(0, sign).split(':');
    const password = rest.join(':');
    const secret = password === '' ? user : password;
    if (password === '' && user.length < 16) continue;
    if (
      /^(?:\[secret:|<|\$\{?|\{|%[A-Z(]|\*+$|x+$|\.+$|pass(?:word)?$|pwd$|secret$)/iu.test(secret)
    )
      continue;
    spans.push({ start, end: start + sign, label: 'url-password', weight: 2 });
  }
  return spans;
}

/** Where the user information of an address ends, or -1. A password may itself hold `/` or `@`. */
function signOf(address: string): number {
  const path = address.search(/[/?#]/u);
  const authority = path < 0 ? address : address.slice(0, path);
  const colon = authority.indexOf(':');
  const own = authority.lastIndexOf('@');
  // `host:8080/name@1.0` is no user information, and neither is `host/name@1.0`.
  if (own < 0 && (colon < 0 || /^\d{0,5}$/u.test(authority.slice(colon + 1)))) return -1;
  if (colon < 0 || colon > own) return own < 0 ? address.lastIndexOf('@') : own;
  const end = address.search(/[?#,]/u);
  return (end < 0 ? address : address.slice(0, Math.max(end, own + 1))).lastIndexOf('@');
}

/**
 * Passwords by the syntax of one program: its options, files and statements. Each looks behind at
 * most 120 characters, or at the line from its start; a text without `needed` is not searched.
 */
const syntaxes: readonly (readonly [needed: string, pattern: RegExp])[] = [
  [':', /(?<=(?:^|\s)(?:-u|--user|--proxy-user|-U)[ =]["']?)[^\s"':]{1,64}:[^\s"']{3,}/gu],
  ['sshpass', /(?<=sshpass\s{1,3}-p\s?["']?)[^\s"']{3,}/gu],
  ['mysql', /(?<=mysql(?:dump|admin)?\s[^|;\n]{0,80}-p)[^\s"']{4,}/gu],
  ['redis-cli', /(?<=redis-cli\s[^|;\n]{0,80}-a\s["']?)[^\s"']{4,}/gu],
  [' login', /(?<=\slogin\s[^|;\n]{0,80}\s-p\s{1,2}["']?)[^\s"']{4,}/gu],
  [' -pass', /(?<=\s-pass(?:in|out)?\s["']?pass:)[^\s"']{3,}/gu],
  // `-u user -p password`: many clients of databases and registries.
  [' -p', /(?<=\s-u\s{1,2}[^\s]{1,64}\s{1,2}-p\s{1,2}["']?)[^\s"']{4,}/gu],
  ['zip', /(?<=\b(?:un)?zip\s[^|;\n]{0,80}-P\s{1,2}["']?)[^\s"']{4,}/gu],
  ['7z', /(?<=\b7za?\s[^|;\n]{0,80}\s-p)[^\s"']{4,}/gu],
  [
    'chpasswd',
    /(?<=\becho\s[^|;\n]{0,20}["'\s][\w.-]{1,40}:)[^\s"']{4,}(?=["']?\s{0,3}\|\s{0,3}(?:sudo\s)?chpasswd)/gu,
  ],
  ['_password ', /(?<=\b(?:change|add|set)_password\s{1,2}[\w.-]{1,64}\s{1,2}["']?)[^\s"']{4,}/gu],
  // SQL: CREATE and ALTER USER, ROLE and LOGIN.
  [
    "'",
    /(?<=\b(?:password|identified(?:\s{1,3}with\s{1,3}\w{1,40})?\s{1,3}(?:by|as))\s{1,3}\\?')[^'\s\\]{3,}(?=\\?')/giu,
  ],
  // Oracle: `thin:user/password@`, `sqlplus user/password@`.
  ['/', /(?<=(?:thin:|sqlplus\s{1,3}|\sconnect\s{1,3})["']?[\w$#]{1,40}\/)[^\s@/"']{3,}(?=@)/giu],
  // PostgreSQL's password file: host:port:database:user:password.
  ['', /^[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*-]{1,64}:[\w*-]{1,64}:([^\s:]{3,})\s*$/dgu],
  // Netscape's cookie file: seven fields parted by tabs.
  [
    '\t',
    /^\S{2,120}\t(?:TRUE|FALSE)\t\/[^\t]{0,120}\t(?:TRUE|FALSE)\t\d{1,16}\t[^\t]{1,120}\t(\S{6,})/dgu,
  ],
];

function findSyntaxes(text: string): Span[] {
  const spans: Span[] = [];
  for (const [needed, pattern] of syntaxes) {
    if (!text.includes(needed)) continue;
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
      if (isPlaceholder(text.slice(start, end).split(':').at(-1) ?? '')) continue;
      spans.push({ start, end, label: 'password', weight: 2 });
    }
  }
  return spans;
}

export function findPlaced(text: string): Span[] {
  return [
    ...findHeaders(text),
    ...findBearers(text),
    ...findUserInformation(text),
    ...findSyntaxes(text),
  ];
}
