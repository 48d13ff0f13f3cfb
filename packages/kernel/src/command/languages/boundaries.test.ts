import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../index.ts';
import { codes, place } from '../testing.ts';
import { readAwk } from './awk.ts';

const reasonsOf = (command: string) => judgeCommand(command, place).reasons;

const many = '1'.repeat(61);

test.each([
  // Numbers, and what a `/` behind one is.
  ['{ x = 1. / 2 }', 'harmless'],
  ['{ x = .5 / 2 }', 'harmless'],
  ['{ x = 0x1f / 2e-3 / 1E+5 }', 'harmless'],
  [`{ x = ${many}.${many} }`, 'harmless'],
  ['{ x = 1 / 2; system("id"); y = 1 / 2 }', 'runs'],
  [`{ x${many} = 1 }`, 'unknown'],
  // Patterns: after a line, a mark, a word; never after a value.
  ['{ x = 1 }\n/"/ { system("id") } #"', 'runs'],
  ['{ x = 1\n/"/; system("id") #"\n}', 'runs'],
  ['{ print /"/; system("id") #"\n}', 'runs'],
  ['{ x = y /"/; system("id") #"\n}', 'harmless'],
  ['{ x = a[1] / 2; system("id"); y = 1 / 2 }', 'runs'],
  ['{ x = (1) / 2; system("id"); y = 1 / 2 }', 'runs'],
  ['{ if (1) /"/; system("id") #"\n}', 'runs'],
  ['{ x = "a" / 2 } # "', 'harmless'],
  ['/a/ / 2', 'unknown'],
  ['/[[:alpha:]]/', 'harmless'],
  ['/[[:alpha:]/]/', 'unknown'],
  ['/[[:/', 'unknown'],
  ['/[]]/', 'harmless'],
  ['/[]/', 'unknown'],
  ['/[^]]/', 'harmless'],
  ['/[^]/', 'unknown'],
  ['/\\[/', 'harmless'],
  // Strings.
  ['{ print "\\"; system(1) \\"" }', 'harmless'],
  ['{ print "\\\\"; system("id") }', 'runs'],
  ['{ print "a\nb" }', 'unknown'],
  ['{ print "a\\\nb" }', 'harmless'],
  ['{ print "\\', 'unknown'],
  ['{ print \\\n$1 > "out" }', 'writes'],
  ['{ print # "\n}', 'harmless'],
  ['{ print \u0001 }', 'unknown'],
  // Lines and marks that end a print.
  ['{ print\nx = 1 > 2 }', 'harmless'],
  ['{ print; x = 1 > 2 }', 'harmless'],
  ['{ if (1) { print } x = 1 > 2 }', 'harmless'],
  ['{ print a ? b :\nc > "out" }', 'writes'],
  ['{ print a &&\nb > "out" }', 'writes'],
  ['{ print a ||\nb > "out" }', 'writes'],
  ['{ print a[1 > 2] }', 'harmless'],
  ['{ print (1)(2) > "out" }', 'writes'],
  ['{ print > "/dev/stdout" }', 'harmless'],
  ['{ print > "/dev/null"\nx = 1 }', 'harmless'],
  ['{ print > "/dev/null"; x = 1 }', 'harmless'],
  ['{ print > /dev/ }', 'writes'],
  ['{ print >', 'writes'],
  // Files that are read, and programs.
  ['{ getline < "in" }', 'reads'],
  ['{ getline }', 'harmless'],
  ['{ while ((getline x) > 0) n++ }', 'harmless'],
  ['{ if (1 < 2) print }', 'harmless'],
  ['"date" |& getline', 'runs'],
  ['{ getline x < "in"; print > "out" }', 'writes'],
  ['BEGIN { ARGC = 3 }', 'reads'],
  ['FILENAME != ARGV[2]', 'harmless'],
  ['NR == ARGC', 'harmless'],
  ['FILENAME == ARGV[i] && NR > 1', 'harmless'],
  // mawk reads the second file: the assignment is the value compared.
  ['BEGIN { x = 1 == ARGV[1] = "in" }', 'reads'],
  ['BEGIN { x = 1 != ARGV[i + 1] = "in" }', 'reads'],
  ['BEGIN { x = 1 == ARGC++ }', 'reads'],
  ['BEGIN { x = 1 == ARGC += 1 }', 'reads'],
  ['BEGIN { SYMTAB["ARGV"][1] = "in" }', 'reads'],
  ['BEGIN { popen("id") }', 'runs'],
  ['@load "x"', 'runs'],
])('awk %j: %s', (program, wanted) => {
  expect(readAwk(program)).toBe(wanted);
});

