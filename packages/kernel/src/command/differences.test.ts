import { expect, test } from 'vitest';
import { judgeCommand } from './index.ts';
import { codes, place } from './testing.ts';

/** Found by running generated programs in bash and comparing what ran with what was seen. */
test.each([
  // A word that a brace leaves empty is no word: the next one takes its place.
  ["sed {,} '1e id' a", 'command_script_runs'],
  ['grep {,} /data/x', 'allow'],
  ['grep {a,} {,}"" /data/x', 'path_outside'],
  ['cut a$${,}', 'command_unparsable'],
  ['cut a$$b{c,d}', 'allow'],
  ['cut "$${""}"', 'command_unparsable'],
  ['cut "a$$" b', 'allow'],
  // A line that goes on inside `$'…'` keeps its backslash.
  ["wc $'\\\n'", 'command_unparsable'],
  ["grep $'a\\tb' a", 'allow'],
  ['cut a{1.\\\n.3}', 'command_unparsable'],
  ['cut "{a\\\nb}"', 'allow'],
  // Lines are joined before anything else is read.
  ['basename a$\\\n{x}', 'command_unparsable'],
  ['cat "a$\\\nb"', 'command_unparsable'],
  ['cat <\\\n(ls)', 'command_unparsable'],
  ['cat a\\\nb', 'allow'],
  // The slash that ends the pattern may stand in a substitution.
  ['echo ${x/`/&rm q`}', 'command_unparsable'],
  ['echo ${x/$(ls a)/`ls a`}', 'allow'],
  // An answer to `select` may choose nothing.
  ['select x in \'#\'; do sed "$x 1e id" a; done', 'command_dynamic_option command_dynamic_script'],
  ['select x in $(rm q); do ls; done', 'command_deletes command_deletes_path'],
  // The second file that a pattern matches is the one that `uniq` writes.
  ['uniq sub/*', 'command_unknown_operand command_writes write_not_a_note'],
  ['uniq sub/a', 'allow'],
  ['grep x sub/*', 'allow'],
  ['timeout [5r]* a', 'command_dynamic_path command_unknown_program'],
  // A long option may be cut short.
  ["split --f 'rm q' a", 'command_option_runs command_unknown_option command_writes'],
  ['split -l 5 /data/x', 'command_writes path_outside'],
  // A tilde is only the home where nothing but plain letters stands before the slash.
  ["cat ~''/x", 'allow'],
  ['cat ~"x"', 'allow'],
  ['cat ~/x', 'path_outside'],
  ['cat ~\\/x', 'command_dynamic_path'],
  ['cat ~{,a}', 'command_dynamic_path'],
  ['cat {,}~/x', 'command_dynamic_path'],
  ['cat {a,}b~/x', 'allow'],
  // Glued to a word, a process substitution is a part of it; an empty one is nothing.
  ['wc <(ls) b', 'allow'],
  ['wc a<(ls)', 'command_unparsable'],
  ['wc <(ls)a', 'command_unparsable'],
  ['wc>(ls)', 'command_unparsable'],
  ['wc <(ls)# ; rm q', 'command_unparsable'],
  ['wc <(ls)\\\n# ; rm q', 'command_unparsable'],
  ["bash -c 'wc <(ls)# ; rm q'", 'command_unparsable'],
  ['wc <(ls) # ; rm q', 'allow'],
  ['wc <(ls) \\\n b', 'allow'],
  ['awk 1\\\n>/dev/null \'BEGIN{system("id")}\' a', 'command_unparsable'],
  ['cat a1 \\\n>/dev/null', 'allow'],
  // In double quotes, what `$'…'` stands for is expanded once more.
  ['echo "${x#$\'$(rm q)\'}"', 'command_unparsable'],
  ['echo "${x#$\'\\x24(rm q)\'}"', 'command_unparsable'],
  ["echo ${x#$'a'} \"${x%$'\\n'}\"", 'allow'],
  ['wc <()', 'command_unparsable'],
  ['for x in a<(ls); do ls; done', 'command_unparsable'],
  // `<&-` is whole: what is glued to it is an argument.
  ['cat<&-/etc/shadow', 'command_unparsable command_writes write_not_a_note'],
  ['cat<&-', 'allow'],
  ['cat <&-5', 'command_unparsable command_writes write_not_a_note'],
])('%s', (command, wanted) => {
  expect(codes(command)).toBe(wanted);
});

test('a wrapper without a command runs the one of its own', () => {
  expect(judgeCommand('ls | xargs -n 2', place).programs).toEqual(['ls', 'xargs', 'echo']);
  expect(judgeCommand('ls | xargs wc', place).programs).toEqual(['ls', 'xargs', 'wc']);
});
