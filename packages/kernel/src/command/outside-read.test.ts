import { expect, test } from 'vitest';
import { codes } from './testing.ts';

/** Options and operands by which a tool that only reads would read beyond the workspace. */
test.each([
  ['git grep --no-index x a', 'command_reads_list'],
  ['git grep x -- /data/x', 'path_outside'],
  ['git grep -e x ../y', 'path_outside'],
  ['git grep /x a', 'allow'],
  ['git blame -S /data/x a', 'path_outside'],
  ['git blame HEAD -- src/a.ts', 'allow'],
  ['git ls-files --others ../y', 'path_outside'],
  ['git ls-tree HEAD ../y', 'path_outside'],
  ['git ls-tree -r HEAD --name-only', 'allow'],
  ['yq -n \'loadstr("/data/x")\'', 'command_script_reads'],
  ['yq -n \'xml_load("/data/x")\'', 'command_script_reads'],
  ['jq -n \'"x" | modulemeta\'', 'command_script_reads'],
  ['yq \'.a = "no download"\' a.yml', 'allow'],
  ["jq '.load' a.json", 'allow'],
  ['ack -x a', 'command_reads_list'],
  ['ack --files-from=a b', 'command_reads_list'],
  ['xmllint http://example.org/a.xml', 'command_network'],
  ['xmllint --dtdvalid http://example.org/a.dtd a.xml', 'command_network'],
  ['xmllint --noout a.xml', 'allow'],
  ['dstat -o out.csv', 'command_unknown_option'],
  ['dstat -cdn', 'allow'],
  ['iostat -o JSON', 'allow'],
  ['peekfd 1', 'command_unknown_program'],
  ['journalctl -M box', 'command_unknown_option'],
])('%s', (command, wanted) => {
  expect(codes(command)).toBe(wanted);
});
