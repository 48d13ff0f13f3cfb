import { describe, expect, test } from 'vitest';
import { pathText } from '../scope/path-text.ts';
import { judgeCommand } from './index.ts';
import { codes, place } from './testing.ts';

const reasons = (command: string) => judgeCommand(command, place).reasons;

/** The paths of a judgement, as text. */
const executes = (command: string) => judgeCommand(command, place).executes.map(pathText);

const deletes = 'command_deletes command_deletes_path';

describe('text that is refused before it is read', () => {
  const long = (size: number) => `echo ${'a'.repeat(size - 5)}`;
  test.each([
    ['the longest', long(65_536), 'command_read_only'],
    ['one more', long(65_537), 'command_too_long'],
    ['bytes count, not letters', `echo ${'é'.repeat(32_765)}`, 'command_read_only'],
    ['two bytes too many', `echo ${'é'.repeat(32_766)}`, 'command_too_long'],
    ['four hundred openings', `echo ${'"$(ls)" '.repeat(400)}`, 'command_read_only'],
    ['one opening more', `echo ${'"$(ls)" '.repeat(401)}`, 'command_too_deep'],
  ])('%s', (_, command, code) => {
    expect(reasons(command)).toEqual([{ code }]);
  });

  test.each([
    ['', ''],
    [' \n\t', ''],
    ['cat <(ls)#x', 'cat <(ls)#x'],
    ['ls 2\\\n>x', 'ls 2\\\n>x'],
    [`cat <(ls)#${'x'.repeat(300)}`, `cat <(ls)#${'x'.repeat(190)}`],
  ])('cannot be parsed: %j', (command, part) => {
    expect(reasons(command)).toEqual([{ code: 'command_unparsable', part }]);
  });

  test('a nested text that the quotes hid', () => {
    const nested = (text: string) => `bash -c "cat <(ls)"'${text}'`;
    expect(reasons(nested('#x'))).toEqual([{ code: 'command_unparsable', part: 'cat <(ls)#x' }]);
    const long = nested(`#${'x'.repeat(300)}`);
    expect(reasons(long)).toEqual([
      { code: 'command_unparsable', part: `cat <(ls)#${'x'.repeat(190)}` },
    ]);
  });

  test.each([
    ['ls \u0007a', 'U+0007'],
    ['ls\r', 'U+000D'],
    ['ls \u202Ea', 'U+202E'],
    ['ls \u{E0041}', 'U+E0041'],
  ])('a character that is not seen: %j', (command, character) => {
    expect(reasons(command)).toEqual([{ code: 'command_control_character', character }]);
  });
});

describe('a dangerous part in each place of a compound command', () => {
  test.each([
    ['if rm a; then ls; fi'],
    ['if ls; then rm a; fi'],
    ['if ls; then ls; elif rm a; then ls; fi'],
    ['if ls; then ls; elif ls; then rm a; fi'],
    ['if ls; then ls; else rm a; fi'],
    ['while rm a; do ls; done'],
    ['until ls; do rm a; done'],
    ['for x in $(rm a); do ls; done'],
    ['for x in a; do rm a; done'],
    ['select x in $(rm a); do ls; done'],
    ['select x in a; do rm a; done'],
    ['case $(rm a) in x) ls;; esac'],
    ['case x in $(rm a)) ls;; esac'],
    ['case x in x) ls;; y) rm a;; esac'],
    ['( rm a )'],
    ['{ rm a; }'],
    ['rm a & ls'],
    ['cat <<< $(rm a)'],
    ['declare x="$(rm a)"'],
    ['local x="$(rm a)"', `command_defines ${deletes}`],
    ['f() { rm a; }', `command_defines ${deletes}`],
    ['coproc rm a', `command_defines ${deletes}`],
    ['for (($(rm a);;)); do ls; done', `${deletes} command_evaluates`],
    ['for ((;$(rm a);)); do ls; done', `${deletes} command_evaluates`],
    ['for ((;;$(rm a))); do ls; done', `${deletes} command_evaluates`],
    ['for ((;;)); do rm a; done'],
    ['for ((;;)); do ls; done', 'allow'],
    ['for PATH in a; do ls; done', 'command_environment'],
  ])('%s', (command, wanted = deletes) => {
    expect(codes(command)).toBe(wanted);
  });
});

