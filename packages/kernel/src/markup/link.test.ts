import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteHref, readNoteHref, safeHref } from './link.ts';

const js = 'java' + 'script';

describe('an address', () => {
  test.each([
    ['https://e.org', 'https://e.org'],
    ['HTTPS://e.org/A', 'https://e.org/A'],
    [' http://e.org\n', 'http://e.org'],
    ['mailto:a@b.org', 'mailto:a@b.org'],
    ['note.md', '#note/note.md'],
    ['a b.md', '#note/a%20b.md'],
    ['#note/a%20b', '#note/a%20b'],
    ['?x=:y', '#note/%3Fx%3D%3Ay'],
    ['', null],
    [`${js}:alert(1)`, null],
    [`${js.toUpperCase()}:alert(1)`, null],
    [` ${js}:alert(1)`, null],
    [`\u0001${js}:alert(1)`, null],
    [`java\tscript:alert(1)`, null],
    [`java\nscript:alert(1)`, null],
    [`java\u200Bscript:alert(1)`, null],
    [`\u00a0${js}:alert(1)`, null],
    [`${js} :alert(1)`, null],
    [`feed:${js}:alert(1)`, null],
    ['data:text/html,x', null],
    ['vbscript:x', null],
    ['file:///etc/passwd', null],
    ['blob:https://e.org/x', null],
    ['view-source:https://e.org', null],
    ['ms-msdt:/id', null],
    ['obsidian://open?x', null],
    ['//e.org/x', null],
    ['\\\\e.org\\x', null],
    ['/\\e.org', null],
    ['https:e.org', null],
    ['https:/\\e.org', null],
    ['https://good.org@evil.org', null],
    ['https://a b', null],
    ['#note/%E0%A4%A', null],
    ['#note/%00', null],
    ['https://e.org/\u202Egpj', null],
  ])('%j', (written, expected) => {
    expect(safeHref(written)).toBe(expected);
  });

  test('of a note comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (target) => {
        expect(readNoteHref(noteHref(target))).toBe(target);
      }),
    );
    expect(readNoteHref('https://e.org')).toBeNull();
  });
});
