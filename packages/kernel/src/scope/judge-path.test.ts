import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgePath, type Mode } from './judge-path.ts';
import { judgeRoot } from './judge-root.ts';
import type { Scope, ScopedPath } from './path.ts';
import { placeUnder, segmentsOf } from './path-text.ts';
import type { Access } from './refused.ts';
import { createRefusals } from './refused.ts';
import { homePlaces, systemPlaces } from './refused-places.ts';

const scope: Scope = {
  roots: [
    '/home/kim/notes',
    '/opt/ws',
    '/root/tmp/ws',
    '/dev/shm/ws',
    '/run/user/7/ws',
    '/var/lib/ws',
  ],
  home: '/home/kim',
  gatehouse: '/home/kim/.local/share/gatehouse',
  cwd: '/home/kim/notes',
};

function at(text: string, within: Scope = scope): ScopedPath {
  return placeUnder(segmentsOf(text), within.roots);
}
function codes(text: string, access: Access, mode: Mode, asked = text): string {
  return judgePath(at(text), access, scope, mode, at(asked))
    .map(({ code }) => code)
    .join(' ');
}

describe('where a path lies decides', () => {
  test.each<[string, Access, string, string, string]>([
    // [path, access, read-only, standard, yolo]
    ['/home/kim/notes/a.md', 'read', 'path_inside', 'path_inside', 'path_inside'],
    ['/home/kim/notes', 'read', 'path_inside', 'path_inside', 'path_inside'],
    ['/home/kim/notes/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/home/kim/notes/A.TXT', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/home/kim/notes/a.ts', 'write', 'mode_read_only', 'write_not_a_note', 'write_inside'],
    ['/home/kim/notes/.md', 'write', 'mode_read_only', 'write_not_a_note', 'write_inside'],
    ['/home/kim/notes/a.md', 'delete', 'mode_read_only', 'delete_asks', 'delete_asks'],
    ['/home/kim/notes', 'delete', 'mode_read_only', 'path_is_root', 'path_is_root'],
    ['/opt/ws/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/root/tmp/ws/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/dev/shm/ws/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/run/user/7/ws/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/var/lib/ws/a.md', 'write', 'mode_read_only', 'write_inside', 'write_inside'],
    ['/tmp/x', 'read', 'path_outside', 'path_outside', 'path_outside_yolo'],
    ['/tmp/x', 'write', 'mode_read_only', 'path_outside', 'path_outside_yolo'],
    ['/var/tmp/x', 'write', 'mode_read_only', 'path_outside', 'path_outside_yolo'],
    ['/dev/shm/x', 'write', 'mode_read_only', 'path_outside', 'path_outside_yolo'],
    [
      '/tmp/x',
      'delete',
      'mode_read_only',
      'path_outside delete_asks',
      'path_outside_yolo delete_asks',
    ],
    ['/home/kim/.bashrc', 'read', 'path_outside', 'path_outside', 'path_outside_yolo'],
    ['/usr/share/dict/words', 'read', 'path_outside', 'path_outside', 'path_outside_yolo'],
    ['/dev/null', 'write', 'path_harmless', 'path_harmless', 'path_harmless'],
    [
      '/home/kim/.bashrc',
      'write',
      'mode_read_only',
      'path_outside write_executes_later',
      'path_outside_yolo write_executes_later',
    ],
  ])('%s %s', (path, access, ...expected) => {
    const found = (['read-only', 'standard', 'yolo'] as const).map((mode) =>
      codes(path, access, mode),
    );
    expect(found).toEqual(expected);
  });

  test('a link inside that leads outside is judged by where it leads', () => {
    expect(codes('/tmp/x.md', 'write', 'standard', '/home/kim/notes/x.md')).toBe('path_outside');
    expect(codes('/home/kim/notes/x.md', 'read', 'standard', '/tmp/l')).toBe('path_inside');
    expect(codes('/home/kim/notes/k', 'read', 'yolo', '/home/kim/.ssh/k')).toBe('path_refused');
    expect(codes('/home/kim/notes/a.md', 'write', 'yolo', '/home/kim/notes/.git/config')).toBe(
      'write_executes_later',
    );
  });

  test('a root inside a repository makes nothing of it silent', () => {
    const within: Scope = { ...scope, roots: ['/home/kim/notes/.git/hooks'] };
    const place = at('/home/kim/notes/.git/hooks/a.md', within);
    expect(judgePath(place, 'write', within, 'yolo')[0]?.code).toBe('write_executes_later');
  });

  test('a place that was not made by the parser is malformed', () => {
    for (const segments of [['..', 'x'], ['a/b'], [''], ['.'], ['a\0b']]) {
      expect(judgePath({ root: '/home/kim/notes', segments }, 'read', scope, 'yolo')).toEqual([
        { code: 'malformed_input' },
      ]);
    }
    const good = at('/home/kim/notes/a.md');
    const tricky = { root: '/home/kim/notes', segments: ['..', 'x'] };
    for (const root of ['home/kim', 'x']) {
      expect(judgePath({ root, segments: ['a'] }, 'read', scope, 'yolo')).toEqual([
        { code: 'malformed_input' },
      ]);
    }
    expect(judgePath(good, 'read', scope, 'yolo', tricky)).toEqual([{ code: 'malformed_input' }]);
    expect(
      judgePath({ root: '/home/kim/notes/../..', segments: [] }, 'read', scope, 'yolo'),
    ).toEqual([{ code: 'malformed_input' }]);
  });

  test('a root the scope does not have lends nothing', () => {
    const forged: ScopedPath = { root: '/home/kim', segments: ['x.md'] };
    expect(judgePath(forged, 'write', scope, 'standard')[0]?.code).toBe('path_outside');
  });
});

describe('a refused place stays refused', () => {
  const refusedReads = [
    '/etc/passwd',
    '/ETC/shadow',
    '/proc/self/environ',
    '/sys/kernel',
    '/boot/vmlinuz',
    '/dev/sda',
    '/dev/mem',
    '/root/.bashrc',
    '/run/user/1000/keyring/control',
    '/var/run/docker.sock',
    '/var/lib/mysql/x',
    '/private/etc/hosts',
    '/home/kim/.ssh',
    '/home/kim/.ssh/id_ed25519',
    '/home/kim/.SSH/id',
    '/home/kim/.ſsh/id',
    '/home/kim/.ｓｓｈ/id',
    '/home/kim/.ssh./id',
    '/home/kim/.ssh /id',
    '/home/kim/.gnupg',
    '/home/kim/.aws/credentials',
    '/home/kim/.Kube/config',
    '/home/kim/.config/gcloud/x',
    '/home/kim/.config/google-chrome-beta/x',
    '/home/kim/.mozilla',
    '/home/kim/.local/share/keyrings/login.keyring',
    '/home/kim/.bash_history',
    '/home/kim/.password-store/a.gpg',
    '/home/kim/.local/share/gatehouse/data.db',
    '/home/kim/.local/share/GATEHOUSE',
    '/home/other/.ssh/id',
    '/Users/other/Library/Keychains/x',
    '/var/home/other/.netrc',
    '/root/.ssh/id',
    '/home/kim/Library/Application Support/Google/Chrome',
  ];
  test.each(refusedReads)('%s', (path) => {
    for (const mode of ['read-only', 'standard', 'yolo'] as const) {
      for (const access of ['read', 'write', 'delete'] as const) {
        expect(codes(path, access, mode)).toBe('path_refused');
      }
    }
  });

  test.each(['/usr/bin/env', '/bin/sh', '/usr/x', '/opt/x', '/var/x', '/lib/x', '/srv/x'])(
    'changing %s',
    (path) => {
      expect(codes(path, 'write', 'yolo')).toBe('path_refused');
      expect(codes(path, 'delete', 'yolo')).toBe('path_refused');
    },
  );

  test.each([
    '/',
    '/home',
    '/home/kim',
    '/home/kim/.config',
    '/home/kim/.local',
    '/home/other',
    '/var',
    '/users',
  ])('deleting or moving %s, which holds one', (path) => {
    expect(codes(path, 'delete', 'yolo')).toBe('path_refused');
  });

  test('a walk learns which folders hold one', () => {
    const refusals = createRefusals(scope);
    expect(refusals.holds(['home', 'kim'])?.place).toBe('gatehouse');
    expect(refusals.holds(['home', 'other'])?.place).toBe('~/.ssh');
    expect(refusals.holds(['tmp'])).toBeNull();
    expect(refusals.holds(['home', 'kim', 'notes'])).toBeNull();
    expect(refusals.holds([])).not.toBeNull();
  });

  const spelled = (name: string): fc.Arbitrary<string> =>
    fc.constantFrom(
      name,
      name.toUpperCase(),
      name.toLowerCase(),
      name.normalize('NFD'),
      `${name}.`,
      `${name} `,
      name.replaceAll('s', 'ſ'),
      name.replaceAll('k', '\u212A'),
      Array.from(name, (c) =>
        /[a-z]/u.test(c) ? String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0) : c,
      ).join(''),
      Array.from(name).join('\u200B'),
    );
  const row = fc.oneof(
    fc.constantFrom(...systemPlaces.map(({ place }) => place)),
    fc.constantFrom(...homePlaces.map((place) => `/home/kim/${place.replace(/\*$/u, 'x')}`)),
    fc.constant(scope.gatehouse),
  );
  const below = fc.array(
    fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((s) => !/^\.{1,2}$|[/\0]|^(shm|tmp|folders)$/u.test(s)),
    {
      maxLength: 4,
    },
  );

  test('in any spelling and at any depth', () => {
    const spellings = row.chain((place) =>
      fc.tuple(
        ...segmentsOf(place).map((segment, index) =>
          index < 2 && place.startsWith('/home/kim') ? fc.constant(segment) : spelled(segment),
        ),
      ),
    );
    fc.assert(
      fc.property(
        spellings,
        below,
        fc.constantFrom<Mode>('read-only', 'standard', 'yolo'),
        (names, more, mode) => {
          const own: Scope = { ...scope, roots: ['/home/kim/notes'] };
          const path: ScopedPath = { root: '/', segments: [...names, ...more] };
          expect(judgePath(path, 'write', own, mode).map(({ code }) => code)).toEqual([
            'path_refused',
          ]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('reasons name the place, and what it is refused for', () => {
  const found = (path: string, access: Access) => judgePath(at(path), access, scope, 'standard');
  expect(found('/tmp/x', 'read')).toEqual([
    { code: 'path_outside', path: '/tmp/x', access: 'read' },
  ]);
  expect(found('/home/kim/.ssh/id', 'read')).toEqual([
    { code: 'path_refused', path: '/home/kim/.ssh/id', place: '~/.ssh', how: 'in' },
  ]);
  expect(found('/home', 'delete')).toEqual([
    { code: 'path_refused', path: '/home', place: 'gatehouse', how: 'holds' },
  ]);
  expect(found('/dev/null', 'read')).toEqual([{ code: 'path_harmless', path: '/dev/null' }]);
  // A device is no scratch file to be deleted.
  expect(found('/dev/null', 'delete')[0]?.code).toBe('path_refused');
});

describe('a folder may become a root', () => {
  const home = { home: '/home/kim', gatehouse: '/home/kim/.local/share/gatehouse' };
  test.each([
    ['/home/kim/notes', 'path_inside'],
    ['/tmp/x', 'path_inside'],
    ['/dev/shm/x', 'path_inside'],
    ['/root/x', 'path_inside'],
    ['/run/user/7/x', 'path_inside'],
    ['/var/lib/x', 'path_inside'],
    ['/opt/x', 'path_inside'],
    ['/home/kim/.config/notes', 'path_inside'],
    ['/home/kim', 'root_holds_home'],
    ['/home', 'root_holds_home'],
    ['/', 'path_refused'],
    ['/root', 'path_refused'],
    ['/usr', 'path_refused'],
    ['/usr/bin', 'path_refused'],
    ['/var', 'path_refused'],
    ['/etc/nginx', 'path_refused'],
    ['/proc/1', 'path_refused'],
    ['/home/kim/.ssh', 'path_refused'],
    ['/home/kim/.ssh/x', 'path_refused'],
    ['/home/kim/.local/share/gatehouse', 'path_refused'],
    ['/home/kim/.local/share/gatehouse/x', 'path_refused'],
    ['/home/kim/../x', 'malformed_input'],
    ['/home/./kim', 'malformed_input'],
    ['x', 'malformed_input'],
  ])('%s', (path, code) => {
    expect(judgeRoot(path, home).map((reason) => reason.code)).toEqual([code]);
  });

  test('why a folder may not is told', () => {
    expect(
      ['/', '/usr', '/usr/bin', '/home/kim/.ssh/x'].map((path) => judgeRoot(path, home)),
    ).toEqual([
      [{ code: 'path_refused', path: '/', place: '/', how: 'in' }],
      [{ code: 'path_refused', path: '/usr', place: '/usr', how: 'in' }],
      [{ code: 'path_refused', path: '/usr/bin', place: '/usr/bin', how: 'in' }],
      [{ code: 'path_refused', path: '/home/kim/.ssh/x', place: '~/.ssh', how: 'in' }],
    ]);
  });

  test('root as a person: its home lies in /root', () => {
    const own = { home: '/root', gatehouse: '/root/.local/share/gatehouse' };
    expect(judgeRoot('/root/notes', own)[0]?.code).toBe('path_inside');
    expect(judgeRoot('/root/.ssh', own)[0]?.code).toBe('path_refused');
    const within: Scope = { ...own, roots: ['/root/notes'], cwd: '/root/notes' };
    expect(judgePath(at('/root/notes/a.md', within), 'write', within, 'standard')[0]?.code).toBe(
      'write_inside',
    );
    expect(judgePath(at('/root/x', within), 'read', within, 'standard')[0]?.code).toBe(
      'path_outside',
    );
    expect(judgePath(at('/root/.ssh/x', within), 'read', within, 'yolo')[0]?.code).toBe(
      'path_refused',
    );
    expect(judgePath(at('/root', within), 'delete', within, 'yolo')[0]?.code).toBe('path_refused');
  });
});

test('every row of the table is a plain place', () => {
  for (const place of homePlaces) expect(place).toMatch(/^[\w.][\w. /-]*\*?$/u);
  expect(homePlaces.length).toBeGreaterThan(250);
  expect(new Set(homePlaces).size).toBe(homePlaces.length);
});
