import { describe, expect, test } from 'vitest';
import { configSchema, parsePolicy } from './policy.ts';

const untouched = {
  mode: 'standard',
  homeIsWorkspace: false,
  askEveryChain: false,
  unsandboxed: false,
  localOnly: false,
  webHosts: [],
  deny: [],
  rules: [],
  maxFileBytes: 16 * 1024 * 1024,
  commandSeconds: 120,
  commandMemoryBytes: 2 * 1024 ** 3,
  commandProcesses: 256,
  commandOutputBytes: 1024 ** 2,
};

test('what the person did not set is the strict default, and nobody can change it later', () => {
  const policy = parsePolicy({});
  expect(policy).toEqual(untouched);
  expect(Object.isFrozen(policy)).toBe(true);
});

test('what the person set counts', () => {
  const set = { mode: 'yolo', webHosts: ['a.example'], commandSeconds: 3600 };
  expect(parsePolicy(set)).toEqual({ ...untouched, ...set });
});

describe('a malformed policy stops the program and names what is wrong', () => {
  test.each([
    [null, 'at (top): Invalid input: expected object, received null'],
    [{ moed: 'yolo' }, 'at (top): Unrecognized key: "moed"'],
    [
      { mode: 'safe', commandSeconds: 3601 },
      'at mode: Invalid option: expected one of "read-only"|"standard"|"yolo"; at commandSeconds: Too big: expected number to be <=3600',
    ],
    [
      { webHosts: ['a.example', 'https://b.example'] },
      'at webHosts.1: Invalid string: must match pattern /^[a-z0-9.-]{1,253}$/',
    ],
    [{ unsandboxed: true }, 'at unsandboxed: Invalid input'],
  ])('%j', (value, problem) => {
    expect(() => parsePolicy(value)).toThrow(
      expect.objectContaining({
        code: 'policy_malformed',
        message: `The policy is malformed ${problem}`,
        cause: expect.any(Error) as unknown,
      }),
    );
  });
});

test('a configuration sets none of them by itself, and holds no rules', () => {
  expect(configSchema.safeParse({})).toEqual({ success: true, data: {} });
  expect(configSchema.safeParse({ rules: [] }).success).toBe(false);
});
