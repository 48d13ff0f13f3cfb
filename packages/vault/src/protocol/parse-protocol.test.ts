import { describe, expect, test } from 'vitest';
import { fillProtocol, parseProtocol } from './parse-protocol.ts';
import type { Protocol } from './protocol.ts';

const known = ['file.list', 'file.read', 'file.search', 'file.write', 'shell.run', 'web.fetch'];
const parse = (text: string, digest = 'd1') => parseProtocol(text, known, digest);
const must = (text: string, digest?: string): Protocol => {
  const parsed = parse(text, digest);
  if ('refused' in parsed) throw new Error(parsed.refused);
  return parsed;
};

test('a protocol of our own', () => {
  const text = [
    '---',
    'name: weekly-review',
    'description: Looks through the week.',
    'operations: [file.read, file.search, file.erase]',
    'model: small',
    'inputs:',
    '  - name: week',
    '    description: Which week',
    '  - name: tone',
    '    required: false',
    '    default: plain',
    '---',
    'Review {{week}} in a {{ tone }} voice. {{other}}',
  ].join('\n');
  expect(must(text)).toEqual({
    name: 'weekly-review',
    description: 'Looks through the week.',
    inputs: [
      { name: 'week', description: 'Which week', required: true, preset: null },
      { name: 'tone', description: '', required: false, preset: 'plain' },
    ],
    operations: ['file.read', 'file.search'],
    model: 'small',
    text: 'Review {{week}} in a {{ tone }} voice. {{other}}',
    digest: 'd1',
    problems: [
      { code: 'unknown_operation', value: 'file.erase' },
      { code: 'unknown_input', value: 'other' },
    ],
  });
});

test('a SKILL.md: its tools are operations, narrowed ones grant nothing', () => {
  const skill = must(
    '---\nname: pdf\ndescription: Reads PDFs.\nallowed-tools: Read, Grep, Bash(git:*), Task\nlicense: MIT\n---\nDo it.',
  );
  expect([skill.operations, skill.problems]).toEqual([
    ['file.read', 'file.search'],
    [
      { code: 'narrowed_tool', value: 'Bash(git:*)' },
      { code: 'unknown_operation', value: 'Task' },
    ],
  ]);
  expect(must('---\nname: n\ndescription: d\n---\n').operations).toEqual([]);
  expect(must('---\nname: n\ndescription: d\nallowed-tools:\n  - Bash\n---\n').operations).toEqual([
    'shell.run',
  ]);
});

describe('refusals', () => {
  test.each([
    ['no frontmatter at all', { refused: 'no_frontmatter' }],
    ['---\ndescription: d\n---\n', { refused: 'no_name' }],
    ['---\nname: ../x\ndescription: d\n---\n', { refused: 'bad_name', value: '../x' }],
    ['---\nname: n\n---\n', { refused: 'no_description' }],
    ['---\nname: n\ndescription: d\ninputs: [a b]\n---\n', { refused: 'bad_input', value: 'a b' }],
    ['---\nname: n\ndescription: d\ninputs: [a, a]\n---\n', { refused: 'bad_input', value: 'a' }],
    [`---\nname: n\ndescription: d\n---\n${'x'.repeat(200_001)}`, { refused: 'too_long' }],
  ])('%s', (text, refusal) => {
    expect(parse(text)).toEqual(refusal);
  });
});

test('inputs fill their places once', () => {
  const protocol = must('---\nname: n\ndescription: d\ninputs: [a, b]\n---\n{{a}} {{b}} {{c}}');
  expect(fillProtocol(protocol, { a: '{{b}}', b: '$&' })).toEqual({ text: '{{b}} $& {{c}}' });
  expect(fillProtocol(protocol, { a: 'x' })).toEqual({ missing: ['b'] });
});