describe('what is piped into an interpreter, however it is wrapped', () => {
  test.each([
    ['sh', 'interpreter'],
    ['sh & ls', 'interpreter'],
    ['{ sh; } | cat', 'interpreter'],
    ['ls | cat; sh', 'interpreter'],
    ['ls | sh', 'pipe_to_interpreter'],
    ['ls | cat | python3', 'pipe_to_interpreter'],
    ['ls | (sh)', 'pipe_to_interpreter'],
    ['ls | { cat; sh; }', 'pipe_to_interpreter'],
    ['ls | if true; then sh; fi', 'pipe_to_interpreter'],
    ['ls | while true; do sh; done', 'pipe_to_interpreter'],
    ['ls | env sh', 'pipe_to_interpreter'],
    ['ls | timeout 5 python3', 'pipe_to_interpreter'],
    ['ls | command sh', 'pipe_to_interpreter'],
    ['ls | bash -c sh', 'pipe_to_interpreter'],
  ])('%s', (command, code) => {
    expect(codes(command)).toBe(`command_${code}`);
  });
});

describe('a list of files goes through the pipe only where nothing else does', () => {
  test.each([
    ['find src -print0 | xargs -0 cat', 'allow'],
    ['find src -print0 2>/dev/null | xargs -0 cat', 'allow'],
    ['find src -print0 >/dev/null | xargs -0 cat', 'command_dynamic_path'],
    ['find src -print0 3>/dev/null | xargs -0 cat', 'command_dynamic_path'],
    ['find src -print0 2>&1 | xargs -0 cat', 'command_dynamic_path'],
    ['find src -print0 |& xargs -0 cat', 'command_dynamic_path'],
    ['find src -print0 | (cat) | xargs -0 cat', 'command_dynamic_path'],
  ])('%s', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });
});

describe('where the shell may be', () => {
  const outside = (path: string) => ({ code: 'path_outside', path, access: 'read' });
  const climbs = { code: 'command_parent_of_link', path: '../a' };
  test.each([
    ['cd src && cat ../a', [climbs]],
    ['ls && cd src && cat ../a', [climbs]],
    ['cd src || cat ../a', [outside('/home/kim/a'), climbs]],
    ['cd src || ls && cat ../a', [outside('/home/kim/a'), climbs]],
    ['ls || cd src && cat ../a', [outside('/home/kim/a'), climbs]],
    ['cd src; cat ../a', [outside('/home/kim/a'), climbs]],
    ['(cd /data); cat a', [outside('/data')]],
    ['cd /data & cat a', [outside('/data')]],
    ['cd /data | cat; cat a', [outside('/data')]],
    ['if ls; then cd /data; fi; cat a', [outside('/data'), outside('/data/a')]],
    ['for x in a; do cd src; done', [{ code: 'command_dynamic_path', part: '.' }]],
    ['while cd src; do ls; done', [{ code: 'command_dynamic_path', part: '.' }]],
  ])('%s', (command, wanted) => {
    expect(reasons(command)).toEqual(wanted);
  });

  test('eight places are told apart, nine are not', () => {
    const maybe = (count: number) =>
      `${Array.from({ length: count }, (_, at) => `if ls; then cd /home/kim/work/${at}; fi; `).join('')}cat a`;
    expect([codes(maybe(7)), reasons(maybe(8))]).toEqual([
      'allow',
      [{ code: 'command_dynamic_path', part: 'a' }],
    ]);
  });
});

