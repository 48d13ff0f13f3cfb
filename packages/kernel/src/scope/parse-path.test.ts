import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from './parse-path.ts';
import type { Scope } from './path.ts';
import { pathText } from './path-text.ts';

const scope: Scope = {
  roots: ['/home/kim/notes', '/home/kim/notes/work/deep', '/data/ws'],
  home: '/home/kim',
  gatehouse: '/home/kim/.local/share/gatehouse',
  cwd: '/home/kim/notes/work',
};
const file = { parents: 'refuse' } as const;
const command = { parents: 'normalise' } as const;

function read(text: string, how: typeof file | typeof command): string {
  const parsed = parsePath(text, scope, how);
  return 'path' in parsed
    ? `${parsed.path.root}|${parsed.path.segments.join('|')}`
    : parsed.refused.code;
}

describe('a path is read lexically', () => {
  test.each([
    // [text, as a file operation, as a word of a command]
    ['a.md', '/home/kim/notes|work|a.md', '/home/kim/notes|work|a.md'],
    ['./a/./b.md', '/home/kim/notes|work|a|b.md', '/home/kim/notes|work|a|b.md'],
    ['a//b/', '/home/kim/notes|work|a|b', '/home/kim/notes|work|a|b'],
    ['.', '/home/kim/notes|work', '/home/kim/notes|work'],
    ['deep/x', '/home/kim/notes/work/deep|x', '/home/kim/notes/work/deep|x'],
    ['/home/kim/notes', '/home/kim/notes|', '/home/kim/notes|'],
    ['/home/kim/notes2/x', '/|home|kim|notes2|x', '/|home|kim|notes2|x'],
    ['/data/ws/x', '/data/ws|x', '/data/ws|x'],
    ['/', '/|', '/|'],
    ['///etc/passwd', '/|etc|passwd', '/|etc|passwd'],
    ['~', '/|home|kim', '/|home|kim'],
    ['~/notes/x', '/home/kim/notes|x', '/home/kim/notes|x'],
    ['~root/.ssh', '/home/kim/notes|work|~root|.ssh', 'path_platform_alias'],
    ['~+/x', '/home/kim/notes|work|~+|x', 'path_platform_alias'],
    ['~$draft.docx', '/home/kim/notes|work|~$draft.docx', '/home/kim/notes|work|~$draft.docx'],
    ['../x', 'path_parent_segment', '/home/kim/notes|x'],
    ['a/../../../x', 'path_parent_segment', '/|home|kim|x'],
    ['../../../../../../etc/passwd', 'path_parent_segment', '/|etc|passwd'],
    ['...', '/home/kim/notes|work|...', '/home/kim/notes|work|...'],
    ['..%2f..%2fetc', '/home/kim/notes|work|..%2f..%2fetc', '/home/kim/notes|work|..%2f..%2fetc'],
    ['%2e%2e/etc', '/home/kim/notes|work|%2e%2e|etc', '/home/kim/notes|work|%2e%2e|etc'],
    ['..\\..\\etc', 'path_platform_alias', '/home/kim/notes|work|..\\..\\etc'],
    ['file:///etc/passwd', 'path_platform_alias', 'path_platform_alias'],
    [' FILE:/etc', 'path_platform_alias', 'path_platform_alias'],
    ['my file:x', '/home/kim/notes|work|my file:x', '/home/kim/notes|work|my file:x'],
    ['a~b', '/home/kim/notes|work|a~b', '/home/kim/notes|work|a~b'],
    ['CON', '/home/kim/notes|work|CON', '/home/kim/notes|work|CON'],
    ['a.txt:stream', '/home/kim/notes|work|a.txt:stream', '/home/kim/notes|work|a.txt:stream'],
    ['', 'path_empty', 'path_empty'],
    ['a\0.md', 'path_nul', 'path_nul'],
    ['a\nb', 'path_control_character', 'path_control_character'],
    ['a\u007f', 'path_control_character', 'path_control_character'],
    ['a\u0085b', 'path_control_character', 'path_control_character'],
    ['a\u202Egpj.md', 'path_invisible_character', 'path_invisible_character'],
    ['a\u200Bb', 'path_invisible_character', 'path_invisible_character'],
    ['.g\u200Cit/config', 'path_invisible_character', 'path_invisible_character'],
    ['.g\u200Dit/config', 'path_invisible_character', 'path_invisible_character'],
    ['a\u{E0041}', 'path_invisible_character', 'path_invisible_character'],
    ['a\u2028b', 'path_invisible_character', 'path_invisible_character'],
    ['a\uFEFFb', 'path_invisible_character', 'path_invisible_character'],
    ['a\u3164b', 'path_invisible_character', 'path_invisible_character'],
    ['a\uD800', 'path_invisible_character', 'path_invisible_character'],
    ['👨‍👩‍👧.md', '/home/kim/notes|work|👨‍👩‍👧.md', '/home/kim/notes|work|👨‍👩‍👧.md'],
    ['❤️.md', '/home/kim/notes|work|❤️.md', '/home/kim/notes|work|❤️.md'],
    ['می‌خواهم.md', '/home/kim/notes|work|می‌خواهم.md', '/home/kim/notes|work|می‌خواهم.md'],
    [
      'é'.repeat(127),
      `/home/kim/notes|work|${'é'.repeat(127)}`,
      `/home/kim/notes|work|${'é'.repeat(127)}`,
    ],
    ['é'.repeat(128), 'path_too_long', 'path_too_long'],
    ['a/'.repeat(2_100), 'path_too_long', 'path_too_long'],
  ])('%j', (text, asFile, asWord) => {
    expect({ asFile: read(text, file), asWord: read(text, command) }).toEqual({ asFile, asWord });
  });

  test('names and paths may be as long as Linux allows, not a byte longer', () => {
    const path = (bytes: number) => `/${'a/'.repeat(2_000)}${'b'.repeat(bytes - 4_001)}`;
    const taken = ['a'.repeat(255), path(4_095)];
    const refused = ['a'.repeat(256), path(4_096), `${'./'.repeat(2_047)}ab`];
    expect(taken.map((given) => 'path' in parsePath(given, scope, file))).toEqual(
      taken.map(() => true),
    );
    expect(refused.map((given) => read(given, file))).toEqual(refused.map(() => 'path_too_long'));
    // A short text may still name a long place.
    const deep = { ...scope, cwd: `/${'a/'.repeat(2_000)}` };
    const from = (text: string) => parsePath(text, deep, file);
    expect('path' in from('b'.repeat(94))).toBe(true);
    expect(from('b'.repeat(95))).toEqual({ refused: { code: 'path_too_long' } });
  });

  test('the character that was refused is named', () => {
    expect(parsePath('a\u202Eb', scope, file)).toEqual({
      refused: { code: 'path_invisible_character', character: 'U+202E' },
    });
    expect(parsePath('a\tb', scope, file)).toEqual({
      refused: { code: 'path_control_character', character: 'U+0009' },
    });
  });
});

