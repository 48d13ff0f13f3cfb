import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { runSecrets } from './testing/run-secrets.ts';
import { startKeyring } from './testing/with-keyring.ts';
import type { Keyring, KeyringState } from './testing/with-keyring.ts';

const open: Keyring[] = [];
afterEach(async () => {
  for (const keyring of open.splice(0)) await keyring.stop();
});

async function keyringIn(state: KeyringState): Promise<Keyring> {
  const keyring = await startKeyring(state);
  open.push(keyring);
  return keyring;
}

const canary = ['sk', 'canary', 'of', 'a', 'test'].join('-');
const passphrase = ['correct', 'horse', 'battery'].join(' ');
const homeOf = (keyring: Keyring) => join(keyring.home, 'gatehouse');

/** Every file of a folder, and the bytes of all of them together. */
function disk(folder: string): { names: readonly string[]; bytes: Buffer } {
  const names = readdirSync(folder).sort();
  return { names, bytes: Buffer.concat(names.map((name) => readFileSync(join(folder, name)))) };
}

it('keeps keys in the keychain from run to run, and nothing of them on the disk', async () => {
  const keyring = await keyringIn('unlocked');
  const home = homeOf(keyring);
  const first = await runSecrets(keyring, { home }, [
    { do: 'set', name: 'openai', value: canary },
    { do: 'set', name: 'anthropic', value: `${canary}-2` },
    { do: 'derive', name: 'data.db' },
  ]);
  const second = await runSecrets(keyring, { home }, [
    { do: 'names' },
    { do: 'read', name: 'openai' },
    { do: 'derive', name: 'data.db' },
    { do: 'derive', name: 'ledger.db' },
    { do: 'delete', name: 'openai' },
    { do: 'delete', name: 'openai' },
    { do: 'read', name: 'openai' },
    { do: 'names' },
  ]);
  const kept = { kept: 'keychain', runOnly: null, asked: [] };
  const [derived, other] = [second.lines[3], second.lines[4]];
  expect(first).toEqual({ lines: [kept, 'set', 'set', derived], code: 0, errors: '' });
  expect(second).toEqual({
    lines: [
      kept,
      [
        { name: 'anthropic', locked: false },
        { name: 'openai', locked: false },
      ],
      canary,
      derived,
      other,
      true,
      false,
      null,
      [{ name: 'anthropic', locked: false }],
    ],
    code: 0,
    errors: '',
  });
  expect(derived).not.toBe(other);
  expect(disk(home).names).toEqual(['keys.json', 'keys.lock']);
  expect(disk(home).bytes.includes(canary)).toBe(false);
});

it.each([
  ['no-bus', 'no_bus'],
  ['no-daemon', 'no_bus'],
  ['no-collection', 'no_collection'],
  ['locked', 'locked'],
  ['frozen', 'timeout'],
] as const)(
  'with %s and nobody there, keys live for the run and no disk sees them',
  async (state, why) => {
    const keyring = await keyringIn(state);
    const home = homeOf(keyring);
    const commands = [
      { do: 'set', name: 'openai', value: canary },
      { do: 'read', name: 'openai' },
      { do: 'derive', name: 'data.db' },
    ];
    const first = await runSecrets(keyring, { home }, commands);
    const second = await runSecrets(keyring, { home }, [{ do: 'names' }, commands[2] ?? {}]);
    expect(first).toEqual({
      lines: [{ kept: 'run', runOnly: why, asked: [] }, 'set', canary, first.lines[3]],
      code: 0,
      errors: '',
    });
    expect(second.lines[1]).toEqual([]);
    expect(second.lines[2]).not.toBe(first.lines[3]);
    expect(disk(home).bytes.length).toBe(0);
  },
);

it('a prompt nobody answers holds neither the program nor its end, and its exit code stays', async () => {
  const keyring = await keyringIn('prompting');
  const found = await runSecrets(keyring, { home: homeOf(keyring), patience: 500 }, [
    { do: 'set', name: 'openai', value: canary },
    { do: 'end' },
  ]);
  expect(found).toEqual({
    lines: [{ kept: 'run', runOnly: 'timeout', asked: [] }, 'set'],
    code: 7,
    errors: '',
  });
});

it('never makes a second root key beside the one that a locked keychain holds', async () => {
  const keyring = await keyringIn('unlocked');
  const home = homeOf(keyring);
  const before = await runSecrets(keyring, { home }, [{ do: 'derive', name: 'data.db' }]);
  await keyring.restart('locked');
  const locked = await runSecrets(keyring, { home, answers: [passphrase] });
  await keyring.restart('unlocked');
  const after = await runSecrets(keyring, { home }, [{ do: 'derive', name: 'data.db' }]);
  expect(locked.lines).toEqual([{ kept: 'run', runOnly: 'locked', asked: [] }]);
  expect(after.lines).toEqual(before.lines);
  expect(disk(home).names).toEqual(['keys.json', 'keys.lock']);
});