describe('find', () => {
  test.each([
    ['find . -newermt 2024-01-01', 'allow'],
    ['find . -newerBt yesterday -print', 'allow'],
    ['find . -newermt "$(date)"', 'allow'],
    ['find . -newercc a.txt', 'allow'],
    ['find . -newerma /etc/shadow', 'path_refused'],
    ['find . -newer ../other/a', 'path_outside'],
    ['find . -samefile ../other/a', 'path_outside'],
    ['find . -name "$(date)"', 'allow'],
    ['find . -name *.ts', 'allow'],
    ['find -O3 . -name x', 'allow'],
    ['find -L . -name x', 'allow'],
    ['find -D tree src -name x', 'allow'],
    ['find -D tree /etc -name x', 'path_refused'],
    ['find -H /etc', 'path_refused'],
    // BSD's options stand before the places too.
    ['find -x /etc -name x', 'path_refused'],
    ['find -d /etc -name x', 'path_refused'],
    ['find ! -name x', 'allow'],
    ['find , -name x', 'allow'],
    ['find - -name x', 'allow'],
    // A plain word behind the expression: nothing is done.
    ['find . -name x src', 'allow'],
    ['find . -print src -delete', 'command_recursive_delete'],
    ['find \\( -name x \\) -delete', 'command_recursive_delete'],
    ['find . -files0-from list', 'command_reads_list'],
    ['find . -fprintf /dev/null -delete', 'command_option_writes'],
    ['find . -fprint /dev/null -delete', 'command_option_writes command_recursive_delete'],
    ['find src -print0 | xargs -0 cat', 'allow'],
    ['find src -newer a -print0 | xargs -0 cat', 'allow'],
    ['find src -print0 -newermt now | xargs -0 cat', 'allow'],
    ['find -print0 | xargs -0 cat', 'allow'],
    ['find src -print | xargs cat', 'command_dynamic_path'],
    ['find src -print -print0 | xargs -0 cat', 'command_dynamic_path'],
    ['find src -print0 -printf x | xargs -0 cat', 'command_dynamic_path'],
    ['find src -ls -print0 | xargs -0 cat', 'command_dynamic_path'],
    ['find -f src -print0 | xargs -0 cat', 'command_dynamic_path'],
    ['find src docs -exec cat {} +', 'command_dynamic_path command_runs_for_each'],
    ['find -exec cat {} \\;', 'command_runs_for_each'],
    ['find src -exec cat {} +', 'command_runs_for_each'],
    ['find src -exec cat', 'command_runs_for_each'],
    ['find src -exec cat {} + -delete', 'command_recursive_delete command_runs_for_each'],
    ['find src -exec cat + a \\; -delete', 'command_recursive_delete command_runs_for_each'],
    ['find src -exec cat {} \\; -delete', 'command_recursive_delete command_runs_for_each'],
  ])('%s: %s', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });

  const unknownOption = (option: string) => [
    { code: 'command_unknown_option', program: 'find', option },
  ];
  const each = (option: string) => ({ code: 'command_runs_for_each', program: 'find', option });

  test.each([
    ['find . -newerXY a', unknownOption('-newerXY')],
    ['find . -newermt', unknownOption('-newermt')],
    ['find -O4 .', unknownOption('-O4')],
    ['find . -name x -O3', unknownOption('-O3')],
    ['find -bogus', unknownOption('-bogus')],
    ['find . -bogus -also', [...unknownOption('-bogus'), ...unknownOption('-also')]],
    ['find . -name', unknownOption('-name')],
    ['find . -name $y', [{ code: 'command_unset_variable', name: 'y' }, ...unknownOption('-name')]],
    ['find . *', [{ code: 'command_wildcard_option', program: 'find', option: '*' }]],
    [
      'find src -execdir cat {} \\;',
      [each('-execdir'), { code: 'command_dynamic_path', part: '{}' }],
    ],
    ['find src -ok cat {} \\;', [each('-ok'), { code: 'command_dynamic_path', part: '{}' }]],
    ['find src -okdir cat {} +', [each('-okdir'), { code: 'command_dynamic_path', part: '{}' }]],
    ['find src -exec cat x{} \\;', [each('-exec'), { code: 'command_dynamic_path', part: 'x{}' }]],
    [
      'find -print0 | xargs -0 rm',
      [
        { code: 'command_deletes', program: 'rm' },
        { code: 'path_is_root', path: '/home/kim/work' },
      ],
    ],
  ])('%s', (command, wanted) => {
    expect(reasonsOf(command)).toEqual(wanted);
  });
});

