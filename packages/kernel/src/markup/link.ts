import { findHidden } from '../scope/characters.ts';

const notePrefix = '#note/';
const longest = 4096;

/**
 * The address of a link to a note: a fragment, so that nothing outside the page can ever be asked to
 * open it. `target` is what the note says: a name, a path, `Name#Heading`.
 */
export function noteHref(target: string): string {
  return `${notePrefix}${encodeURIComponent(target.toWellFormed())}`;
}

/** What a link made by `noteHref` points at, or null where the address is another. */
export function readNoteHref(href: string): string | null {
  if (!href.startsWith(notePrefix)) return null;
  return decoded(href.slice(notePrefix.length));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not an encoding at all: there is no target in it.
    return null;
  }
}

function webHref(address: string): string | null {
  const match = /^(https?):\/\/([^/?#]+)(.*)$/iu.exec(address);
  if (match === null) return null;
  const [, scheme = '', authority = '', rest = ''] = match;
  // What stands before an `@` reads as the host and is not.
  if (authority.includes('@')) return null;
  return `${scheme.toLowerCase()}://${authority}${rest}`;
}

/** Without the spaces and line ends around it; by hand, as a pattern would look from each of them. */
function stripped(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && (text[start] === ' ' || text[start] === '\n')) start += 1;
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\n')) end -= 1;
  return text.slice(start, end);
}

/**
 * A link's address as it may stand in a page: `http:`, `https:`, `mailto:`, or a link to a note; null
 * for every other scheme, however it is spelled, and for hidden characters, white space, backslashes,
 * user information and addresses without a scheme of their own (`//host`).
 */
export function safeHref(written: string): string | null {
  const address = stripped(written);
  if (address === '' || address.length > longest || findHidden(address) !== null) return null;
  if (address.startsWith(notePrefix)) {
    const target = readNoteHref(address);
    return target === null || findHidden(target) !== null ? null : noteHref(target);
  }
  if (address.includes('\\') || address.startsWith('//')) return null;
  const scheme = /^([^/?#]*?):/u.exec(address)?.[1];
  if (scheme === undefined) {
    const target = decoded(address) ?? address;
    return findHidden(target) === null ? noteHref(target) : null;
  }
  if (/\s/u.test(address)) return null;
  switch (scheme.toLowerCase()) {
    case 'http':
    case 'https':
      return webHref(address);
    case 'mailto':
      return /^mailto:[^\s<>"'`]+$/iu.test(address)
        ? `mailto:${address.slice('mailto:'.length)}`
        : null;
    default:
      return null;
  }
}
