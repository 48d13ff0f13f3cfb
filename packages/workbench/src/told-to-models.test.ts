import { assemble } from '@gatehouse/assistant';
import { openModel } from '@gatehouse/models';
import { startScriptedServer } from '@gatehouse/models/testing';
import { expect, test } from 'vitest';

// The real bytes that leave for a model elsewhere.
test.each([
  ['openai', 'chat'],
  ['compatible', 'chat'],
  ['anthropic', 'anthropic'],
] as const)('%s is sent no secret that a tool read', async (id, format) => {
  // Made at run time: a fixture that looks like a key is one to every scanner.
  const token = ['ghp', 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga'].join('_');
  const read = {
    role: 'tool',
    call: '1',
    name: 'file_read',
    ok: true,
    trust: 'untrusted',
  } as const;
  const ask = assemble({
    domain: 'notes',
    protocol: null,
    history: [
      { role: 'person', text: 'What is in it?' },
      {
        role: 'assistant',
        text: '',
        calls: [{ id: '1', name: 'file_read', input: { path: 'a.env' } }],
        citations: [],
        model: 'm',
        partial: false,
        confidentiality: 'domain',
        untrusted: true,
      },
      { ...read, text: JSON.stringify({ text: `TOKEN=${token}\n` }), confidentiality: 'domain' },
    ],
    passages: [],
    tools: [],
    maxOutput: 10,
    budget: 1000,
    local: false,
  });
  const server = await startScriptedServer(format, { kind: 'say', say: { text: ['Tea.'] } });
  try {
    const model = await openModel(id, { model: 'scripted', address: server.address }, fetch);
    const running = model.stream(ask, new AbortController().signal);
    for (let step = await running.next(); step.done !== true;) step = await running.next();
    const sent = JSON.stringify(server.requests);
    expect([sent.includes(token.slice(4, 12)), sent.includes('[secret:github-token#1]')]).toEqual([
      false,
      true,
    ]);
  } finally {
    await server.close();
  }
});
