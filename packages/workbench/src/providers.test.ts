import type { Gate } from '@gatehouse/kernel';
import type { Secrets } from '@gatehouse/host/secrets';
import { expect, test } from 'vitest';
import { configuredProviders, createModelSource } from './providers.ts';

const secrets = { read: async () => null, names: async () => [] } as unknown as Secrets;
const at = (address: string) =>
  configuredProviders({ 'provider.compatible': { model: 'm', address } }, secrets);

test('a model that moved after it was judged is not called', async () => {
  const near = await at('http://127.0.0.1:1/v1');
  const far = await at('https://elsewhere.example/v1');
  const source = (now: typeof near) =>
    createModelSource({
      gate: () => ({}) as Gate,
      secrets,
      configured: async () => now,
      onContact: () => undefined,
    })('compatible', 'm', '127.0.0.1:1');
  await expect(source(far)).rejects.toMatchObject({ code: 'provider_moved' });
  await expect(source(near)).resolves.toMatchObject({ provider: 'compatible' });
});

test('no setting takes a provider, and its key, from its own address', async () => {
  const all = await configuredProviders(
    { 'provider.openai': { model: 'm', address: 'https://elsewhere.example/v1' } },
    secrets,
  );
  expect(all.find(({ id }) => id === 'openai')?.place).toMatchObject({
    host: 'api.openai.com',
    reach: 'public',
  });
});
