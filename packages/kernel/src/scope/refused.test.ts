import { describe, expect, test } from 'vitest';
import { segmentsOf } from './path-text.ts';
import { createRefusals, type Access } from './refused.ts';

const scope = {
  home: '/home/kim',
  gatehouse: '/home/kim/.local/share/gatehouse',
  roots: ['/home/kim/notes', '/var/lib/ws', '/srv'],
};
const refusals = createRefusals(scope);

const said = (found: ReturnType<typeof refusals.holds>): string =>
  found === null ? '-' : `${found.place} ${found.how}${found.firm ? ' firm' : ''}`;

describe('what a place is refused for', () => {
  test.each<[string, string, string]>([
    // [place, read, write]
    ['/', '-', '-'],
    ['/home/kim/notes/a', '-', '-'],
    ['/home/kim/.local/share/gatehouse', 'gatehouse in firm', 'gatehouse in firm'],
    ['/home/kim/.local/share/gatehouse/data.db', 'gatehouse in firm', 'gatehouse in firm'],
    ['/home/kim/.local/share/gatehouse2', '-', '-'],
    ['/home/kim/.ssh', '~/.ssh in firm', '~/.ssh in firm'],
    ['/home/kim/.ssh/id_ed25519', '~/.ssh in firm', '~/.ssh in firm'],
    ['/home/kim/.ssh.pub', '-', '-'],
    ['/home/kim/.config/gh/hosts.yml', '~/.config/gh in firm', '~/.config/gh in firm'],
    ['/home/kim/.config', '-', '-'],
    ['/home/kim/.cargo/credentials.toml', '~/.cargo/credentials* in firm', 'same'],
    ['/home/kim/.dbeaver4/x', '~/.dbeaver* in firm', 'same'],
    ['/home/other/.ssh/x', '~/.ssh in firm', 'same'],
    ['/Users/other/.aws', '~/.aws in firm', 'same'],
    ['/root/.ssh', '~/.ssh in firm', 'same'],
    ['/home/.ssh', '-', '-'],
    ['/tmp/.ssh', '-', '-'],
    ['/etc', '/etc in firm', 'same'],
    ['/etc/hosts', '/etc in firm', 'same'],
    ['/etcetera', '-', '-'],
    ['/usr/bin/ls', '-', '/usr/bin in firm'],
    ['/usr/games', '-', '/usr in'],
    ['/root', '/root in', '/root in'],
    ['/root/x', '/root in', '/root in'],
    ['/var/lib', '/var/lib in', 'same'],
    ['/var/lib/other', '/var/lib in', 'same'],
    // A root of the person's own opens only what is below it, and only where the place gives way.
    ['/var/lib/ws', '-', '-'],
    ['/var/lib/ws/a', '-', '-'],
    ['/srv/a', '-', '/srv in'],
    // Shared scratch space is outside, not refused; the space itself is the system's.
    ['/var/tmp/x', '-', '-'],
    ['/var/tmp', '-', '-'],
    ['/dev/shm/x', '-', '-'],
    ['/dev/sda', '/dev in', 'same'],
  ])('%s', (place, read, write) => {
    const match = (access: Access) => said(refusals.match(segmentsOf(place), access));
    expect([match('read'), match('write')]).toEqual([read, write === 'same' ? read : write]);
    expect(match('delete')).toBe(match('write'));
  });
});

test.each([
  ['/', 'gatehouse holds firm'],
  ['/home', 'gatehouse holds firm'],
  ['/home/kim', 'gatehouse holds firm'],
  ['/home/kim/.local', 'gatehouse holds firm'],
  ['/home/kim/.config', '~/.config/putty holds firm'],
  ['/home/kim/.cargo', '~/.cargo/credentials* holds firm'],
  ['/home/kim/.ssh', '-'],
  ['/home/kim/notes', '-'],
  ['/home/other', '~/.ssh holds firm'],
  ['/home/other/docs', '-'],
  ['/Users', '/Users holds firm'],
  ['/var', '/var/home holds firm'],
  ['/private', '/private/etc holds firm'],
  ['/run', '/run/secrets holds firm'],
  ['/nix', '/nix/store holds firm'],
  ['/nix/store', '-'],
  ['/tmp', '-'],
])('what lies below %s: %s', (place, wanted) => {
  expect(said(refusals.holds(segmentsOf(place)))).toBe(wanted);
});

test('a home that lies in a place which gives way is the person’s own', () => {
  const daemon = createRefusals({ home: '/var/lib/kim', gatehouse: '/var/lib/kim/.gh', roots: [] });
  const match = (place: string) => said(daemon.match(segmentsOf(place), 'write'));
  expect([match('/var/lib/kim/x'), match('/var/lib/kim'), match('/var/lib/x')]).toEqual([
    '-',
    '-',
    '/var/lib in',
  ]);
  expect(match('/var/lib/kim/.ssh')).toBe('~/.ssh in firm');
});