const name = fc.oneof(
  fc.constantFrom('..', '.', '', 'notes', 'work', 'deep', '~', 'home', 'kim', '%2e%2e', '..;', 'a'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc
  .tuple(fc.constantFrom('', '/', '~/', '//', './'), fc.array(name, { maxLength: 12 }))
  .map(([start, names]) => start + names.join('/'));

/** Null where refused; else what is wrong with the accepted place, which must be nothing. */
function faults(given: string, how: typeof file | typeof command): readonly string[] {
  const parsed = parsePath(given, scope, how);
  if ('refused' in parsed) return [];
  const { root, segments } = parsed.path;
  const found: string[] = [];
  if (segments.some((segment) => /^\.{0,2}$|\//u.test(segment) || segment.includes('\0')))
    found.push('a tricky name');
  if (root !== '/' && !scope.roots.includes(root)) found.push('a root nobody gave');
  if (root !== '/' && !`${pathText(parsed.path)}/`.startsWith(`${root}/`)) found.push('an escape');
  const again = parsePath(pathText(parsed.path), scope, command);
  if (JSON.stringify(again) !== JSON.stringify(parsed)) found.push('another place when read again');
  return found;
}

test('whatever is accepted has only plain names and stands under the root it claims', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(file, command), (given, how) => {
      expect(faults(given, how)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
