import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicLines, chatLines, ollamaLines } from './wire-formats.ts';
import type { Said } from './wire-formats.ts';

export type { Said } from './wire-formats.ts';

/** How the server speaks; `chat` is OpenAI's Chat Completions, which DeepSeek and others speak too. */
export type WireFormat = 'chat' | 'anthropic' | 'ollama';

/**
 * One scripted answer. It is written down beforehand: no model is behind this server.
 * `say`: a whole answer in the provider's format; `cut`: the same, the connection broken after so
 * many lines; `stop`: the same, ended politely after so many lines; `raw`: these bytes as the stream;
 * `slow`: the answer one byte at a time; `status`: an error answer; `silent`: nothing, ever; `stall`:
 * the first lines, then nothing.
 */
export type Script =
  | { readonly kind: 'say'; readonly say: Said }
  | { readonly kind: 'slow'; readonly say: Said }
  | { readonly kind: 'cut' | 'stop' | 'stall'; readonly say: Said; readonly lines: number }
  | { readonly kind: 'raw'; readonly raw: string }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'silent' };

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface ScriptedServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly port: number;
  readonly requests: readonly Received[];
  /** Resolves when the client has closed a connection whose answer was not finished. */
  readonly abandoned: Promise<void>;
  /** Adds to what is answered next, in order. Asked beyond the script, it answers 500. */
  script(...more: readonly Script[]): void;
  close(): Promise<void>;
}

/** The same as a request listener, for a server of another kind (TLS). */
export interface ScriptedListener extends Pick<
  ScriptedServer,
  'requests' | 'abandoned' | 'script'
> {
  readonly listener: RequestListener;
}

const linesOf: Readonly<Record<WireFormat, (said: Said) => readonly string[]>> = {
  chat: chatLines,
  anthropic: anthropicLines,
  ollama: ollamaLines,
};

export function scriptedListener(format: WireFormat): ScriptedListener {
  const scripts: Script[] = [];
  const requests: Received[] = [];
  const { promise: abandoned, resolve } = Promise.withResolvers<void>();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    response.once('close', () => {
      if (!response.writableFinished) resolve();
    });
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const text = Buffer.concat(pieces).toString('utf8');
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: { ...request.headers },
        body: text === '' ? null : (JSON.parse(text) as unknown),
      });
      void perform(scripts.shift(), response, format);
    });
  };
  return { listener, requests, abandoned, script: (...more) => void scripts.push(...more) };
}

/** A real HTTP server on this machine that answers by script. */
export async function startScriptedServer(
  format: WireFormat,
  ...first: readonly Script[]
): Promise<ScriptedServer> {
  const { listener, ...scripted } = scriptedListener(format);
  scripted.script(...first);
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...scripted,
    port,
    address: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function perform(
  script: Script | undefined,
  response: ServerResponse,
  format: WireFormat,
): Promise<void> {
  if (script === undefined) {
    response.writeHead(500).end('asked beyond the script');
    return;
  }
  if (script.kind === 'silent') return;
  if (script.kind === 'status') {
    response.writeHead(script.status, { 'content-type': 'application/json', ...script.headers });
    response.end(typeof script.body === 'string' ? script.body : JSON.stringify(script.body));
    return;
  }
  const type = format === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
  response.writeHead(200, { 'content-type': type });
  if (script.kind === 'raw') {
    response.end(script.raw);
    return;
  }
  const all = linesOf[format](script.say);
  const lines = 'lines' in script ? all.slice(0, script.lines) : all;
  const bytes = Buffer.from(lines.join(''), 'utf8');
  // Byte by byte also cuts every multi-byte character in its middle.
  const pieces = script.kind === 'slow' ? [...bytes].map((byte) => Buffer.of(byte)) : [bytes];
  for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve));
  if (script.kind === 'cut') response.destroy();
  else if (script.kind !== 'stall') response.end();
}
