import { expect, test } from 'vitest';
import { readTrace } from './trace.ts';

test.each([
  ['', []],
  ['+ echo a b\n', [['echo', 'a', 'b']]],
  ['++ echo\n+++ cd sub\n', [['echo'], ['cd', 'sub']]],
  // Programs have shims; assignments, tests and loops are no calls.
  ['+ ls -l\n+ x=1\n+ [[ a == b ]]\n+ for i in 1\necho b\n', []],
  ["+ echo 'a  b' '' 'c\nd'\n", [['echo', 'a  b', '', 'c\nd']]],
  ["+ echo 'it'\\''s' \\$x a\\ b\n", [['echo', "it's", '$x', 'a b']]],
  ["+ echo $'\\ta\\n\\'\\\\' $'\\E\\001\\302'\n", [['echo', "\ta\n'\\", '\x1b\x01\xc2']]],
  ["+ echo a'b'$'c'd\n", [['echo', 'abcd']]],
])('%j', (trace, calls) => {
  expect(readTrace(trace)).toEqual(calls);
});