describe('what a variable is known to hold', () => {
  test.each([
    ['x=a.txt; cat "$x"', 'allow'],
    ['x=a.txt; (x=/data/a); cat "$x"', 'allow'],
    ['x=a.txt; ls | x=/data/a; cat "$x"', 'allow'],
    ['x=a.txt; if ls; then x=b.txt; fi; cat "$x"', 'command_dynamic_path'],
    ['x=a.txt; ls {x}< b.txt; cat "$x"', 'command_dynamic_path'],
    ['ls {PATH}< b.txt', 'command_environment'],
    ['for x in a b; do cat "$x"; done', 'allow'],
    ['for x in a; do pwd; done; cat "$x"', 'command_dynamic_path'],
    ['select x in a b; do cat "$x"; done', 'command_dynamic_path'],
    ['declare x=a.txt; cat "$x"', 'allow'],
    ['readonly x=a.txt; cat "$x"', 'allow'],
    ['declare -r x=a.txt; cat "$x"', 'allow'],
    ['declare -a x=(a b); cat "$x"', 'command_dynamic_path'],
    // What stands behind `&&` or `||` may never run.
    ['x=/data/a; false && x=b; cat "$x"', 'command_dynamic_path'],
    ['x=/data/a; true || x=b; cat "$x"', 'command_dynamic_path'],
    ['x=/data/a; true || x=b && cat "$x"', 'command_dynamic_path'],
    ['ls && x=b && cat "$x"', 'allow'],
    ['x=/data/a; declare -p x=b; cat "$x"', 'command_dynamic_path'],
    ['x=/data/a; local x=b; cat "$x"', 'command_defines'],
    // Without a value the variable keeps the one it has.
    ['x=/data/a; declare x; cat "$x"', 'command_dynamic_path'],
    ['x=/data/a; readonly x; cat "$x"', 'command_dynamic_path'],
    // What is readonly keeps its value, and a failed `declare` does not end the command.
    ['readonly x=/data/a; declare x=a; cat "$x"', 'command_dynamic_path'],
    ['readonly x=/data/a\nx=a\ncat "$x"', 'command_dynamic_path'],
    ['declare -r x=/data/a; declare x=a; cat "$x"', 'command_dynamic_path'],
    ['command readonly x=/data/a; declare x=a; cat "$x"', 'command_dynamic_path'],
    ['readonly x=/data/a; (declare x=a; cat "$x")', 'command_dynamic_path'],
    ['readonly x=/data/a; if declare x=a; then cat "$x"; fi', 'command_dynamic_path'],
    ['while ls; do declare x=a; cat "$x"; readonly x=/data/a; done', 'command_dynamic_path'],
    ['x=a.txt; unset x; cat "$x"', 'command_dynamic_path'],
    ['read x; cat "$x"', 'command_dynamic_path'],
    ['read PATH', 'command_environment'],
    ["read 'a[1]'", 'command_evaluates'],
    ["declare x='(1)'", 'command_evaluates'],
    ['declare =x', 'command_evaluates'],
    ['declare PATH=x', 'command_environment'],
    ['alias x=y', 'command_defines'],
  ])('%j', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });

  test.each([
    ['env LANG=C ls', []],
    ['env FOO=1 BAR=2 ls', ['FOO', 'BAR']],
    ['FOO=1 ls', ['FOO']],
    ['LANG=/x ls', ['LANG']],
    ['IFS=, read x', []],
    ['IFS=, ls', ['IFS']],
    ['export LANG=C', []],
    ['export LANG', ['LANG']],
    ['export FOO', ['FOO']],
    ['export FOO=1', ['FOO']],
  ])('handed to a program: %s', (command, names) => {
    const read = [{ code: 'command_read_only' }];
    const given = names.map((name) => ({ code: 'command_environment', name }));
    expect(reasons(command)).toEqual(names.length === 0 ? read : given);
  });
});

describe('redirections', () => {
  const writes = [{ code: 'command_writes', path: '/home/kim/work/x.md' }];
  const reads = [{ code: 'command_read_only' }];
  test.each([
    ['ls 2>&1', reads],
    ['ls >&2', reads],
    ['(ls) >&2', reads],
    ['ls 2>&-', reads],
    ['ls 0<&3-', reads],
    ['ls < x.md', reads],
    ['ls >&x.md', writes],
    ['ls &> x.md', writes],
    ['ls &>> x.md', writes],
    ['ls > x.md', writes],
    ['ls >> x.md', writes],
    ['ls >| x.md', writes],
    ['ls <> x.md', writes],
    ['{ ls; } > x.md', writes],
    ['ls {fd}> x.md', writes],
  ])('%s', (command, wanted) => {
    expect(reasons(command)).toEqual(wanted);
  });

  test.each([
    ['cat <<< x', '<<<'],
    ['[[ a ]]', '[['],
    ['ls &>/dev/null', '&>'],
  ])('what a plain shell reads otherwise: %s', (text, part) => {
    expect(reasons(`sh -c '${text}'`)).toEqual([
      { code: 'command_dialect', part: text },
      { code: 'command_unparsable', part },
    ]);
  });
});

