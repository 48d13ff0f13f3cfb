import type { ModelRequest } from '@gatehouse/assistant/model';
import { expect, it } from 'vitest';
import { openModel } from './open-model.ts';
import { startScriptedServer } from './testing/scripted-server.ts';
import type { WireFormat } from './testing/scripted-server.ts';

const schema = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };

/** A turn in which the model asked for two files, and one could not be read. */
const request: ModelRequest = {
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'What do the notes say?' },
    {
      role: 'assistant',
      text: 'Let me look.',
      calls: [
        { id: 'call-1', name: 'file_read', input: { path: 'a.md' } },
        { id: 'call-2', name: 'file_read', input: { path: 'b.md' } },
      ],
    },
    { role: 'tool', call: 'call-1', name: 'file_read', text: 'Tea at four.', failed: false },
    { role: 'tool', call: 'call-2', name: 'file_read', text: 'path_outside', failed: true },
  ],
  tools: [{ name: 'file_read', description: 'Reads a file.', schema }],
  maxOutput: 500,
};

const tool = {
  type: 'function',
  function: { name: 'file_read', description: 'Reads a file.', parameters: schema },
};
const chatCall = (id: string, path: string) => ({
  id,
  type: 'function',
  function: { name: 'file_read', arguments: JSON.stringify({ path }) },
});
const chatMessages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'What do the notes say?' },
  {
    role: 'assistant',
    content: 'Let me look.',
    tool_calls: [chatCall('call-1', 'a.md'), chatCall('call-2', 'b.md')],
  },
  { role: 'tool', tool_call_id: 'call-1', content: 'Tea at four.' },
  { role: 'tool', tool_call_id: 'call-2', content: 'path_outside' },
];
const chatBody = {
  model: 'scripted',
  max_tokens: 500,
  messages: chatMessages,
  tools: [tool],
  stream: true,
  stream_options: { include_usage: true },
};

const bodies: readonly (readonly [id: string, format: WireFormat, body: unknown])[] = [
  [
    'openai',
    'chat',
    {
      ...chatBody,
      store: false,
      // The client marks a failure its own way where the wire has no field for it.
      messages: [
        ...chatMessages.slice(0, -1),
        { role: 'tool', tool_call_id: 'call-2', content: '{"error":"path_outside"}' },
      ],
    },
  ],
  ['compatible', 'chat', chatBody],
  ['deepseek', 'chat', { ...chatBody, thinking: { type: 'disabled' } }],
  [
    'anthropic',
    'anthropic',
    {
      model: 'scripted',
      max_tokens: 500,
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'What do the notes say?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Let me look.' },
            { type: 'tool_use', id: 'call-1', name: 'file_read', input: { path: 'a.md' } },
            { type: 'tool_use', id: 'call-2', name: 'file_read', input: { path: 'b.md' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call-1', content: 'Tea at four.' },
            {
              type: 'tool_result',
              tool_use_id: 'call-2',
              content: 'path_outside',
              is_error: true,
            },
          ],
        },
      ],
      tools: [{ name: 'file_read', description: 'Reads a file.', input_schema: schema }],
      stream: true,
    },
  ],
  [
    'ollama',
    'ollama',
    {
      model: 'scripted',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What do the notes say?' },
        {
          role: 'assistant',
          content: 'Let me look.',
          tool_calls: [
            { function: { name: 'file_read', arguments: { path: 'a.md' } } },
            { function: { name: 'file_read', arguments: { path: 'b.md' } } },
          ],
        },
        { role: 'tool', tool_name: 'file_read', content: 'Tea at four.' },
        { role: 'tool', tool_name: 'file_read', content: 'path_outside' },
      ],
      stream: true,
      tools: [tool],
      options: { num_predict: 500, num_ctx: 4096 },
    },
  ],
];

it.each(bodies)('what %s is sent', async (id, format, body) => {
  const server = await startScriptedServer(format, { kind: 'say', say: { text: ['Tea.'] } });
  try {
    const wanted = { model: 'scripted', address: server.address };
    const model = await openModel(id, wanted, fetch);
    const running = model.stream(request, new AbortController().signal);
    for (let step = await running.next(); step.done !== true;) step = await running.next();
    expect(server.requests.map((one) => one.body)).toEqual([body]);
  } finally {
    await server.close();
  }
});

it.each(bodies)('%s takes neither key nor address from the environment', async (id, format) => {
  const server = await startScriptedServer(format, { kind: 'say', say: { text: ['Tea.'] } });
  const canary = ['key', 'of', 'the', 'environment'].join('-');
  const names = ['OPENAI', 'ANTHROPIC', 'DEEPSEEK'].flatMap((name) => [
    `${name}_API_KEY`,
    `${name}_AUTH_TOKEN`,
    `${name}_BASE_URL`,
  ]);
  for (const name of names) {
    process.env[name] = name.endsWith('URL') ? 'http://127.0.0.1:9/evil' : canary;
  }
  try {
    const wanted = { model: 'scripted', address: server.address };
    const model = await openModel(id, wanted, fetch);
    const running = model.stream(request, new AbortController().signal);
    for (let step = await running.next(); step.done !== true;) step = await running.next();
    expect(server.requests.length).toBe(1);
    expect(JSON.stringify(server.requests)).not.toContain(canary);
  } finally {
    for (const name of names) delete process.env[name];
    await server.close();
  }
});

it('Ollama is asked for a context as large as the request, and never for too large a one', async () => {
  const server = await startScriptedServer(
    'ollama',
    { kind: 'say', say: { text: ['x'] } },
    { kind: 'say', say: { text: ['x'] } },
  );
  const asked = (length: number): ModelRequest => ({
    system: '',
    messages: [{ role: 'user', text: 'x'.repeat(length) }],
    tools: [],
    maxOutput: 500,
  });
  try {
    const wanted = { model: 'scripted', address: server.address };
    const model = await openModel('ollama', wanted, fetch);
    const codes: unknown[] = [];
    for (const length of [30_000, 150_000, 250_000]) {
      const running = model.stream(asked(length), new AbortController().signal);
      const end = async () => {
        for (let step = await running.next(); step.done !== true;) step = await running.next();
        return 'answered';
      };
      codes.push(await end().catch((error: unknown) => (error as { code?: unknown }).code));
    }
    const contexts = server.requests.map(
      ({ body }) => (body as { options: { num_ctx: number } }).options.num_ctx,
    );
    expect({ codes, contexts }).toEqual({
      codes: ['answered', 'answered', 'context_too_long'],
      contexts: [12_288, 32_768],
    });
  } finally {
    await server.close();
  }
});
