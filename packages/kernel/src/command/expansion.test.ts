import { expect, test } from 'vitest';
import { judgeCommand } from './index.ts';
import { codes, place, rowsOf, type Classes } from './testing.ts';

/** The texts a command is asked about, in the order they are met: `code: text`. */
function asked(command: string): readonly string[] {
  return judgeCommand(command, place).reasons.map(({ code, ...parameters }) =>
    [code, ...Object.values(parameters)].join(' '),
  );
}

const allowed = ['command_read_only'];
const deletes = ['command_deletes rm', 'command_deletes_path /home/kim/work/a'];
const evaluates = (...parts: readonly string[]): string[] =>
  parts.map((part) => `command_evaluates ${part}`);
const unknownPath = (part: string): string[] => [`command_dynamic_path ${part}`];
const etc = (name: string): string => `path_refused /etc/${name} /etc in`;
const unparsable = (part: string): string[] => [`command_unparsable ${part}`];

test.each([
  // Every operand is met, whatever stands around it.
  ['((y+x))', evaluates('y', 'x')],
  ['((x=y))', evaluates('y')],
  ['((x+=y))', evaluates('y')],
  ['((a ? 1 : 2))', evaluates('a')],
  ['((1 ? a : b))', evaluates('a', 'b')],
  ['((1 + (2 * (3 - a))))', evaluates('a')],
  ['echo $[x]', evaluates('x')],
  ['((-x))', evaluates('x')],
  ['((a+b=1))', evaluates('a', 'b')],
  // What arithmetic has set is a number from there on, and what was a number is none to ask about.
  ['((x=1)); echo $((x+1))', allowed],
  ['((x=1)); ((x<<=1)); echo $((x))', allowed],
  ['x=1; ((x++)); echo $((x))', allowed],
  ['x=5; echo $((x))', allowed],
  ['x=-5; echo $((x))', allowed],
  ['x=5a; echo $((x))', evaluates('x')],
  ['x=a5; echo $((x))', evaluates('x')],
  ['x=; echo $((x))', evaluates('x')],
  ['echo $((x++)) $((x))', evaluates('x')],
  ['echo $((x--)) $((x))', evaluates('x')],
  ['echo $((++x)) $((x))', evaluates('x')],
  ['echo $((-x)) $((+x))', evaluates('x')],
  ['echo $((RANDOM)) $(($RANDOM + ${RANDOM}))', allowed],
  ['echo $((0x1f + 2#101 - 010))', allowed],
  ['echo $(()) $[] $(( ))', allowed],
  // What the shell itself lives by.
  ['((PATH=1))', ['command_environment PATH']],
  ['((PATH|=1))', ['command_environment PATH', ...evaluates('PATH')]],
  ['((PATH++))', [...evaluates('PATH'), 'command_environment PATH']],
  ['((--PATH))', [...evaluates('PATH'), 'command_environment PATH']],
  ['((-PATH))', evaluates('PATH')],
  ['((a=PATH=1))', ['command_environment PATH']],
  // Names that are made only while it runs.
  ['((a[0]=1))', evaluates('a[0]')],
  ['(($x=1))', evaluates('$x')],
  ['((x[$(rm a)]=1))', [...deletes, ...evaluates('x[$(rm a)]')]],
  ['(($(rm a)))', [...deletes, ...evaluates('$(rm a)')]],
  ['((`rm a`+1))', [...deletes, ...evaluates('`rm a`')]],
])('arithmetic %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

/** Text that runs a command as soon as arithmetic reads it, and places that may not set it anew. */
test.each([
  '((x+=1))',
  '((x=x))',
  '((x=1 + x))',
  '((0 && (x=1))); ((x))',
  '((1 || (x=1))); ((x))',
  '((0 ? (x=1) : 2)); ((x))',
  '((1 / 0, x=1)); ((x))',
  'false && ((x=1)); ((x))',
  'echo ${HOME:-$((x=1))} $((x))',
  'echo ${y:+$((x=1))} $((x))',
  '[[ a = b && $((x=1)) = 1 ]]; ((x))',
  'readonly x; ((x=1)); ((x))',
  'echo a | ((x=1)); ((x))',
  '((x=1)) & ((x))',
])('a value read again: %s', (command) => {
  expect(codes(`x='a[$(rm a)]'; ${command}`)).toBe('command_evaluates');
});

test.each([
  ['for ((;;)); do echo a; done', allowed],
  ['for ((i=n;;)); do echo a; done', evaluates('n')],
  ['for ((;n;)); do echo a; done', evaluates('n')],
  ['for ((;;n)); do echo a; done', evaluates('n')],
  ['for ((;;)); do rm a; done', deletes],
  ['for ((PATH=0;;)); do echo a; done', ['command_environment PATH']],
  ['for ((;PATH=0;)); do echo a; done', ['command_environment PATH']],
  ['for ((;;PATH=0)); do echo a; done', ['command_environment PATH']],
])('loop %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

test.each([
  ['cat /etc/{a,b}', [etc('a'), etc('b')]],
  ['cat /etc/{a,}b', [etc('ab'), etc('b')]],
  ['cat /etc/{8..10}', [etc('8'), etc('9'), etc('10')]],
  ['cat /etc/{1..-1}', [etc('1'), etc('0'), etc('-1')]],
  ['cat /etc/{5..5}', [etc('5')]],
  ['cat /etc/{1,2}{3..4}', [etc('13'), etc('14'), etc('23'), etc('24')]],
  ['cat {1..64}', allowed],
  ['cat {64..1}', allowed],
  ['cat {1..65}', unknownPath('{1..65}')],
  ['cat {0..64}', unknownPath('{0..64}')],
  ['cat {65..1}', unknownPath('{65..1}')],
  ['cat {999999..999998}', allowed],
  ['cat {1000000..1000001}', unknownPath('{1000000..1000001}')],
  ['cat {01..10}', unknownPath('{01..10}')],
  ['cat {1..010}', unknownPath('{1..010}')],
  ['cat {-01..1}', unknownPath('{-01..1}')],
  ['cat {1..3..2}', unknownPath('{1..3..2}')],
  ['cat {a..c}', unknownPath('{a..c}')],
  [`cat {${'a,'.repeat(63)}a}`, allowed],
  [`cat {${'a,'.repeat(64)}a}`, unknownPath(`{${'a,'.repeat(64)}a}`)],
  [`cat ${'{a,b}'.repeat(6)}`, allowed],
  [`cat ${'{a,b}'.repeat(7)}`, unknownPath('{a,b}'.repeat(7))],
  [`echo ${'{a,b}'.repeat(13)}`, allowed],
  [`echo ${'{a,b}'.repeat(14)}`, ['command_too_deep']],
  ['cat {a,{b,c}}', unknownPath('{a,{b,c}}')],
  ['cat {a,"b"}', unknownPath('{a,"b"}')],
  ['cat {$x,b}', unknownPath('{$x,b}')],
  ['cat {a,$(rm a)}', [...deletes, ...unknownPath('{a,$(rm a)}')]],
  ['cat {a,~/.netrc}', unknownPath('{a,~/.netrc}')],
  ['cat {a,b', allowed],
  ['cat {a}', allowed],
  // Words left empty are none, where no quote holds them.
  ['{,rm} a', deletes],
  ["''{,rm} a", ['command_unknown_program ']],
  // The dollar takes the brace, and the parser does not join lines first.
  ['cat $${a,b}', [...unparsable('$${a,b}')]],
  ['cat a{1..3}\\\nb', unparsable('a{1..3}\\\nb')],
])('brace %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

const home = (path: string): string => `path_outside ${path} read`;

test.each([
  ['cat ~', [home('/home/kim')]],
  ['cat ~/x', [home('/home/kim/x')]],
  ['cat ~/work/x', allowed],
  ['cat ~/a$x', unknownPath('~/a$x')],
  ['cat ~kim/x', unknownPath('~kim/x')],
  ['cat ~+/x', unknownPath('~+/x')],
  ['cat ~-', unknownPath('~-')],
  ['cat ~{a,b}/x', unknownPath('~{a,b}/x')],
  ['cat ~"a"/x', allowed],
  ['cat "~/x"', allowed],
  ['cat \\~/x', allowed],
  // After `=` and `:` bash expands it in whatever looks like an assignment.
  ['cat a=~/x', allowed],
  ['dd if=~', [home('/home/kim')]],
  ['dd if=~/x', [home('/home/kim/x')]],
  ['dd if=~kim/x', ['command_unknown_operand dd if=~kim/x']],
  ['dd if=~/a:~/b', ['command_unknown_operand dd if=~/a:~/b']],
  ["sh -c 'dd if=~/x'", ['command_unknown_operand dd if=~/x']],
  ['cat a+=~/x', unknownPath('a+=~/x')],
  ['cat a=x:~/y', unknownPath('a=x:~/y')],
  ['cat 1a=~/x', allowed],
  ['cat x:~/y', allowed],
  ["cat a'b'=~/x", unknownPath("a'b'=~/x")],
  ['cat a"b":~/x', unknownPath('a"b":~/x')],
  ['cat {a,b}~/y', unknownPath('{a,b}~/y')],
  ['cat "a"b~/y', allowed],
  ['a=~/x; cat $a', [home('/home/kim/x')]],
  ['a=b:~/x; cat $a', unknownPath('$a')],
  ['a=(~/x)', allowed],
])('tilde %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

test.each([
  ['cat [a-c] [a-z]* ?a *', allowed],
  ['cat /etc/[a-c]x', ['path_refused /etc /etc in']],
  ['cat [a$(rm a)]', [...deletes, ...unknownPath('[a$(rm a)]')]],
  ['cat [`rm a`]', [...deletes, ...unknownPath('[`rm a`]')]],
  ['cat ["$x"]', unknownPath('["$x"]')],
  ['[a-z]x', ['command_dynamic_name [a-z]x']],
  ['cat @(a|b)', [...unparsable('@(a|b)'), ...unknownPath('@(a|b)')]],
])('pattern %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

const long = 'x'.repeat(200);

test.each([
  // Up to two hundred characters are shown of a word, and a mark where there are more.
  [`${long} a`, [`command_unknown_program ${long}`]],
  [`${long}x a`, [`command_unknown_program ${long}x`]],
  [`cat $${long.slice(1)}`, unknownPath(`$${long.slice(1)}`)],
  [`cat $${long}`, unknownPath(`$${long.slice(1)}…`)],
  [`echo \${x@${long}}`, evaluates(`\${x@${long}`.slice(0, 200))],
  [`echo @(${long})`, unparsable(`@(${long}`.slice(0, 200))],
])('length %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

/** Words of which only a part is known: what stands there decides what is asked. */
test.each([
  ['dd if=/etc/*', ['path_refused /etc /etc in']],
  ['dd if=/etc/$x', [...unknownPath('if=/etc/$x'), 'path_refused /etc /etc in']],
  ['grep --file=/etc/* a', ['path_refused /etc /etc in']],
  ['grep --file=/etc/$x a', [...unknownPath('--file=/etc/$x'), 'path_refused /etc /etc in']],
  ['grep -f/etc/* a', ['path_refused /etc /etc in']],
  ['grep --file=* a', allowed],
  ['grep -f[a]/../../../etc/* a', unknownPath('-f[a]/../../../etc/*')],
  ['cat ~x"/../../../../etc/y"', ['command_parent_of_link ~x/../../../../etc/y', etc('y')]],
  ['rg a *', ['command_wildcard_option rg *']],
  ['rg a ?x', ['command_wildcard_option rg ?x']],
  ['rg a [!x]*', ['command_wildcard_option rg [!x]*']],
  ['rg a [-z]*', ['command_wildcard_option rg [-z]*']],
  ['rg a [x-z]*', allowed],
  ['rg a x*', allowed],
  ['rg a "$#"x', allowed],
  ['rg a ""*', ['command_wildcard_option rg ""*']],
  ['rg a [$x]', ['command_dynamic_option rg [$x]', ...unknownPath('[$x]')]],
  ['sort a {1..70}', ['command_dynamic_option sort {1..70}', ...unknownPath('{1..70}')]],
  ['find a -name *', ['command_wildcard_option find *']],
  ['find a "$x" -name b', ['command_unset_variable x', ...allowed]],
  ['find a -name a$x', ['command_unset_variable x', ...allowed]],
  ['find a -name "$x"', ['command_unset_variable x', ...allowed]],
  ['find a -name $x', ['command_unset_variable x', 'command_unknown_option find -name']],
  ['find a -[e]xec rm a', ['command_dynamic_option find -[e]xec']],
  ['find a -ex*', ['command_dynamic_option find -ex*']],
  ['find a -e?ec', ['command_dynamic_option find -e?ec']],
  ['find /etc/ -print0 | xargs -0 cat', ['path_refused /etc /etc in']],
  ['find /data/x -print0 | xargs -0 cat', ['path_outside /data/x read']],
])('partly known %j: %j', (command, reasons) => {
  expect(asked(command)).toEqual(reasons);
});

const values: Classes = {
  'what stands for a value is run, whatever the operation': [
    ['echo "${x:-$(id)}"', 'allow'],
    ['echo ${x:-$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x:=$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x:+$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x:?$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x#$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x%%$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x/$(rm a)/b}', 'command_deletes command_deletes_path'],
    ['echo ${x/a/$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x^^$(rm a)}', 'command_deletes command_deletes_path'],
    ['echo ${x:$(rm a)}', 'command_deletes command_deletes_path command_evaluates'],
    ['echo ${x:1:$(rm a)}', 'command_deletes command_deletes_path command_evaluates'],
    ['echo ${x[$(rm a)]}', 'command_deletes command_deletes_path command_evaluates'],
  ],
  'what is evaluated once more': [
    ['echo ${x^^} ${x,} ${x,,[a-c]}', 'allow'],
    ['echo ${x:1:2} ${x: -1}', 'allow'],
    ['echo ${x:y}', 'command_evaluates'],
    ['echo ${x:1:y}', 'command_evaluates'],
    ['echo ${x@Q} ${#x} ${x[1]} ${x[@]} ${x[*]}', 'allow'],
    ['echo ${x@P}', 'command_evaluates'],
    ['echo ${x[y]}', 'command_evaluates'],
    ['echo ${!x}', 'command_evaluates'],
    ['echo ${!x[1]}', 'command_evaluates'],
    ['echo ${!x*} ${!x@} ${!x[@]} ${!x[*]}', 'allow'],
    ['a[0]=x', 'allow'],
    ['a[y]=x', 'command_evaluates'],
    ['a=([y]=x)', 'command_evaluates'],
  ],
  'defaults of what has no value': [
    ['${x:-echo} a', 'allow'],
    ['${x-echo} a', 'allow'],
    ['"${x:-echo}" a', 'allow'],
    ['${x:-rm} a', 'command_deletes command_deletes_path'],
    ['${x:=rm} a', 'command_dynamic_name'],
    ['${x:+rm} a', 'command_dynamic_name'],
    ['${x[1]:-echo} a', 'command_dynamic_name'],
    ['${!x:-echo} a', 'command_dynamic_name command_evaluates'],
    ['x=1; cat ${x:-a}', 'command_dynamic_path'],
    ['cat ${x:-a b}', 'command_dynamic_path'],
    ['cat "${x:-a b}"', 'allow'],
    ['cat ${x:-$y}', 'command_dynamic_path'],
    ['echo ${x:=1}; cat ${x:-a}', 'command_dynamic_path'],
    ['echo ${PATH:=x}', 'command_environment'],
    ['echo ${PATH:-x}', 'allow'],
  ],
  'values that are split and matched again': [
    ['x=a; cat $x', 'allow'],
    ['x="a b"; cat "$x"', 'allow'],
    ['x="a b"; cat $x', 'command_dynamic_path'],
    ["x='*'; cat $x", 'command_dynamic_path'],
    ['x=a; x+=b; cat $x', 'command_dynamic_path'],
    ['x[0]=a; cat $x', 'command_dynamic_path'],
    ['x=/etc/a; cat $x', 'path_refused'],
    ['x=rm; $x a', 'command_deletes command_deletes_path'],
    ['cat "$*"', 'command_dynamic_path'],
    ['cat $#', 'allow'],
    ['cat $PWD/a "$PWD" $(pwd)/a', 'allow'],
    ['cat $(pwd -P)/a', 'command_dynamic_path'],
    ['cat $(X=1 pwd)/a', 'command_dynamic_path command_environment'],
    ['cat $(pwd; id)/a', 'command_dynamic_path'],
    ['cat $(pwd &)/a', 'command_dynamic_path'],
    ['cat $(id)/a', 'command_dynamic_path'],
  ],
  'texts after a here-document': [
    ['cat <<E\n$(rm a)\nE', 'command_deletes command_deletes_path'],
    ['cat <<E\n`rm a`\nE', 'command_deletes command_deletes_path'],
    ['cat <<-E\n\t$(rm a)\n\tE', 'command_deletes command_deletes_path'],
    ["cat <<'E'\n$(rm a)\nE", 'allow'],
    ['cat <<E\n\\$(rm a)\nE', 'allow'],
    ['cat <<E\n<(rm a)\nE', 'allow'],
    ['cat <<E\n$x $"b" \'c\'\nE', 'allow'],
    ["cat <<E\n${x:-'a'}\nE", 'allow'],
    ["cat <<E\n${x:-'$(rm a)'}\nE", 'command_unparsable'],
    ["cat <<E\n${x:-'`rm a`'}\nE", 'command_unparsable'],
    ['cat <<< $(rm a)', 'command_deletes command_deletes_path'],
    ['cat <<< "$x"', 'allow'],
  ],
  'what the parser leaves behind': [
    ['cat a\\', 'command_unparsable'],
    ['cat \\', 'command_unparsable'],
    ['cat a\\\\', 'allow'],
    ['cat a\\b', 'allow'],
    ['echo "a\\\\"', 'allow'],
    ['echo $ a$ "$" "a$"', 'allow'],
    ['echo "a$\'b\'"', 'allow'],
    ['echo \\$x \\`id\\` "\\$(id)"', 'allow'],
    ['echo $\\\n(id)', 'command_unparsable'],
    ['echo "$\\\n(id)"', 'command_unparsable'],
    ['echo $\\\n\\\n(id)', 'command_unparsable'],
    ['echo "<(id)" a\\<', 'allow'],
    ['echo <(rm a)', 'command_deletes command_deletes_path'],
    ['echo >(rm a)', 'command_deletes command_deletes_path'],
    ['echo <()', 'command_unparsable'],
    ['a=(1 $(rm x))b cmd', 'command_environment command_unknown_program command_unparsable'],
    ['cat "$${x}"', 'command_unparsable'],
    ['cat "${x:-$\'a\'}"', 'allow'],
    ['cat "${x:-$\'a$b\'}"', 'command_unparsable'],
    ['sh -c "echo \\$\'a\'"', 'command_dialect command_unparsable'],
    ['sh -c \'echo $"a"\'', 'command_dialect command_unparsable'],
    ["sh -c 'cat <(ls)'", 'command_dialect command_unparsable'],
  ],
};

test.each(rowsOf(values))('%s: %j is %s', (_, command, code) => {
  expect(codes(command)).toBe(code);
});
