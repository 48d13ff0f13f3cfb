import { expect, test } from 'vitest';
import { codes, rowsOf, type Classes } from './testing.ts';

/**
 * Commands that one reading of a tool's options shows as harmless and another does not: each was
 * seen to write or to run something with the real tool of some system.
 */
const classes: Classes = {
  'values that are options where the tool takes none there': [
    ['tar -tf a --occurrence --checkpoint-action=exec=./x f', 'command_option_runs'],
    ['nm -l --plugin=./x.so a', 'command_unknown_option'],
    ['objdump -l --plugin=./x.so -d a', 'command_unknown_option'],
    ['git log --max-parents --output=x', 'command_unknown_option'],
    ['journalctl -n --rotate', 'command_unknown_option'],
    ['dmesg --color --clear', 'command_hides_traces'],
    ['lsof -f -Dbx', 'command_unknown_option'],
  ],
  'values that are none, so that what follows is the program': [
    ["sed -l p 'e id' a", 'command_unknown_option'],
    ["sed -nl p 'w out' a", 'command_unknown_option'],
    ['echo a | xargs --max-lines touch echo b', 'command_writes'],
    [`awk --assign 'BEGIN{system("id")}' a`, 'command_interpreter'],
    [`awk --field-separator 'BEGIN{system("id")}' a`, 'command_interpreter'],
    [`awk --source='BEGIN{}' 'BEGIN{system("id")}'`, 'command_script_runs'],
    ["tree -Po '*' out", 'command_writes'],
    ['tree -Lo 1 out', 'command_writes'],
  ],
  'words that stand for the words of a file': [
    ['nm @x', 'command_reads_list'],
    ['objdump -d @x', 'command_reads_list'],
    ['strings @x', 'command_reads_list'],
  ],
  'arrays that are read again': [
    ["declare -a 'a=($(id))'", 'command_evaluates'],
    ["typeset -A 'a=([$(id)]=1)'", 'command_evaluates'],
    ["readonly -a 'a=($(id))'", 'command_evaluates'],
    ["a=(1); declare 'a=($(id))'", 'command_evaluates'],
    ["x='($(id))'; declare -a a=$x", 'command_evaluates'],
    ['declare -a "a=$x"', 'command_evaluates'],
    ['a=($x); declare "a=$x"', 'command_evaluates'],
  ],
  'tools that load what the project names': [
    ['pnpm list', 'command_builds'],
    ['pytest --help', 'command_builds'],
    ['mvn --version', 'command_builds'],
    ['npm fund x', 'command_unknown_operand'],
    ['git log --show-signature', 'command_option_runs'],
    ['bzgrep a b.bz2', 'command_script_runs'],
    ['xargs --process-slot-var=PATH echo', 'command_environment'],
  ],
  'options and operands that write in one tool of the name': [
    ['sar -o out 1 1', 'command_option_writes'],
    ['atop -w out', 'command_option_writes'],
    ['nmon -f', 'command_option_writes'],
    ['yq -s .a b', 'command_option_writes'],
    ['csvclean a.csv', 'command_writes'],
    ['dos2unix a -i b', 'command_writes'],
    ['pmap -N out', 'command_option_writes'],
    ['uniq +1 out', 'command_writes'],
    ['xxd +1 out', 'command_writes'],
  ],
  'everyday commands beside them': [
    ['declare -a arr=(a b c)', 'allow'],
    ['declare -r X=5', 'allow'],
    ['tree -L2 -aI node_modules', 'allow'],
    ["tree -P '*.ts' src", 'allow'],
    ["rg -e '-foo' x", 'allow'],
    ['nm -D x', 'allow'],
    ['journalctl -b -1 -n 20', 'allow'],
    ['tar -tf a.tgz', 'allow'],
    ['make --version', 'allow'],
    ['sar -u 1 3', 'allow'],
    ['dos2unix -i a', 'allow'],
  ],
};

test.each(rowsOf(classes))('%s: %s', (_, command, wanted) => {
  expect(codes(command).split(' ')).toContain(wanted);
});
