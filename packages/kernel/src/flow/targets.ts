import { momentsIn } from './moments.ts';

/** Endings of file names that are no top-level domain: such a name is no address. */
const files = new Set(
  (
    '7z bak bib bmp bz2 cfg conf css csv dll dmg doc docx eml env epub exe flac gif gz heic htm ' +
    'html ics ini ipynb iso jar jpeg jpg js json jsx lock log m4a mkv mp3 mp4 odp ods odt pdf ' +
    'png ppt pptx rar rtf sql svg tar tex tmp toml ts tsx txt wav webp xls xlsx xml xz yaml yml'
  ).split(' '),
);

/** Endings that are both: `plan.md` among a person's words is a file, whoever owns the domain. */
const either = new Set('md mov pl ps py rs sh so tf zip'.split(' '));

const named = /^(?:[\p{L}\p{N}_-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62}\.?(?::\d+)?(?:[/?#]|$)/u;
const numbered =
  /^(?:(?:0x[\da-f]{1,8}|\d{1,10})(?:\.(?:0x[\da-f]{1,8}|\d{1,10})){3}|\[(?=[^\]]*:[^\]]*:)[\da-f:.%]+\])(?::\d+)?(?:[/?#]|$)/iu;
/** Browsers take one slash, none, or the other kind. */
const loose = /^(?:https?|wss?|ftp):[\\/]*[^\s\\/]/iu;
const schemed = /^[a-z][a-z\d+.-]*:\/\//iu;
const opaque =
  /^(?:mailto|tel|sms|data|javascript|vbscript|file|magnet|bitcoin|ethereum|about|blob):\S/iu;
const email = /^[^@\s:/]+@[^@\s]+\.[^@\s.]{2,}$/u;

/** An address the network would understand: with a scheme, `//host`, `www.`, a name or a number. */
export function isAddress(text: string): boolean {
  if (schemed.test(text) || loose.test(text) || opaque.test(text)) return true;
  if (/^[\\/]{2,}\w/u.test(text) || numbered.test(text)) return true;
  const behindUser = /^[^\s@/?#]+@([^\s@]+[/?#].*)$/u.exec(text)?.[1];
  if (behindUser !== undefined) return isAddress(behindUser);
  if (!named.test(text)) return false;
  const ending = /^[^/?#:]*\.([^./?#:]+)\.?$/u.exec(text)?.[1];
  return ending === undefined || !files.has(ending.toLowerCase());
}

export const isEmail = (text: string): boolean => email.test(text);

const path = /^(?:~[\w.-]*\/|\.{0,2}\/[^/\s]+\/|\.{1,2}\/|[a-z]:[\\/])\S/iu;
const pathWithEnding = /^[^\s/]+(?:\/[^\s/]+)*\/[^\s/]+\.\p{L}\w{0,7}$/u;
/** Account numbers, wallets, keys: long, and letters among digits or digits alone. */
const account = /^(?=[^\d]*\d)(?:[a-z\d]{16,}|[A-Z]{2}\d{2}[A-Z\d]{10,}|\d{8,})$/iu;
const grouped =
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![\p{L}\p{N}])/gu;
const phone = /(?<![\p{L}\p{N}.,])\+?\d[\d\s().-]{6,40}\d(?![\p{L}\p{N}])/gu;

const digits = (text: string) => text.replace(/\D/gu, '').length;

/**
 * Every place that prose leads its reader to: addresses, mail addresses, paths, telephone and account
 * numbers. Letters that only look different are read as what a browser makes of them.
 */
export function targetsIn(prose: string): readonly string[] {
  const plain = seen(prose);
  const found = new Set<string>();
  const isTarget = (text: string) =>
    isAddress(text) ||
    isEmail(text) ||
    path.test(text) ||
    pathWithEnding.test(text) ||
    account.test(text);
  for (const word of plain.split(/[\s<>"'`|“”‘’«»—–]+/u)) {
    const token = bare(word);
    if (isTarget(token)) found.add(token);
    // `[here](evil.example)`, `a.example,b.example`, `href=evil.example`, `Mail:eve@evil.example`
    else {
      for (const part of token.split(/[()[\]{},;:=*_]+/u).map(bare)) {
        if (isTarget(part)) found.add(part);
      }
    }
  }
  for (const [text] of plain.matchAll(grouped)) if (digits(text) > 3) found.add(text);
  for (const [text] of momentsIn(plain.replace(grouped, ' '), null).rest.matchAll(phone)) {
    if (digits(text) >= 8) found.add(text);
  }
  return [...found];
}

/** Letters that only look different, and what cannot be seen. */
const seen = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('。', '.');

/** A value as what opens it may read it: without blanks and marks around it, or line ends in it. */
export const unmasked = (value: string): string =>
  between(seen(value).replace(/\p{Cc}/gu, ''), /[\s<>"'(]/u, /[\s<>"')]/u);

/** Character by character: a pattern anchored at the end is looked for at every place. */
function between(text: string, before: RegExp, after: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.test(text[start] ?? '')) start += 1;
  while (end > start && after.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

/** A word without the punctuation around it. */
const bare = (word: string): string => between(word, /[([{*_,;:!?#-]/u, /[)\]}.,;:!?*_…-]/u);

/** Addresses as a person writes them, in one spelling: no scheme where none was written. */
export interface Address {
  /** `https:`, or null where none was written. */
  readonly scheme: string | null;
  /** Host without `www.`, port, path without a last `/`, query. */
  readonly rest: string;
}

export function addressOf(text: string): Address | null {
  if (!isAddress(text) || opaque.test(text) || /\s/u.test(text)) return null;
  const scheme = schemed.test(text);
  if (!scheme && loose.test(text)) return null;
  const url = URL.parse(scheme ? text : `https://${text.replace(/^\/\//u, '')}`);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const host = url.hostname.replace(/^www\./u, '').replace(/\.$/u, '');
  const place = `${url.pathname.replace(/\/$/u, '')}${url.search}${url.hash}`;
  return { scheme: scheme ? url.protocol : null, rest: `${host}:${url.port}${place}` };
}

const mayBeFile = (text: string): boolean => {
  const ending = /^(?!www\.)[^/?#:]*\.([^./?#:]+)\.?$/iu.exec(text)?.[1];
  return ending !== undefined && either.has(ending.toLowerCase());
};

/** Every address of a text, as people put them among words; a name that may be a file's is none. */
export function addressesIn(text: string): readonly Address[] {
  return text.split(/[\s<>"'`|“”‘’«»]+/u).flatMap((word) => {
    const labelled = word.replace(/^\p{L}+[:=](?!\/\/)/u, '');
    const found = [word, labelled].map(bare).find((one) => addressOf(one) !== null);
    return found === undefined || mayBeFile(found) ? [] : (addressOf(found) ?? []);
  });
}

/** Mail addresses of a text; the part after the `@` without its letters' case. */
export const emailsIn = (text: string): readonly string[] =>
  text
    .split(/[\s<>"'`|“”‘’«»()[\]{},;]+/u)
    .map((word) => bare(word.replace(/^(?:mailto:|\p{L}+[:=])/u, '')))
    .filter(isEmail)
    .map(mailbox);

export const mailbox = (text: string): string => {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
};
