import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Answer } from './exchange.ts';
import { htmlText } from './html-text.ts';

export interface PageText {
  readonly text: string;
  /** Bytes after decompression, as far as they were taken. */
  readonly bytes: number;
  readonly truncated: boolean;
}

/**
 * The body as text, at most `most` bytes after decompression: a bomb is cut where an honest page of
 * that size is. HTML loses its markup. Throws `page_not_text`, `page_encoding`, and as the body.
 */
export async function pageText(answer: Answer, type: string, most: number): Promise<PageText> {
  if (type !== '' && !/^text\/|[/+](?:json|xml|yaml|javascript|x-ndjson|rtf)$/u.test(type)) {
    throw new GatehouseError('page_not_text', `That is ${safeType(type)}, not text.`);
  }
  const { pieces, bytes, truncated } = await decoded(answer, most);
  const label = /charset\s*=\s*"?([\w:.-]{1,40})/iu.exec(answer.headers.get('content-type') ?? '');
  const plain = decoderFor(label?.[1] ?? 'utf-8').decode(Buffer.concat(pieces));
  const text = /[/+]x?html/u.test(type) ? htmlText(plain) : plain;
  return { text: text.replaceAll('\0', '\ufffd'), bytes, truncated };
}

async function decoded(answer: Answer, most: number) {
  const source = Readable.from(answer.body, { objectMode: false });
  const stream = decompressed(source, answer.headers.get('content-encoding') ?? 'identity');
  const pieces: Buffer[] = [];
  let bytes = 0;
  let truncated = false;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const taken = piece.subarray(0, most - bytes);
      pieces.push(taken);
      bytes += taken.length;
      truncated = taken.length < piece.length;
      if (truncated) break;
    }
  } catch (error) {
    if (error instanceof GatehouseError) throw error;
    throw new GatehouseError('page_encoding', 'The page cannot be unpacked.', error);
  } finally {
    source.destroy();
  }
  return { pieces, bytes, truncated };
}

function decompressed(source: Readable, encoding: string): Readable {
  const make = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (encoding === 'identity') return source;
  // One encoding at a time: stacked ones have no use but to multiply.
  if (make === undefined) {
    throw new GatehouseError('page_encoding', 'The page is packed in a way that is not taken.');
  }
  const unpack = make();
  source.once('error', (error) => unpack.destroy(error));
  return source.pipe(unpack);
}

const decompressors: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    // A charset nobody knows: UTF-8 with replacement marks shows what is readable.
    return new TextDecoder('utf-8');
  }
}

const safeType = (type: string) => (/^[\w.+/-]{1,100}$/u.test(type) ? type : 'something else');
