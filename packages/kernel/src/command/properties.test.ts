import fc from 'fast-check';
import { parse } from 'unbash';
import { print } from 'unbash/printer';
import { describe, expect, test } from 'vitest';
import { strictest } from '../reasons.ts';
import { judgeCommand } from './index.ts';
import { codes, place } from './testing.ts';

const verdict = (command: string) => strictest(judgeCommand(command, place).reasons);
const rank = { allow: 0, ask: 1, deny: 2 };

const word = fc.constantFrom(
  ...['a', '-n', '-rf', './b c', '"$x"', '$x', '"a b"', "'*'", '*.md', '{a,b}', '~/x', '$(ls)'],
  ...[
    '/etc/shadow',
    '--',
    '-o',
    'out',
    '"$(rm q)"',
    '<(sort a)',
    '$((1+2))',
    '${x:-a}',
    'a=b',
    "$'\\x61'",
  ],
);
const name = fc.constantFrom(
  ...[
    'ls',
    'cat',
    'sort',
    'grep x',
    'find .',
    'rm',
    'echo',
    'git log',
    'frobnicate',
    'env',
    'xargs -0',
  ],
  ...[
    'timeout 5',
    'sed -n p',
    "awk '{print}'",
    'test -f',
    'cd',
    'sh -c ls',
    'sudo',
    'x=1',
    'curl',
    '$x',
  ],
);
const redirection = fc.constantFrom(
  '',
  '',
  '',
  ' > out',
  ' 2>/dev/null',
  ' < a',
  ' >> b',
  ' <<< x',
);
const simple = fc
  .tuple(name, fc.array(word, { maxLength: 3 }), redirection)
  .map(([first, words, last]) => [first, ...words].join(' ') + last);

const { program } = fc.letrec<{ program: string }>((tie) => {
  const inner = tie('program');
  const pair = (between: string) =>
    fc.tuple(inner, inner).map(([one, other]) => `${one}${between}${other}`);
  return {
    program: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      simple,
      pair(' | '),
      pair(' && '),
      pair(' || '),
      pair('; '),
      inner.map((one) => `( ${one} )`),
      inner.map((one) => `{ ${one}; }`),
      inner.map((one) => `for x in a b; do ${one}; done`),
      fc.tuple(inner, inner).map(([one, other]) => `if ${one}; then ${other}; fi`),
      inner.map((one) => `while read -r x; do ${one}; done`),
      inner.map((one) => `! ${one}`),
    ),
  };
});

const parses = (command: string): boolean => (parse(command).errors ?? []).length === 0;

describe('a program', () => {
  test('is judged the same when it is printed and read again', () => {
    fc.assert(
      fc.property(program, (command) => {
        fc.pre(parses(command));
        const printed = print(parse(command));
        expect(codes(printed)).toBe(codes(command));
        expect(print(parse(printed))).toBe(printed);
      }),
      { numRuns: 700 },
    );
  });

  test('is judged the same with more space between its words', () => {
    fc.assert(
      fc.property(fc.array(simple, { minLength: 1, maxLength: 3 }), (parts) => {
        const command = parts.join(' && ');
        fc.pre(!command.includes('"a b"') && !command.includes('b c'));
        const spaced = parts
          .map((part) => part.replaceAll(/ (?![^']*' ?$)/gu, ' \t '))
          .join(' \\\n && ');
        expect(codes(spaced)).toBe(codes(command));
      }),
      { numRuns: 400 },
    );
  });

  test('is never judged more mildly for what stands beside it', () => {
    const beside = fc.constantFrom('ls', 'frobnicate', 'rm b', 'cat /etc/shadow', 'x=/etc', 'true');
    const joins = fc.constantFrom('; ', ' | ', ' && ', ' || ', ' & ', '\n');
    fc.assert(
      fc.property(program, joins, beside, (command, join, other) => {
        const alone = rank[verdict(command)];
        expect(rank[verdict(`${command}${join}${other}`)]).toBeGreaterThanOrEqual(alone);
        if (join !== ' && ' || other !== 'x=/etc') {
          const behind = rank[verdict(`${other === 'x=/etc' ? 'ls' : other}${join}${command}`)];
          expect(behind).toBeGreaterThanOrEqual(alone);
        }
      }),
      { numRuns: 700 },
    );
  });
});

describe('a chain asks if and only if a part of it does, or what the parts do together', () => {
  const parts = ['ls', 'cat a', 'rm a', 'frobnicate', 'cat /etc/shadow', 'sort a > b', 'git log'];
  const chains = parts.flatMap((one) =>
    parts.flatMap((other) =>
      [' && ', ' || ', '; ', ' & ', ' | ', '\n'].map((join) => [one, join, other] as const),
    ),
  );
  test.each(chains)('%s%s%s', (one, join, other) => {
    const alone = Math.max(rank[verdict(one)], rank[verdict(other)]);
    expect(rank[verdict(`${one}${join}${other}`)]).toBe(alone);
  });

  test.each([
    // Each part alone only reads.
    ['cat a | sh', 'command_pipe_to_interpreter'],
    ['cd .. ; cat a', 'path_outside'],
    ['x=$(cat a); cat "$x"', 'command_dynamic_path'],
    ['x=/etc/shadow; cat $x', 'path_refused'],
    ['read -r f < a; cat "$f"', 'command_dynamic_path'],
    ['cat a | xargs cat', 'command_dynamic_path'],
  ])('%s', (command, wanted) => {
    expect(codes(command).split(' ')).toContain(wanted);
  });
});
