import { expect, test } from 'vitest';
import { redact } from '../packages/kernel/src/redact/index.ts';
import { cases, inChunks, remains } from './secrets.ts';
import { createDraw } from './secrets/draw.ts';
import { formats } from './secrets/formats.ts';
import { ordinaryLines } from './secrets/ordinary.ts';

test('keys of more than 150 kinds, in every place, are redacted whole', () => {
  expect(new Set(formats.map(({ template }) => template)).size).toBeGreaterThan(200);
  const cuts = createDraw(7);
  let all = 0;
  let missed = 0;
  for (const one of cases(5, 1)) {
    const shown = redact(one.text);
    all += 1;
    if (remains(one, shown) !== null) missed += 1;
    // Every seventh also in chunks, and redacted again.
    if (all % 7 !== 0) continue;
    expect(inChunks(one.text, cuts)).toBe(shown);
    expect(redact(shown)).toBe(shown);
  }
  expect({ all, missed }).toEqual({ all: 26_805, missed: 54 });
});

test('what is looked for is found where it was not redacted', () => {
  const one = { format: 'f', context: 'c', text: 'a=0123456789', secrets: ['0123456789'] };
  expect(remains(one, one.text)).toBe('0123456');
  expect(remains(one, 'a=[secret:x#1]')).toBe(null);
  expect(remains(one, 'a=[secret:x#1]456789')).toBe(null);
  expect(remains(one, 'a=[secret:x#1]3456789')).toBe('3456789');
});

test('ordinary lines stay as they are', () => {
  const draw = createDraw(6);
  const lines = Array.from({ length: 40 }, () => ordinaryLines(draw)).flat();
  const touched = lines.filter(([, line]) => redact(line) !== line).map(([kind]) => kind);
  expect(touched).toEqual([]);
});
