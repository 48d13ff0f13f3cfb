import { describe, expect, test } from 'vitest';
import { readAwk } from './awk.ts';
import { readPrintf } from './printf.ts';
import { readQuery } from './query.ts';
import { readSed } from './sed.ts';

const quiet = { reads: [], writes: [], runs: false };

describe('sed', () => {
  test.each([
    's/a/b/g',
    's|/usr|/opt|2p',
    's,a\\,b,c,I',
    'y/abc/xyz/',
    '10,20p',
    '/start/,/end/{s/a/b/;p}',
    '$!N;P;D',
    '1~2d',
    '/x/,+3d',
    '0,/x/s//y/',
    '\\,a/b,d',
    ':a;N;$!ba;s/\\n/ /g',
    'a hello; w is text here',
    'i\\\ntext w out\\\nmore',
    '$a\\end',
    's/a/b/;# w out',
    '5q;10!d',
    '=',
    'l 20',
    's/\'/"/g',
  ])('%j only changes what it prints', (script) => {
    expect(readSed(script)).toEqual(quiet);
  });

  test.each([
    ['w out', { ...quiet, writes: ['out'] }],
    ['/x/W out', { ...quiet, writes: ['out'] }],
    ['s/a/b/gw out file', { ...quiet, writes: ['out file'] }],
    ['{p;w out\n}', { ...quiet, writes: ['out'] }],
    ['r in', { ...quiet, reads: ['in'] }],
    ['1R in', { ...quiet, reads: ['in'] }],
    ['e', { ...quiet, runs: true }],
    ['1e id', { ...quiet, runs: true }],
    ['s/a/b/e', { ...quiet, runs: true }],
    ['s/a/b/gpe', { ...quiet, runs: true }],
    ['a text\nw out', { ...quiet, writes: ['out'] }],
    ['s/a/b\\\nc/;w out', { ...quiet, writes: ['out'] }],
    ['s;a;b;;w out', { ...quiet, writes: ['out'] }],
  ])('%j', (script, wanted) => {
    expect(readSed(script)).toEqual(wanted);
  });

  test.each(['s/a/b', 's/[/]/x/', 'k', '{p', 'p}', 's\na\nb\n', '/x', 'y/a/b', 'p q', '\\'])(
    '%j is not understood',
    (script) => {
      expect(readSed(script)).toBeNull();
    },
  );
});

describe('awk', () => {
  test.each([
    '{print $1}',
    '$3 > 5',
    '$3 > 5 {print $1, $2}',
    '/foo|bar/ {n++} END {print n}',
    'NR==FNR {a[$1]=1; next} $1 in a',
    'BEGIN {FS=","; OFS="|"} {print $1, $2}',
    '{print ($1 > $2)}',
    '{s += $1 / 2} END {print s / NR}',
    'length($0) > 80',
    'length > 80',
    '{ print $NF / 2, a[1] / 2, length($0) / 2 }',
    '$1 ~ /x/ || /y/ { print }',
    '{gsub(/\\|/, ","); print}',
    '{printf "%s|%s\\n", $1, $2}',
    '{print > "/dev/stderr"}',
    'function f(x) { return x > 1 } {print f($1)}',
    'if_ok != 1 || x > 2',
    '{for (i = 1; i <= NF; i++) if ($i > m) m = $i} END {print m}',
    '{ while ((getline line) > 0) n++ }',
    '# system("id")\n{print}',
    '{print "system(x) | sh > y"}',
    '!seen[$0]++',
    'FILENAME == ARGV[1]',
    '/[|]/ {print}',
    '{ x = a ? b : c; print x }',
  ])('%j only reads and prints', (program) => {
    expect(readAwk(program)).toBe('harmless');
  });

  test.each([
    ['BEGIN { system("id") }', 'runs'],
    ['{ print | "sh" }', 'runs'],
    ['{ "id" | getline x }', 'runs'],
    ['{ print |& "x" }', 'runs'],
    ['@include "x"', 'runs'],
    ['{ @f() }', 'runs'],
    ['{ print > "out" }', 'writes'],
    ['{ print >> $1 }', 'writes'],
    ['{ printf("%s", $1) > "out" }', 'writes'],
    ['{ print $1,\n$2 > "out" }', 'writes'],
    ['{ print "a" > "/dev/std" "err" }', 'writes'],
    ['{ if ($1) print > "out" }', 'writes'],
    ['{ getline x < "in" }', 'reads'],
    ['BEGIN { ARGV[1] = "in" }', 'reads'],
    ['{ a++ /b/ 1 }', 'unknown'],
    ['{ print "a', 'unknown'],
    ['/a', 'unknown'],
    ['if (x) /"/ ; system("id") #"/', 'runs'],
    // Code to one awk where another reads a string: mawk, gawk and original-awk disagree on each.
    ['BEGIN { if (0) exit /"/; system("id") #"\n}', 'runs'],
    ['BEGIN { x = 1 / /"/; system("id") #"\n}', 'unknown'],
    ['BEGIN { x = 2 ** /"/; system("id") #"\n}', 'unknown'],
    ['BEGIN { x /= /"/; system("id") #"\n}', 'unknown'],
    ['BEGIN { x = $/"/; system("id") #"\n}', 'unknown'],
    ['BEGIN { x = length /"/; system("id") #"\n}', 'unknown'],
    ['BEGIN { getline / 1; system("id"); x = 1 / 2 }', 'unknown'],
    ['BEGIN { case / 1; system("id"); x = 1 / 2 }', 'unknown'],
    ['{ print $1,\n\n$2 > "out" }', 'writes'],
    ['{ print $1, # c\n # c\n$2 > "out" }', 'writes'],
  ])('%j: %s', (program, wanted) => {
    expect(readAwk(program)).toBe(wanted);
  });
});

test('jq and yq', () => {
  expect(
    ['.a | select(.b > 1)', '.load', '"import x"', 'import "x" as y; .', 'load("x")'].map(
      readQuery,
    ),
  ).toEqual(['harmless', 'harmless', 'harmless', 'reads', 'reads']);
});

test('printf', () => {
  expect(['%s\\n', 'a%%n', '%5.2n', '-va', '%d of %d'].map(readPrintf)).toEqual([
    'harmless',
    'harmless',
    'runs',
    'unknown',
    'harmless',
  ]);
});
