import { isStrewn } from './randomness.ts';
import type { Span } from './span.ts';

/**
 * Keys told by their shape rather than by a prefix. Every pattern either begins where a run of its
 * own characters begins or has bounded repetition, so that it is linear in the text; a text without
 * the `needed` one is not searched for it.
 */
const shapes: readonly (readonly [label: string, needed: string, pattern: RegExp])[] = [
  // RFC 7519: three base64url parts, the first a JSON object; five where encrypted (RFC 7516).
  [
    'jwt',
    'ey',
    /(?<![A-Za-z0-9_-])ey[IJ][A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,3}/gu,
  ],
  [
    'jwt',
    'ey',
    /(?<=[=:%\\][A-Za-z0-9]{0,2})eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}(?:\.[A-Za-z0-9_-]{0,2000})?/gu,
  ],
  [
    'discord-token',
    '.',
    /(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/gu,
  ],
  ['telegram-token', 'A', /(?<!\d)\d{6,16}(?::|%3A)AA[A-Za-z0-9_-]{30,}/gu],
  [
    'azure-secret',
    'Q~',
    /(?:(?<![A-Za-z0-9_~.-])|(?<=\\[nrt]))[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{30,}/gu,
  ],
  [
    'azure-key',
    'JQQJ99',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}/gu,
  ],
  [
    'azure-devops-token',
    'AZDO',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/gu,
  ],
  [
    'azure-storage-key',
    'A',
    /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}(?:\+ASt|AzSe|AzFu|AIoT|ACDb|AEhG|ACRr|AzCa)[A-Za-z0-9+/]{5,6}={0,2}/gu,
  ],
  [
    'mailchimp-key',
    '-us',
    /(?:(?<![A-Fa-f0-9])|(?<=\\[nrt]))[a-f0-9]{32}-us\d{1,2}(?![A-Za-z0-9])/gu,
  ],
  [
    'terraform-token',
    '.atlasv1.',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}/gu,
  ],
  ['airtable-token', 'pat', /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))pat[A-Za-z0-9]{14}\.[a-f0-9]{40,}/gu],
  [
    'salesforce-token',
    '00D',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{60,}/gu,
  ],
  ['facebook-token', '', /(?<!\d)\d{13,17}(?:\||%7C)[A-Za-z0-9_-]{24,}/gu],
  [
    'slack-webhook',
    'hooks.slack.com',
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9/+_-]{20,}/gu,
  ],
  [
    'discord-webhook',
    '/webhooks/',
    /discord(?:app)?\.com\/api(?:\/v\d+)?\/webhooks\/\d{5,}\/[A-Za-z0-9_-]{20,}/gu,
  ],
  [
    'teams-webhook',
    'office',
    /(?:webhook\.office\.com\/webhookb2|outlook\.office(?:365)?\.com\/webhook)\/[A-Za-z0-9@/_-]{40,}/gu,
  ],
  [
    'google-chat-webhook',
    'chat.googleapis.com',
    /chat\.googleapis\.com\/v1\/spaces\/[A-Za-z0-9_-]{5,}\/messages\?key=[^\s"'<>]{20,}/gu,
  ],
  ['telegram-token', 'api.telegram.org', /api\.telegram\.org\/bot[A-Za-z0-9:_-]{20,}/gu],
  [
    'zapier-webhook',
    'hooks.zapier.com',
    /hooks\.zapier\.com\/hooks\/catch\/\d{3,}\/[A-Za-z0-9]{5,}/gu,
  ],
  [
    'heroku-key',
    '-',
    /(?<=heroku[a-z_ -]{0,20}[=:]\s{0,2}["']?)[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}/giu,
  ],
  [
    'onepassword-secret-key',
    'A3-',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))A3-[A-Z0-9]{6}-(?:[A-Z0-9]{5,6}-){4}[A-Z0-9]{5}/gu,
  ],
  // The second half of a pair, in a line of a table or a file of credentials.
  [
    'aws-secret-key',
    'A',
    /(?<=(?:AKIA|ASIA)[A-Z2-7]{16}["']?[,;:|\t ]{1,3}["']?)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/gu,
  ],
  [
    'asana-token',
    ':',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[012](?:\/|%2F)(?:\d{10,19}(?:\/|%2F))?\d{10,19}(?::|%3A)[a-f0-9]{32}/gu,
  ],
  [
    'mailgun-key',
    '-',
    /(?:(?<![A-Za-z0-9-])|(?<=\\[nrt]))[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}(?![A-Za-z0-9-])/gu,
  ],
  [
    'firebase-server-key',
    'APA91b',
    /(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))[A-Za-z0-9_-]{7,11}(?::|%3A)APA91b[A-Za-z0-9_-]{80,}/gu,
  ],
  [
    'bitwarden-token',
    '0.',
    /(?:(?<![A-Za-z0-9.])|(?<=\\[nrt]))0\.[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}\.[A-Za-z0-9]{20,}(?:(?::|%3A)[A-Za-z0-9+/=%]{16,})?/gu,
  ],
  [
    'braintree-token',
    'access_token',
    /access_token(?:\$|%24)(?:production|sandbox)(?:\$|%24)[a-z0-9]{10,}(?:\$|%24)[a-f0-9]{20,}/gu,
  ],
  [
    'twitter-bearer',
    'AAAAAAAAAAAAAAAAAAAA',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))A{18,}[A-Za-z0-9%]{40,}/gu,
  ],
  [
    'rapidapi-key',
    'jsn',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[a-z0-9]{6,14}msh[a-z0-9]{10,20}p1[a-z0-9]{4,8}jsn[a-z0-9]{10,16}/gu,
  ],
  [
    'ghost-key',
    ':',
    /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[a-f0-9]{24,26}(?::|%3A)[a-f0-9]{64}(?![A-Za-z0-9])/gu,
  ],
  ['newrelic-key', 'NRAL', /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Za-z0-9]{36}NRAL(?![A-Za-z0-9])/gu],
  ['maxmind-key', '_mmk', /(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk/gu],
  [
    'password-hash',
    '$',
    /\$(?:2[abxy]|5|6|7|y|gy|1|apr1|P|argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d+)?)\$[A-Za-z0-9./$=,+]{20,}/gu,
  ],
  ['password-hash', '{', /\{(?:SSHA|SHA|SMD5|CRYPT|SSHA256|SSHA512)\}[A-Za-z0-9+/=$.]{20,}/gu],
];

/** `vendor_kind_…`, `vendor-…`: a word or some, then what no word is. Told by its shape alone. */
const vendorKey =
  /(?:(?<![A-Za-z0-9_.\\-])|(?<=\\[nrt]))(?!(?:sha\d{1,3}|md5|h1)[_-])[a-z][a-z0-9]{1,15}(?:[_-][a-z0-9]{1,12}){0,3}[_-]([A-Za-z0-9]{24,})(?![A-Za-z0-9])/gu;

function findVendorKeys(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(vendorKey)) {
    const end = match.index + match[0].length;
    if (!isStrewn((match[1] ?? '').slice(0, 256))) continue;
    spans.push({ start: match.index, end, label: 'random-value', weight: 1 });
  }
  return spans;
}

export function findShapes(text: string): Span[] {
  const spans = findVendorKeys(text);
  for (const [label, needed, pattern] of shapes) {
    if (!text.includes(needed)) continue;
    for (const match of text.matchAll(pattern)) {
      spans.push({ start: match.index, end: match.index + match[0].length, label, weight: 3 });
    }
  }
  return spans;
}
