import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { holdsPrivateNote, isPrivateNote } from './private.ts';

const note = (front: string) => `---\n${front}\n---\n# Salary\n`;

describe('a note is private however the mark is spelled', () => {
  test.each([
    'gatehouse: private',
    'title: x\nGatehouse:   Private  ',
    '"gatehouse" : "private"',
    "'gatehouse': 'private'",
    'gatehouse:private',
    'gatehouse: private # until May',
    'gatehouse: [work, private]',
    'gatehouse: {level: private}',
    'gatehouse:\n  - work\n  - private',
    'gatehouse:\n- private',
    'gatehouse:\n  private',
    'gatehouse:\n  level: private\ntitle: x',
    'gatehouse:\n\n  # a remark\n  private: true',
    'gatehouse: >-\n  private',
    'gatehouse: |\n  private',
    'gatehouse: !!str private',
    'gatehouse: &mark private',
    'mark: &mark private\ngatehouse: *mark',
    '? gatehouse\n: private',
    '{gatehouse: private}',
    '{title: x, "gatehouse": "private"}',
    'other: &o {gatehouse: private}\n<<: *o',
    'mark: &mark x\ngatehouse:  *mark',
    '"gate\\u0068ouse": "pri\\x76ate"',
    '"gate\\U00000068ouse": "privat\\U00000065"',
    '"\\u006Datehouse": x\n"\\u0067atehous\\x65": "\\x70\\u0072\\x69\\u0076ate"',
    'title: "\\U00110000"\ngatehouse: private',
    'gatehouse: "pri\\\n  vate"',
    'gate\u200bhouse: priv\u00adate',
    'gatehouse: ｐｒｉｖａｔｅ',
    ': broken {\ngatehouse: private',
    '\tgatehouse: private',
  ])('%j', (front) => {
    expect(isPrivateNote(note(front))).toBe(true);
  });

  test.each([
    '---\r\ngatehouse: private\r\n---\r\n',
    '---\rgatehouse: private\r---\rtext',
    '---\u2028gatehouse: private\u2028---\u2028text',
    '\uFEFF---\ngatehouse: private\n---\n',
    '\0---\ngatehouse: private\n---\n',
    '\n\n---\ngatehouse: private\n---\n',
    '  --- \ngatehouse: private\n...\n',
    '--- # front\ngatehouse: private\n---\n',
    '--- {gatehouse: private}\n---\n',
    '---\ngatehouse: private\nnever closed',
    '---\ngatehouse: private',
  ])('%j', (text) => {
    expect(isPrivateNote(text)).toBe(true);
  });
});

test.each([
  note('gatehouse: public'),
  note('title: private'),
  note('gatehouse: public\ntitle: private'),
  note('gatehouse: privateer'),
  note('mygatehouse: private'),
  note('gatehouse: public * 2'),
  note('gatehouse: public # \\UFFFFFFFF'),
  '---\rgatehouse: public\r---\rgatehouse: private',
  '---\ngatehouse: public\n--- \t\ngatehouse: private',
  '---\ngatehouse: public\n...\ngatehouse: private',
  '---',
  note('gatehouse: public') + 'gatehouse: private',
  'gatehouse: private',
  'Text.\n---\ngatehouse: private\n---\n',
  '----\ngatehouse: private\n----\n',
  '---\n---\ngatehouse: private',
  '',
])('what is not marked is not private: %j', (text) => {
  expect(isPrivateNote(text)).toBe(false);
});

describe('what a command printed holds a private note', () => {
  test.each([
    [note('gatehouse: private'), true],
    ['---\ngatehouse: private', true],
    [`a.md\n${note('gatehouse: private')}`, true],
    [note('gatehouse: public') + note('gatehouse: private'), true],
    ['x\n \t\0\uFEFF--- \t\ngatehouse: private\n', true],
    ['x\r\n---\r\ngatehouse: private\r\n', true],
    ['x\u2028---\u2028gatehouse: private', true],
    ['---\n"gate\\u0068ouse": private', true],
    [note('gatehouse: public'), false],
    ['gatehouse: private', false],
    ['gatehouse: private\n---\nx', false],
    ['x ---\ngatehouse: private', false],
    ['--- x\ngatehouse: private', false],
    ['--- gatehouse: private', false],
    ['', false],
  ])('%j: %s', (output, expected) => {
    expect(holdsPrivateNote(output)).toBe(expected);
  });
});

test('whatever YAML reads as the mark is one', () => {
  const piece = fc.constantFrom(
    ...['gatehouse', 'private', '"gatehouse"', "'private'", ': ', ':\n  ', '\n', '  ', '? '],
    ...['{', '}', '[', ']', ', ', '- ', '!!str ', '&a ', '*a', '|\n  ', '>-\n  ', '# ', 'x', '"'],
  );
  const front = fc.oneof(
    fc.array(piece, { minLength: 3, maxLength: 12 }).map((pieces) => pieces.join('')),
    fc
      .tuple(fc.array(piece, { maxLength: 3 }), fc.array(piece, { maxLength: 4 }))
      .map(([before, after]) => `${before.join('')}gatehouse: ${after.join('')}private`),
  );
  fc.assert(
    fc.property(front, (source) => !readsAsMark(source) || isPrivateNote(note(source))),
    { numRuns: 20_000 },
  );
});

/** YAML finds the key, and the word in what belongs to it. */
function readsAsMark(source: string): boolean {
  let value: unknown;
  try {
    value = parse(source, { logLevel: 'error' });
  } catch {
    return false; // no YAML: the table above says what counts then
  }
  if (typeof value !== 'object' || value === null || !('gatehouse' in value)) return false;
  // An anchor on the whole and its alias within make a circle, which has no text.
  const seen = new Set<unknown>();
  const text = JSON.stringify(value.gatehouse, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    if (seen.has(part)) return null;
    seen.add(part);
    return part;
  });
  return /\bprivate\b/u.test(text);
}

test('a huge text that is no note costs no more than a look', () => {
  const slow = ['---\n' + 'gatehouse:'.repeat(200_000), `---\n${' \n'.repeat(400_000)}x`];
  expect(slow.map(isPrivateNote)).toEqual([false, false]);
  const output = ['\n'.repeat(1 << 20), '---\n'.repeat(1 << 18), ' '.repeat(1 << 20)];
  expect(output.map(holdsPrivateNote)).toEqual([false, false, false]);
});
