import type { ModelEvent, ModelRequest, ModelResult } from '@gatehouse/assistant/model';
import { afterEach, describe, expect, it } from 'vitest';
import { ModelError } from './model-error.ts';
import { openModel } from './open-model.ts';
import { startScriptedServer } from './testing/scripted-server.ts';
import type { Said, Script, ScriptedServer, WireFormat } from './testing/scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Each provider, and the wire it speaks. */
const speakers: readonly (readonly [id: string, format: WireFormat, path: string])[] = [
  ['openai', 'chat', '/chat/completions'],
  ['deepseek', 'chat', '/chat/completions'],
  ['compatible', 'chat', '/chat/completions'],
  ['anthropic', 'anthropic', '/messages'],
  ['ollama', 'ollama', '/api/chat'],
];

const request: ModelRequest = {
  system: 'Be brief.',
  messages: [{ role: 'user', text: 'Grüß Gott?' }],
  tools: [
    {
      name: 'file_read',
      description: 'Reads a file.',
      schema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
    },
  ],
  maxOutput: 500,
};

interface Heard {
  readonly events: readonly ModelEvent[];
  readonly result: ModelResult | null;
  readonly error: { readonly code: unknown; readonly retryAfter: unknown } | null;
}

const errorOf = (error: unknown) =>
  error instanceof ModelError
    ? { code: error.code, retryAfter: error.retryAfter }
    : { code: error, retryAfter: 'not a ModelError' };

async function start(format: WireFormat, ...scripts: readonly Script[]): Promise<ScriptedServer> {
  const server = await startScriptedServer(format, ...scripts);
  open.push(server);
  return server;
}

const modelAt = (id: string, server: ScriptedServer) =>
  openModel(id, { model: 'scripted', address: server.address }, fetch);

async function hear(
  id: string,
  server: ScriptedServer,
  asked: ModelRequest = request,
  signal = new AbortController().signal,
): Promise<Heard> {
  const model = await modelAt(id, server);
  const events: ModelEvent[] = [];
  const running = model.stream(asked, signal);
  try {
    for (;;) {
      const step = await running.next();
      if (step.done === true) return { events, result: step.value, error: null };
      events.push(step.value);
    }
  } catch (error) {
    return { events, result: null, error: errorOf(error) };
  }
}

const texts = (...pieces: readonly string[]) => pieces.map((text) => ({ kind: 'text', text }));

describe.each(speakers)('%s', (id, format, path) => {
  const say: Said = { text: ['Grüß ', 'Gott ', '🏡.'], usage: { input: 12, output: 5 } };
  const whole = {
    text: 'Grüß Gott 🏡.',
    calls: [],
    usage: { input: 12, output: 5 },
    finish: 'stop',
    provider: id,
    model: 'scripted',
  };

  it('streams text and counts tokens', async () => {
    const server = await start(format, { kind: 'say', say });
    expect(await hear(id, server)).toEqual({
      events: texts('Grüß ', 'Gott ', '🏡.'),
      result: whole,
      error: null,
    });
    expect(server.requests.map(({ method, path: asked }) => ({ method, path: asked }))).toEqual([
      { method: 'POST', path },
    ]);
  });

  it('puts slow bytes together', async () => {
    const server = await start(format, { kind: 'slow', say });
    expect(await hear(id, server)).toEqual({
      events: texts('Grüß ', 'Gott ', '🏡.'),
      result: whole,
      error: null,
    });
  });

  it('gives calls whole, whatever pieces they came in', async () => {
    const calls = [
      { id: 'call-1', name: 'file_read', input: ['{"pa', 'th":"no', 'tes/ü.md"}'] },
      { id: 'call-2', name: 'file_list', input: [] },
    ];
    const server = await start(format, { kind: 'say', say: { text: ['Let me look.'], calls } });
    const found = [
      { id: 'call-1', name: 'file_read', input: { path: 'notes/ü.md' } },
      { id: 'call-2', name: 'file_list', input: {} },
    ];
    expect(await hear(id, server)).toEqual({
      events: [...texts('Let me look.'), ...found.map((call) => ({ kind: 'call', ...call }))],
      result: {
        ...whole,
        text: 'Let me look.',
        usage: { input: 0, output: 0 },
        calls: found,
        finish: 'calls',
      },
      error: null,
    });
  });

  it('says when the answer was cut at the limit', async () => {
    const server = await start(format, {
      kind: 'say',
      say: { text: ['One, two'], finish: 'length' },
    });
    expect((await hear(id, server)).result?.finish).toBe('length');
  });

  it.each(['cut', 'stop'] as const)(
    'a stream that is %s keeps what came and says so',
    async (kind) => {
      const lines = format === 'anthropic' ? 5 : format === 'chat' ? 3 : 2;
      const server = await start(format, { kind, say, lines });
      expect(await hear(id, server)).toEqual({
        events: texts('Grüß ', 'Gott '),
        result: null,
        error: { code: 'broken_stream', retryAfter: null },
      });
    },
  );

  it('a line that is no JSON is malformed', async () => {
    const raw = format === 'ollama' ? '{"message":{"con\n' : 'data: {"choices":[{"del\n\n';
    const server = await start(format, { kind: 'raw', raw });
    expect((await hear(id, server)).error?.code).toBe('malformed_response');
  });

  it('an empty answer is no answer', async () => {
    const server = await start(format, { kind: 'raw', raw: '' });
    expect((await hear(id, server)).error?.code).toBe('broken_stream');
  });

  it.each([
    ['a wrong key', 401, {}, 'unauthorized', null],
    ['no right', 403, {}, 'unauthorized', null],
    ['no such model', 404, {}, 'unreachable', null],
    ['a rate limit', 429, { 'retry-after': '7' }, 'rate_limited', 7],
    ['a rate limit without a time', 429, {}, 'rate_limited', null],
    ['a request too large', 413, {}, 'context_too_long', null],
    ['a fault', 500, {}, 'overloaded', null],
    ['overload', 503, {}, 'overloaded', null],
  ] as const)('%s', async (_name, status, headers, code, retryAfter) => {
    const body = { error: { type: 'some_error', message: 'words of the provider' } };
    const server = await start(format, { kind: 'status', status, body, headers });
    expect(await hear(id, server)).toEqual({
      events: [],
      result: null,
      error: { code, retryAfter },
    });
  });

  it('an error page that is no JSON is told by its status', async () => {
    const server = await start(format, { kind: 'status', status: 502, body: '<html>bad gateway' });
    expect((await hear(id, server)).error?.code).toBe('overloaded');
  });

  it('stops in the middle, and lets the connection go', async () => {
    const lines = format === 'anthropic' ? 4 : format === 'chat' ? 2 : 1;
    const server = await start(format, { kind: 'stall', say, lines });
    const stop = new AbortController();
    const model = await modelAt(id, server);
    const running = model.stream(request, stop.signal);
    expect((await running.next()).value).toEqual({ kind: 'text', text: 'Grüß ' });
    const next = running.next().then(() => null, errorOf);
    stop.abort();
    expect(await next).toEqual({ code: 'cancelled', retryAfter: null });
    await server.abandoned;
  });

  it('lets the connection go when nobody reads on', async () => {
    const lines = format === 'anthropic' ? 4 : format === 'chat' ? 2 : 1;
    const server = await start(format, { kind: 'stall', say, lines });
    const running = (await modelAt(id, server)).stream(request, new AbortController().signal);
    await running.next();
    await running.return(undefined as never);
    await server.abandoned;
  });

  it('asks nothing when it was stopped before', async () => {
    const server = await start(format, { kind: 'say', say });
    const heard = await hear(id, server, request, AbortSignal.abort());
    expect({ error: heard.error, requests: server.requests }).toEqual({
      error: { code: 'cancelled', retryAfter: null },
      requests: [],
    });
  });

  it('a server that is not there is unreachable', async () => {
    const server = await start(format);
    await server.close();
    open.length = 0;
    expect((await hear(id, server)).error?.code).toBe('unreachable');
  });
});

