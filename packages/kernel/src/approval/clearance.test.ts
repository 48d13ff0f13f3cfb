import { describe, expect, test } from 'vitest';
import { createClearances } from './clearance.ts';
import type { Clearance } from './clearance.ts';
import type { Operand } from '../operations/index.ts';

const operand = {
  intent: { target: 'x' },
  facts: {},
  binding: 'b',
  requestId: 'r',
} as unknown as Operand<'file.read'>;

const spent = 'clearance_spent: This permission was already used.';
const unknown = 'clearance_unknown: This permission was not given by the gate.';
const mismatch = 'clearance_mismatch: This permission is for file.read.';

describe('a clearance', () => {
  const codeOf = (act: () => unknown) => {
    try {
      act();
      return 'performed';
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return `${code}: ${message}`;
    }
  };
  const cases: [string, () => unknown, string][] = [
    [
      'is spent once',
      () => {
        const c = createClearances();
        return c.spend(c.issue('file.read', operand), 'file.read');
      },
      'performed',
    ],
    [
      'spent twice',
      () => {
        const c = createClearances();
        const one = c.issue('file.read', operand);
        c.spend(one, 'file.read');
        return c.spend(one, 'file.read');
      },
      spent,
    ],
    [
      'a literal',
      () => createClearances().spend({} as Clearance<'file.read'>, 'file.read'),
      unknown,
    ],
    [
      'a clone',
      () => {
        const c = createClearances();
        return c.spend({ ...c.issue('file.read', operand) }, 'file.read');
      },
      unknown,
    ],
    [
      'a structured clone',
      () => {
        const c = createClearances();
        return c.spend(structuredClone(c.issue('file.read', operand)), 'file.read');
      },
      unknown,
    ],
    [
      'a Proxy',
      () => {
        const c = createClearances();
        return c.spend(new Proxy(c.issue('file.read', operand), {}), 'file.read');
      },
      unknown,
    ],
    [
      'an heir',
      () => {
        const c = createClearances();
        return c.spend(
          Object.create(c.issue('file.read', operand)) as Clearance<'file.read'>,
          'file.read',
        );
      },
      unknown,
    ],
    [
      "another gate's",
      () => createClearances().spend(createClearances().issue('file.read', operand), 'file.read'),
      unknown,
    ],
    [
      'the wrong operation',
      () => {
        const c = createClearances();
        return c.spend(
          c.issue('file.read', operand) as unknown as Clearance<'file.delete'>,
          'file.delete',
        );
      },
      mismatch,
    ],
    [
      'the wrong operation uses it up',
      () => {
        const c = createClearances();
        const one = c.issue('file.read', operand);
        codeOf(() => c.spend(one as unknown as Clearance<'file.delete'>, 'file.delete'));
        return c.spend(one, 'file.read');
      },
      spent,
    ],
  ];
  test.each(cases)('%s', (_name, act, expected) => {
    expect(codeOf(act)).toBe(expected);
  });

  test('says nothing and cannot be written to', () => {
    const clearance = createClearances().issue('file.read', operand);
    expect([
      Object.keys(clearance),
      Object.isFrozen(clearance),
      Object.getPrototypeOf(clearance),
    ]).toEqual([[], true, null]);
  });
});