it('a keychain that lost the root key stops the program instead of starting anew', async () => {
  const keyring = await keyringIn('unlocked');
  const home = homeOf(keyring);
  await runSecrets(keyring, { home });
  rmSync(join(keyring.home, 'data'), { recursive: true });
  await keyring.restart('unlocked');
  const found = await runSecrets(keyring, { home });
  expect(found.lines).toEqual([{ code: 'root_key_lost', asked: [] }]);
});

it('a person without a keychain may choose a vault, and it opens with its passphrase only', async () => {
  const keyring = await keyringIn('no-bus');
  const home = homeOf(keyring);
  const asked = { kind: 'no_keychain', problem: 'no_bus' };
  const made = await runSecrets(keyring, { home, answers: ['too short', passphrase] }, [
    { do: 'set', name: 'openai', value: canary },
    { do: 'derive', name: 'data.db' },
  ]);
  expect(made.lines).toEqual([
    {
      kept: 'passphrase',
      runOnly: null,
      asked: [
        { ...asked, again: false },
        { ...asked, again: true },
      ],
    },
    'set',
    made.lines[2],
  ]);
  const answers = [`${passphrase}!`, passphrase];
  const opened = await runSecrets(keyring, { home, answers }, [
    { do: 'read', name: 'openai' },
    { do: 'names' },
    { do: 'derive', name: 'data.db' },
  ]);
  expect(opened.lines).toEqual([
    {
      kept: 'passphrase',
      runOnly: null,
      asked: [
        { kind: 'unlock', attempt: 1 },
        { kind: 'unlock', attempt: 2 },
      ],
    },
    canary,
    [{ name: 'openai', locked: false }],
    made.lines[2],
  ]);
  const guessed = await runSecrets(keyring, { home, answers: ['wrong wrong wrong', 'x', 'y'] });
  const nobody = await runSecrets(keyring, { home });
  expect([guessed.lines[0], nobody.lines]).toEqual([
    {
      code: 'passphrase_wrong',
      asked: [1, 2, 3].map((attempt) => ({ kind: 'unlock', attempt })),
    },
    [{ kept: 'run', runOnly: 'vault_locked', asked: [] }],
  ]);
  const { names, bytes } = disk(home);
  expect(names).toEqual(['keys.json', 'keys.lock', 'keys.vault']);
  expect([bytes.includes(canary), bytes.includes(passphrase)]).toEqual([false, false]);
});

it('a person may also keep nothing, and then nothing is made', async () => {
  const keyring = await keyringIn('no-bus');
  const home = homeOf(keyring);
  const found = await runSecrets(keyring, { home, answers: [null] });
  expect(found.lines).toEqual([
    {
      kept: 'run',
      runOnly: 'no_bus',
      asked: [{ kind: 'no_keychain', problem: 'no_bus', again: false }],
    },
  ]);
  expect(disk(home).names).toEqual([]);
});

it('processes that start together agree on one root key, and lose none of their keys', async () => {
  const keyring = await keyringIn('unlocked');
  const home = homeOf(keyring);
  const names = ['one', 'two', 'three', 'four'];
  const runs = await Promise.all(
    names.map((name) =>
      runSecrets(keyring, { home }, [
        { do: 'set', name, value: name },
        { do: 'derive', name: 'data.db' },
      ]),
    ),
  );
  expect(new Set(runs.map(({ lines }) => lines[2])).size).toBe(1);
  const after = await runSecrets(keyring, { home }, [{ do: 'names' }]);
  expect(after.lines[1]).toEqual([...names].sort().map((name) => ({ name, locked: false })));
});

it('processes that share a vault lose none of their keys', async () => {
  const keyring = await keyringIn('no-bus');
  const home = homeOf(keyring);
  await runSecrets(keyring, { home, answers: [passphrase] });
  const names = ['one', 'two', 'three'];
  await Promise.all(
    names.map((name) =>
      runSecrets(keyring, { home, answers: [passphrase] }, [{ do: 'set', name, value: name }]),
    ),
  );
  const after = await runSecrets(keyring, { home, answers: [passphrase] }, [{ do: 'names' }]);
  expect(after.lines[1]).toEqual([...names].sort().map((name) => ({ name, locked: false })));
});
