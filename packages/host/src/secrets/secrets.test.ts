import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClearances } from '@gatehouse/kernel';
import type { Intent, Name } from '@gatehouse/kernel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSecretEffects } from './effects.ts';
import { createLeases, LEASE_MILLISECONDS } from './leases.ts';
import { createSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';

const place = { folder: '', home: '' };
const open: Secrets[] = [];
const bus = process.env['DBUS_SESSION_BUS_ADDRESS'];
beforeEach(() => {
  place.folder = mkdtempSync(join(tmpdir(), 'folder-'));
  place.home = mkdtempSync(join(tmpdir(), 'home-'));
  // These tests are about what lies above the keychain, and must not reach the one of whoever runs them.
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent';
});
afterEach(() => {
  for (const secrets of open.splice(0)) secrets.close();
  for (const path of [place.folder, place.home]) rmSync(path, { recursive: true });
  if (bus === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
  else process.env['DBUS_SESSION_BUS_ADDRESS'] = bus;
  vi.useRealTimers();
});

const canary = () => Buffer.from(['sk', 'canary', 'one'].join('-'));
const isZero = (buffer: Buffer) => buffer.every((byte) => byte === 0);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

async function secretsHere(): Promise<Secrets> {
  const secrets = await createSecrets({
    home: place.home,
    service: 'gatehouse-test',
    choose: null,
    env: {
      folder: place.folder,
      variables: {
        openai: { variable: 'OPENAI_API_KEY', fromFolder: true },
        'ollama-address': { variable: 'OLLAMA_BASE_URL', fromFolder: false },
      },
    },
  });
  open.push(secrets);
  return secrets;
}

it('zeroes what it is given, and gives a copy of its own every time', async () => {
  const secrets = await secretsHere();
  const given = canary();
  await secrets.set('openai', given);
  const one = await secrets.read('openai');
  one?.fill(0);
  expect([isZero(given), (await secrets.read('openai'))?.equals(canary())]).toEqual([true, true]);
});

it.each([
  ['nothing', ''],
  ['a second line', 'sk-a\r\nx-evil: 1'],
  ['a space', 'sk a'],
  ['a NUL', 'sk\0a'],
  ['letters outside ASCII', 'sk-ä'],
  ['far too much', 'x'.repeat(2049)],
])('refuses a key with %s, zeroed', async (_name, text) => {
  const secrets = await secretsHere();
  const given = Buffer.from(text);
  expect(await codeOf(secrets.set('openai', given))).toBe('secret_malformed');
  expect([isZero(given), await secrets.names()]).toEqual([true, []]);
});

it.each([
  ['root', null],
  ['index', null],
  ['Openai', 'secret_name'],
  ['../x', 'secret_name'],
  ['', 'secret_name'],
  ['key:openai', 'secret_name'],
])('the name %j reaches no item that is not a key', async (name, found) => {
  const secrets = await secretsHere();
  expect(await codeOf(secrets.read(name))).toBe(found);
});

it('a key of a .env file is used, shown as locked, and not deleted', async () => {
  writeFileSync(join(place.folder, '.env'), `OPENAI_API_KEY=${canary().toString()}\n`, {
    mode: 0o600,
  });
  const secrets = await secretsHere();
  expect({
    names: await secrets.names(),
    read: (await secrets.read('openai'))?.toString(),
    deleted: await codeOf(secrets.delete('openai')),
  }).toEqual({
    names: [{ name: 'openai', locked: true }],
    read: canary().toString(),
    deleted: 'secret_locked',
  });
});

it('a key that was set counts before a .env file that came with a folder', async () => {
  writeFileSync(join(place.folder, '.env'), 'OPENAI_API_KEY=of-somebody-else\n', { mode: 0o600 });
  const secrets = await secretsHere();
  await secrets.set('openai', canary());
  expect([await secrets.names(), (await secrets.read('openai'))?.toString()]).toEqual([
    [{ name: 'openai', locked: false }],
    canary().toString(),
  ]);
});

it('a folder cannot say where notes are sent; only the home can', async () => {
  const line = 'OLLAMA_BASE_URL=https://evil.example.org\n';
  writeFileSync(join(place.folder, '.env'), line, { mode: 0o600 });
  const secrets = await secretsHere();
  expect([await secrets.read('ollama-address'), await secrets.names()]).toEqual([null, []]);
  writeFileSync(join(place.home, '.env'), line, { mode: 0o600 });
  expect(await secrets.names()).toEqual([{ name: 'ollama-address', locked: true }]);
});

it('keys of one run are one, for each purpose another, and end with it', async () => {
  const secrets = await secretsHere();
  const { keys } = secrets;
  expect({
    kept: keys.kept,
    same: keys.derive('data.db').equals(keys.derive('data.db')),
    other: keys.derive('data.db').equals(keys.derive('ledger.db')),
    bytes: keys.derive('data.db').length,
  }).toEqual({ kept: 'run', same: true, other: false, bytes: 32 });
  secrets.close();
  expect(() => keys.derive('data.db')).toThrow(expect.objectContaining({ code: 'keys_closed' }));
});

it('a lease is handed over once', () => {
  const leases = createLeases();
  const id = leases.put(canary());
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(leases.take(id).equals(canary())).toBe(true);
  for (const wrong of [id, '', '0'.repeat(32)]) {
    expect(() => leases.take(wrong)).toThrow(expect.objectContaining({ code: 'lease_unknown' }));
  }
});

it('a lease nobody takes is zeroed after 30 s, and all of them at the end', () => {
  vi.useFakeTimers();
  const leases = createLeases();
  const [first, second] = [canary(), canary()];
  const id = leases.put(first);
  vi.advanceTimersByTime(LEASE_MILLISECONDS - 1);
  expect(isZero(first)).toBe(false);
  vi.advanceTimersByTime(1);
  leases.put(second);
  leases.close();
  expect([isZero(first), isZero(second)]).toEqual([true, true]);
  expect(() => leases.take(id)).toThrow(expect.objectContaining({ code: 'lease_unknown' }));
});

type SecretName = Extract<Name, 'secret.set' | 'secret.use' | 'secret.delete'>;

function gateOver(secrets: Secrets) {
  const { issue, spend } = createClearances();
  const effects = createSecretEffects({ spend, secrets });
  const signal = new AbortController().signal;
  async function perform<N extends SecretName>(name: N, intent: Intent<N>): Promise<unknown> {
    const operand = { intent, facts: {}, binding: '', requestId: '' } as Parameters<
      typeof issue<N>
    >[1];
    const effect = effects[name] as (c: unknown, s: AbortSignal) => AsyncGenerator<never, unknown>;
    const step = await effect(issue(name, operand), signal).next();
    return step.value;
  }
  return { perform };
}

it('keys pass the gate as leases, never as operands', async () => {
  const secrets = await secretsHere();
  const { perform } = gateOver(secrets);
  const lease = secrets.leases.put(canary());
  expect(await perform('secret.set', { name: 'openai', lease })).toEqual({ done: true });
  const used = (await perform('secret.use', { name: 'openai', host: 'api.openai.com' })) as {
    lease: string;
  };
  const taken = secrets.leases.take(used.lease);
  expect(taken.equals(canary())).toBe(true);
  expect(await perform('secret.delete', { name: 'openai' })).toEqual({ done: true });
  expect([
    await codeOf(perform('secret.use', { name: 'openai', host: 'api.openai.com' })),
    await codeOf(perform('secret.delete', { name: 'openai' })),
    await codeOf(perform('secret.set', { name: 'openai', lease })),
  ]).toEqual(['secret_missing', 'secret_missing', 'lease_unknown']);
});
