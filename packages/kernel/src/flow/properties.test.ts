import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCall } from './judge-call.ts';
import { sinksOf } from './arguments.ts';
import { judgeFlow } from './judge-flow.ts';
import { createSession } from './session.ts';

const word = fc.constantFrom(
  ...[
    'Ana',
    'ana@x.example',
    'eve@evil.example',
    'https://a.example/x',
    '50',
    '1,200',
    'May 19th',
    '2024-05-19',
  ],
  ...[
    '10am',
    'for an hour',
    'note 13',
    'all',
    'remove',
    '"13"',
    'in 2023',
    'harbour',
    'recurring',
    'Ben, Ana',
  ],
);
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
const texts = fc.array(text, { maxLength: 3 });
const value = fc.oneof(
  word,
  text,
  fc.constantFrom<unknown>(50, 1200, 13, true, '2024-05-19 10:00', '11:00', 'b', ['Ana', 'Eve'], {
    to: 'Ana',
  }),
);
const args = fc.dictionary(
  fc.constantFrom('to', 'amount', 'note_id', 'start', 'end', 'body', 'url', 'recurring'),
  value,
);
const tool = fc.constantFrom('send', 'remove_user', 'sync');
const consequential = fc.boolean();

interface Seen {
  readonly said: readonly string[];
  readonly trusted: readonly string[];
  readonly read: readonly string[];
}

function asks(
  call: { readonly tool: string; readonly args: unknown; readonly consequential: boolean },
  seen: Seen,
) {
  const session = createSession('s');
  const add = (trust: 'person' | 'trusted' | 'untrusted') => (one: string) =>
    session.add({ value: one, trust, confidentiality: 'public', origin: trust });
  seen.said.forEach(add('person'));
  seen.trusted.forEach(add('trusted'));
  seen.read.forEach(add('untrusted'));
  const sinks = sinksOf(call.tool, call.args);
  return (
    judgeCall(
      { action: call.tool, consequential: call.consequential, sinks, declared: false },
      session,
    ).length > 0
  );
}

const call = fc.record({ tool, args, consequential });
const seen = fc.record({ said: texts, trusted: texts, read: texts });

describe('the verdict on a call', () => {
  test('is never weaker for more untrusted content, wherever it stands', () => {
    fc.assert(
      fc.property(call, seen, fc.array(text), fc.nat(3), (asked, had, more, at) => {
        const read = [...had.read.slice(0, at), ...more, ...had.read.slice(at)];
        const longer = had.read.map((one) => `${one} ${more.join(' ')}`);
        const before = asks(asked, had);
        return !before || (asks(asked, { ...had, read }) && asks(asked, { ...had, read: longer }));
      }),
      { numRuns: 2000 },
    );
  });

  test('is never weaker where the person or what they trust said less', () => {
    fc.assert(
      fc.property(call, seen, fc.nat(3), fc.nat(3), (asked, had, one, other) => {
        const said = had.said.filter((_, at) => at !== one);
        const trusted = had.trusted.filter((_, at) => at !== other);
        return !asks(asked, had) || asks(asked, { ...had, said, trusted });
      }),
      { numRuns: 2000 },
    );
  });

  test('is never weaker for a call with one argument more', () => {
    fc.assert(
      fc.property(call, seen, fc.constantFrom('cc', 'x'), value, (asked, had, name, more) => {
        fc.pre(sinksOf(asked.tool, asked.args).length > 0);
        return !asks(asked, had) || asks({ ...asked, args: { ...asked.args, [name]: more } }, had);
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same each time, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (request, given, output) => {
        const flow = {
          request,
          tools: {},
          steps: [
            { tool: 'read', args: {}, output, trust: 'untrusted' },
            { tool: 'send', args: given, trust: 'untrusted' },
          ],
        } as const;
        expect(judgeFlow(flow)).toEqual(judgeFlow(flow));
      }),
      { numRuns: 500 },
    );
  });
});

// Nothing here is longer than a tool may say; what takes more than a look at it would not end in time.
describe('an output of a megabyte costs no more than reading it', () => {
  const size = 1 << 20;
  test.each([
    'a',
    '1',
    '1 ',
    'a.',
    '/a',
    '%41',
    '41:',
    'QUJD',
    '"',
    'a@',
    'May 5 ',
    '5-',
    '1:',
    '1,',
    ' ',
    '(',
    'GB29 ',
    '&#6',
    '1 hour and ',
    '$ 5 to ',
  ])('%j', (piece) => {
    const long = piece.repeat(size / piece.length);
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`x${String(at)}`, `v${String(at)}`]),
    );
    const found = judgeFlow({
      request: long.slice(0, 50_000),
      tools: {},
      steps: [
        { tool: 'read', args: {}, output: long, trust: 'untrusted' },
        { tool: 'send', args: many, trust: 'untrusted' },
        { tool: 'send', args: { body: long, to: `${long}z` }, trust: 'untrusted' },
      ],
    });
    expect(
      found.map((reasons) => reasons.filter(({ argument }) => argument !== 'body').length),
    ).toEqual([0, 200, 1]);
  });
});
