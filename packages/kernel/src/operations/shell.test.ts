import { describe, expect, test } from 'vitest';
import { fakeMachine, verdictOf } from '../testing/gate-fixture.ts';

describe('a command is judged by where the links in it lead', () => {
  test.each([
    ['to a refused place', '/etc/shadow', ['denied', 'path_refused']],
    ['out of the workspace', '/elsewhere/a.md', ['denied', 'path_outside']],
    ['inside the workspace', '/w/b.md', ['done']],
  ])('%s', async (_name, to, expected) => {
    const machine = fakeMachine();
    machine.state.facts.set('/w', { kind: 'directory' });
    machine.state.programs.set('cat', '/usr/bin/cat');
    const inside = to.startsWith('/w/');
    const segments = to.split('/').slice(inside ? 2 : 1);
    machine.state.facts.set('/w/link.md', { real: { root: inside ? '/w' : '/', segments } });
    const codes = await verdictOf(machine, 'shell.run', { command: 'cat link.md' });
    expect(
      codes.filter(
        (code) =>
          !code.startsWith('command_') && code !== 'path_inside' && code !== 'person_denied',
      ),
    ).toEqual(expected);
  });
});
