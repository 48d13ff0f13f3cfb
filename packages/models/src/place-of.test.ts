import { GatehouseError } from '@gatehouse/kernel/error';
import { expect, it } from 'vitest';
import { openModel } from './open-model.ts';
import { placeOf } from './place-of.ts';
import { providers } from './providers.ts';
import type { Provider } from './providers.ts';

function provider(id: string): Provider {
  const found = providers[id];
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

it.each([
  ['openai', null, 'https://api.openai.com/v1', 'api.openai.com', false, 'public'],
  ['anthropic', null, 'https://api.anthropic.com/v1', 'api.anthropic.com', false, 'public'],
  ['deepseek', null, 'https://api.deepseek.com', 'api.deepseek.com', false, 'public'],
  ['ollama', null, 'http://127.0.0.1:11434', '127.0.0.1:11434', true, 'loopback'],
  ['ollama', 'http://localhost:1/', 'http://localhost:1', 'localhost:1', true, 'loopback'],
  ['ollama', 'http://[::1]:1', 'http://[::1]:1', '[::1]:1', true, 'loopback'],
  // An Ollama elsewhere is not this machine: private notes must not go there.
  ['ollama', 'https://gpu.lan', 'https://gpu.lan', 'gpu.lan', false, 'private'],
  ['compatible', 'https://llm.lan/v1/', 'https://llm.lan/v1', 'llm.lan', false, 'private'],
] as const)('%s at %s', (id, address, at, host, local, reach) => {
  expect(placeOf(provider(id), address)).toEqual({ address: at, host, local, reach });
});

it.each([
  ['compatible', null, 'address_missing'],
  ['compatible', 'nonsense', 'address_malformed'],
  ['compatible', 'http://llm.lan/v1', 'address_malformed'],
  ['ollama', 'http://192.168.1.5:11434', 'address_malformed'],
  ['ollama', 'http://127.0.0.1.evil.example.org', 'address_malformed'],
  ['ollama', 'http://localhost.evil.example.org', 'address_malformed'],
  ['compatible', 'https://user:word@llm.lan', 'address_malformed'],
  ['compatible', 'https://llm.lan/?key=1', 'address_malformed'],
  ['compatible', 'ftp://llm.lan', 'address_malformed'],
  ['compatible', 'file:///etc/passwd', 'address_malformed'],
])('%s at %s is refused', (id, address, code) => {
  let found: unknown;
  try {
    found = placeOf(provider(id), address);
  } catch (error) {
    found = error instanceof GatehouseError ? error.code : error;
  }
  expect(found).toBe(code);
});

it.each([
  ['nobody', 'm', 'provider_unknown'],
  ['__proto__', 'm', 'provider_unknown'],
  ['constructor', 'm', 'provider_unknown'],
  ['compatible', null, 'model_missing'],
])('opening %s is refused', async (id, model, code) => {
  const never = () => Promise.reject(new Error('dialled'));
  await expect(openModel(id, { model, address: null }, never)).rejects.toMatchObject({ code });
});

it('every row names itself, and no two share a key', () => {
  const rows = Object.entries(providers);
  expect(rows.map(([id, row]) => row.id === id)).toEqual(rows.map(() => true));
  const names = rows.flatMap(([, { secret, addressSecret }]) =>
    [secret?.name, addressSecret?.name].filter((name) => name !== undefined),
  );
  expect(new Set(names).size).toBe(names.length);
});