describe.each([
  [
    'openai',
    'chat',
    400,
    { error: { code: 'context_length_exceeded', message: 'x' } },
    'context_too_long',
  ],
  ['openai', 'chat', 429, { error: { type: 'insufficient_quota', message: 'x' } }, 'rate_limited'],
  ['openai', 'chat', 400, { error: { code: 'content_policy_violation', message: 'x' } }, 'refused'],
  ['openai', 'chat', 400, { error: { message: 'Unknown parameter' } }, 'malformed_response'],
  ['deepseek', 'chat', 402, { error: { message: 'Insufficient Balance' } }, 'unauthorized'],
  ['deepseek', 'chat', 400, { error: { message: 'Content Exists Risk' } }, 'refused'],
  [
    'deepseek',
    'chat',
    400,
    { error: { message: "This model's maximum context length is 65536 tokens." } },
    'context_too_long',
  ],
  [
    'anthropic',
    'anthropic',
    400,
    {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens' },
    },
    'context_too_long',
  ],
  [
    'anthropic',
    'anthropic',
    529,
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    'overloaded',
  ],
  ['ollama', 'ollama', 404, { error: "model 'scripted' not found" }, 'unreachable'],
] as const)('%s by %s: %i', (id, format, status, body, code) => {
  it(`${JSON.stringify(body)} is ${code}`, async () => {
    const server = await start(format, { kind: 'status', status, body });
    expect((await hear(id, server)).error?.code).toBe(code);
  });
});

it.each(['openai', 'deepseek', 'compatible', 'anthropic'])('a refusal of %s is one', async (id) => {
  const format = id === 'anthropic' ? 'anthropic' : 'chat';
  const server = await start(format, { kind: 'say', say: { text: ['I'], finish: 'refused' } });
  expect(await hear(id, server)).toEqual({
    events: texts('I'),
    result: null,
    error: { code: 'refused', retryAfter: null },
  });
});

it.each([
  [
    'openai',
    'chat',
    'data: {"error":{"type":"server_error","code":null,"message":"x"}}\n\n',
    'overloaded',
  ],
  [
    'compatible',
    'chat',
    'data: {"error":{"type":"rate_limit_exceeded","code":"rate_limit_exceeded","message":"x"}}\n\n',
    'rate_limited',
  ],
  [
    'anthropic',
    'anthropic',
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
    'overloaded',
  ],
  ['ollama', 'ollama', '{"error":"llama runner process has terminated"}\n', 'overloaded'],
] as const)('an error inside the stream of %s', async (id, format, raw, code) => {
  const server = await start(format, { kind: 'raw', raw });
  expect((await hear(id, server)).error?.code).toBe(code);
});

it('no error carries the conversation, the answer or a key', async () => {
  const canary = ['canary', 'of', 'the', 'conversation'].join('-');
  for (const [id, format] of speakers) {
    const body = { error: { type: 'some_error', message: `Incorrect key: ${canary}` } };
    const server = await start(format, { kind: 'status', status: 401, body });
    const model = await modelAt(id, server);
    const asked = { ...request, messages: [{ role: 'user' as const, text: canary }] };
    const error: unknown = await model
      .stream(asked, new AbortController().signal)
      .next()
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    const seen: string[] = [];
    for (let one = error; one instanceof Error; one = one.cause) {
      seen.push(one.message, one.stack ?? '', JSON.stringify(one, Object.getOwnPropertyNames(one)));
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.join('\n')).not.toContain(canary);
  }
});