describe('test, [ ] and [[ ]]', () => {
  test.each([
    ['test -f a', 'allow'],
    ['test -f', 'allow'],
    ['test -v', 'allow'],
    ['[ -v ]', 'allow'],
    ['test -v x', 'allow'],
    ['[ -t 0 ]', 'allow'],
    ['[ -t /etc/hosts ]', 'allow'],
    ['[ x -a /etc/hosts ]', 'allow'],
    ['[ -a /etc/hosts ]', 'path_refused'],
    ['test -f = /etc/hosts', 'allow'],
    ['test -e -eq /etc/hosts', 'allow'],
    ['test -f -n /etc/hosts', 'allow'],
    ['test -G /etc/hosts', 'path_refused'],
    ['[ ! -f /etc/hosts ]', 'path_refused'],
    ['[ -f a -a -f /etc/hosts ]', 'path_refused'],
    ['[ -d ../other ]', 'path_outside'],
    ['[ a -nt ../other ]', 'path_outside'],
    ['[ ../other -ot a ]', 'path_outside'],
    ['[ -ef /etc/hosts ]', 'allow'],
    ['[ a -nt ]', 'allow'],
    ['[ "$x" ]', 'allow'],
    ['[ "$x" = y ]', 'allow'],
    ['[ y != "$x" ]', 'allow'],
    ['[ "$x" -eq 1 ]', 'allow'],
    ['[ 1 -ge "$x" ]', 'allow'],
    ['[ -n "$x" ]', 'allow'],
    ['[ -z "$x" ]', 'allow'],
    ['[ "$x" = y -a "$z" != q ]', 'allow'],
    ['[ -f "$x" ]', 'command_dynamic_path'],
    ['[[ -f /etc/hosts ]]', 'path_refused'],
    ['[[ -n /etc/hosts ]]', 'allow'],
    ['[[ -t 1 ]]', 'allow'],
    ['[[ ! -f ../other ]]', 'path_outside'],
    ['[[ ( -f ../other ) ]]', 'path_outside'],
    ['[[ -f a && -f ../other ]]', 'path_outside'],
    ['[[ a -nt ../other ]]', 'path_outside'],
    ['[[ ../other -ef a ]]', 'path_outside'],
    ['[[ -v x ]]', 'allow'],
    ['[[ $x == 1 ]]', 'allow'],
    ['[[ x = 1 ]]', 'allow'],
    ['[[ $x =~ y ]]', 'allow'],
    ['[[ $x < y ]]', 'allow'],
    ['[[ -3 -eq 1 ]]', 'allow'],
    ["[[ ' 3 ' -eq 1 ]]", 'allow'],
    ['[[ $# -gt 1 ]]', 'allow'],
    ['[[ 1$# -gt 1 ]]', 'allow'],
    ['x=3; [[ $x -eq 1 ]]', 'allow'],
  ])('%s: %s', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });

  test.each([
    ["test -v 'a[1]'", "'a[1]'"],
    ["[ -R 'a[$(id)]' ]", "'a[$(id)]'"],
    ['[ -v "$x" ]', '"$x"'],
    ["[ -f a -o -v 'a[1]' ]", "'a[1]'"],
    ['[[ -v a[1] ]]', 'a[1]'],
    ['[[ -R $x ]]', '$x'],
    ['[[ $x -eq 1 ]]', '$x'],
    ['[[ 1 -lt $x ]]', '$x'],
    ['[[ x -ne 1 ]]', 'x'],
    ['[[ 1 -le x ]]', 'x'],
    ['[[ 1 -ge x ]]', 'x'],
    ['[[ 1 -gt a$# ]]', 'a$#'],
    ['[[ 1 -eq $#$x ]]', '$#$x'],
    ['[[ 1 -eq * ]]', '*'],
    ['[[ -f a || x -eq 1 ]]', 'x'],
  ])('%s evaluates %s', (command, part) => {
    expect(reasonsOf(command)).toEqual([{ code: 'command_evaluates', part }]);
  });

  test.each([
    ['[ $x ]', '$x'],
    ['[ $x = y ]', '$x'],
    ['[ -n $x ]', '$x'],
    ['[ "$x" -f ]', '"$x"'],
    ['[ a "$x" ]', '"$x"'],
    ['[ a "$x" b ]', '"$x"'],
    ['[ ! "$x" ]', '"$x"'],
    ['[ \\( "$x" \\) ]', '"$x"'],
    ['[ a = b "$x" ]', '"$x"'],
  ])('%s: %s could be an operator', (command, option) => {
    expect(reasonsOf(command)).toEqual([{ code: 'command_dynamic_option', program: '[', option }]);
  });
});

test.each([
  ["sed ':a;s/x/y/;ta' a", 'allow'],
  ["sed ':a;s/x/y/;Ta;p' a", 'allow'],
  ["sed 'ba;:a' a", 'allow'],
  ["sed 'l;q5' a", 'allow'],
  ["sed 'L 5' a", 'allow'],
  ["sed 'z;F' a", 'allow'],
  ["sed '2,~4p' a", 'allow'],
  ["sed '2~p' a", 'allow'],
  ["sed '1, 2p' a", 'allow'],
  ["sed '1 ! p' a", 'allow'],
  ["sed '/a/I,/b/Mp' a", 'allow'],
  ["sed '$!{N;p}' a", 'allow'],
  ["sed '# e id' a", 'allow'],
  ["sed 's/[[:alpha:]]/x/' a", 'allow'],
  ["sed 's/\\[/x/' a", 'allow'],
  ["sed 'R /etc/hosts' a", 'path_refused'],
  ["sed 'r ../other' a", 'path_outside'],
  ["sed 's/a/b/m;e id' a", 'command_script_runs'],
  ["sed 'v' a", 'command_unknown_script'],
  ["sed '}' a", 'command_unknown_script'],
  ["sed '1,p' a", 'command_unknown_script'],
  ["sed ', p' a", 'command_unknown_script'],
  ["sed 'tw out' a", 'command_unknown_script'],
  ["sed 'Qw out' a", 'command_unknown_script'],
  ["sed 'y/a/b/g' a", 'command_unknown_script'],
])('%s: %s', (command, wanted) => {
  expect(codes(command)).toBe(wanted);
});
