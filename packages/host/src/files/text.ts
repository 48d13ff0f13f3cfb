import { GatehouseError } from '@gatehouse/kernel/error';

export interface CleanText {
  readonly text: string;
  /** A byte-order mark (U+FEFF) was left out. */
  readonly bom: boolean;
  /** NUL characters were left out. */
  readonly nul: boolean;
}

const MARK = '\uFEFF';

/**
 * The text of a file as people and models get it: without NUL and U+FEFF, wherever they stand
 * (personal-os, "Input Sanitization"); nothing is trimmed. Throws `path_not_text` for bytes that are
 * not UTF-8.
 */
export function cleanText(bytes: Uint8Array): CleanText {
  const text = exactText(bytes);
  if (text === null) throw new GatehouseError('path_not_text', 'This file is not UTF-8 text.');
  const nul = text.includes('\0');
  const bom = text.includes(MARK);
  if (!nul && !bom) return { text, bom, nul };
  return { text: text.replaceAll('\0', '').replaceAll(MARK, ''), bom, nul };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Every character of the bytes, or null where they are not UTF-8. */
export function exactText(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null; // what `fatal` throws, and nothing else here can
    throw error;
  }
}

/**
 * The bytes that a text becomes in place of `old` (null for a new file). Who wrote the text read the
 * old file through `cleanText`, so what that left out is not theirs to drop: a leading byte-order
 * mark is kept, and a file with NUL or inner marks is refused (`path_not_text`), because where they
 * stood is no longer known. Throws `text_malformed` for a text that holds NUL or is not well-formed.
 */
export function bytesToWrite(text: string, old: Uint8Array | null): Buffer {
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new GatehouseError('text_malformed', 'The text holds a NUL or half a character.');
  }
  if (old === null) return Buffer.from(text);
  const before = exactText(old);
  if (before === null) {
    throw new GatehouseError('path_not_text', 'The file there is not UTF-8 text.');
  }
  if (before.includes('\0') || before.includes(MARK, 1)) {
    throw new GatehouseError(
      'path_not_text',
      'The file there holds invisible characters that rewriting would lose.',
    );
  }
  const keepsMark = before.startsWith(MARK) && !text.startsWith(MARK);
  return Buffer.from(keepsMark ? MARK + text : text);
}
