import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryHome } from '../ledger/testing/fixtures.ts';
import { readConfig } from './read-config.ts';

const schema = z.strictObject({
  mode: z.enum(['standard', 'yolo']).default('standard'),
  providers: z.record(z.string(), z.strictObject({ model: z.string() })).default({}),
});
const secret = ['sk', 'ant', 'api03', 'A1b2C3d4'.repeat(12)].join('-');

function read(text: string | null) {
  using home = temporaryHome();
  mkdirSync(home.path);
  if (text !== null) writeFileSync(join(home.path, 'config.json'), text);
  return readConfig(home.path, schema);
}

test('a config is read by its schema; none is the defaults', () => {
  expect(read(null)).toEqual({ mode: 'standard', providers: {} });
  expect(read('{"mode":"yolo","providers":{"offline":{"model":"quote"}}}')).toEqual({
    mode: 'yolo',
    providers: { offline: { model: 'quote' } },
  });
});

const malformed: [string, string, string][] = [
  ['no JSON', '{\n  "mode": "yolo",\n}\n', 'config.json is no JSON: see line 3.'],
  ['cut short', '{\n  "mode": "yo', 'config.json is no JSON: see line 2.'],
  ['empty', '', 'config.json is no JSON: see line 1.'],
  [
    'a value that is none',
    '{\n  "providers": {},\n  "mode": "fast"\n}\n',
    'config.json is malformed in line 3, at mode: Invalid option: expected one of "standard"|"yolo"',
  ],
  [
    'a name that is none',
    '{\n  "mode": "yolo",\n  "mod": 1\n}\n',
    'config.json is malformed in line 3, at mod: Unrecognized key: "mod"',
  ],
  [
    'deep inside',
    '{\n  "providers": {\n    "a": {\n      "model": 1\n    }\n  }\n}\n',
    'config.json is malformed in line 4, at providers.a.model: Invalid input: expected string, received number',
  ],
];
test.each(malformed)(
  'a malformed config stops the program with the line: %s',
  (_, text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'config_malformed', message }) as Error,
    );
  },
);

test('a secret in it stops the program, and is not repeated', () => {
  const text = `{\n  "providers": {\n    "a": { "model": "${secret}" }\n  }\n}\n`;
  const error = expect.objectContaining({
    code: 'config_holds_secret',
    message: expect.stringMatching(/^config\.json holds a secret in line 3\./) as string,
  }) as Error;
  expect(() => read(text)).toThrow(error);
  expect(() => read(text)).not.toThrow(
    expect.objectContaining({ message: expect.stringContaining(secret) as string }) as Error,
  );
});