describe('options and operands', () => {
  const writes = 'command_option_writes command_writes write_not_a_note';
  test.each([
    ['sort --rev a', 'allow'],
    ['sort --ou x a', writes],
    ['sort -ox a', writes],
    ['sort -rox a', writes],
    ['sort a -o x', writes],
    ['sort -- -ox', 'allow'],
    ['sort --key=2 a', 'allow'],
    ['sort --key 2 a', 'allow'],
    ['sort -k x-o a', 'allow'],
    ['sort -k -r a', 'allow'],
    ['sort -k -ox a', 'command_unknown_option'],
    ['sort -k --output=x a', 'command_unknown_option'],
    ['sort --key', 'command_unknown_option'],
    ['sort --reverse=x a', 'command_unknown_option'],
    ['sort -$x a', 'command_dynamic_option'],
    ['sort -k $x a', 'command_dynamic_option command_dynamic_path'],
    ['sort -k "$x" a', 'allow'],
    ['head -5 a', 'allow'],
    ['head -5x a', 'command_unknown_option'],
    ['tar tzf a.tar.gz', 'allow'],
    ['tar xzf a.tar.gz', 'command_writes'],
    ['grep /etc/passwd a', 'allow'],
    ['grep -e x /etc/passwd', 'path_refused'],
    ['find . -name=x', 'command_unknown_option'],
    ['set -o pipefail', 'allow'],
    ['set -o', 'allow'],
    ['set -o posix', 'command_defines'],
  ])('%s', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });

  test('an abbreviation is named in full', () => {
    expect(reasons('sort --ou x.md a')).toEqual([
      { code: 'command_writes', path: '/home/kim/work/x.md' },
      { code: 'command_option_writes', program: 'sort', option: '--output' },
    ]);
  });
});

describe('paths', () => {
  test.each([
    ['./run.sh', ['/home/kim/work/run.sh']],
    ['env ./run.sh', ['/home/kim/work/run.sh']],
    ['sort --compress-program=./z a', ['/home/kim/work/z']],
    ['sort --compress-program=z a', []],
    ['/usr/bin/ls', ['/usr/bin/ls']],
    ['cat ./run.sh', []],
    ['ls > run.md', []],
  ])('runs: %s', (command, paths) => {
    expect(executes(command)).toEqual(paths);
  });

  test('an option that runs its value names both', () => {
    expect(reasons('sort --compress-program=./z a')).toEqual([
      {
        code: 'command_option_runs',
        program: 'sort',
        option: '--compress-program',
        part: './z',
      },
    ]);
  });

  test.each([
    ['ls ~', ['/home/kim']],
    ['grep -r x ..', ['/home/kim']],
    ['cat ~/*', ['/home/kim']],
    ['find / -name x', ['/']],
    ['find . -name x', []],
    ['cat ~', []],
  ])('walks over a refused place: %s', (command, paths) => {
    const walked = reasons(command).filter(({ code }) => code === 'command_walks_refused');
    expect(walked).toEqual(
      paths.map((path) => ({ code: 'command_walks_refused', path, place: 'gatehouse' })),
    );
  });

  test.each([
    ['cat ../work/*', 'allow'],
    ['cat */../x', 'command_dynamic_path'],
    ['cat ..*/x', 'command_dynamic_path'],
    ['cat src/.*', 'command_dynamic_path'],
    ['ls "|x"', 'command_option_runs'],
  ])('%s', (command, wanted) => {
    expect(codes(command)).toBe(wanted);
  });
});

describe('limits', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `f${at}`).join(' ');
  test('a thousand paths are listed, and one more is not', () => {
    const most = judgeCommand(`cat ${names(1000)}`, place);
    const more = judgeCommand(`cat ${names(1001)}`, place);
    expect([most.reads.length, most.reasons, more.reads.length, more.reasons]).toEqual([
      1000,
      [{ code: 'command_read_only' }],
      1000,
      [{ code: 'command_too_deep' }],
    ]);
  });

  test('more work than the bound is refused whole', () => {
    expect(judgeCommand(`cat ${names(5000)}`, place)).toMatchObject({
      reasons: [{ code: 'command_too_deep' }],
      reads: [],
    });
  });
});
