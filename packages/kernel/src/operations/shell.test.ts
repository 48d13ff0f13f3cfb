import { describe, expect, test } from 'vitest';
import { createSession } from '../flow/session.ts';
import { assistant, fakeMachine, finish, verdictOf } from '../testing/gate-fixture.ts';
import type { Result } from './index.ts';

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

/** A machine whose person says "this session" to the first question, and to nothing else. */
function saidOnce() {
  const machine = fakeMachine();
  machine.state.facts.set('/w', { kind: 'directory' });
  machine.state.programs.set('cat', '/usr/bin/cat');
  machine.state.answer = (question) =>
    machine.questions.length === 1 && question.offers.length > 0
      ? machine.sign(question, 'session')
      : machine.sign(question, 'once');
  return machine;
}

describe('a yes for this session to a command', () => {
  test('counts again for the same bytes in the same folder', async () => {
    const machine = saidOnce();
    await verdictOf(machine, 'shell.run', { command: './build.sh' });
    await verdictOf(machine, 'shell.run', { command: './build.sh' });
    expect(machine.questions).toHaveLength(1);
  });

  test('does not cover the script as it was edited since', async () => {
    const machine = saidOnce();
    await verdictOf(machine, 'shell.run', { command: './build.sh' });
    machine.state.facts.set('/w/build.sh', { digest: machine.crypto.hash('rm -rf .') });
    await verdictOf(machine, 'shell.run', { command: './build.sh' });
    expect(machine.questions).toHaveLength(2);
  });

  test('does not cover a link that leads elsewhere since', async () => {
    const machine = saidOnce();
    const leadsTo = (name: string) =>
      machine.state.facts.set('/w/link', { real: { root: '/', segments: ['elsewhere', name] } });
    leadsTo('a');
    await verdictOf(machine, 'shell.run', { command: 'cat link' });
    leadsTo('b');
    await verdictOf(machine, 'shell.run', { command: 'cat link' });
    expect(machine.questions.map((one) => one.reasons.map(({ code }) => code))).toEqual([
      ['path_outside'],
      ['path_outside'],
    ]);
  });

  test('is not offered for a command with variables, and covers none', async () => {
    const machine = saidOnce();
    await verdictOf(machine, 'shell.run', { command: './build.sh' });
    for (const value of ['cc', 'sh -c evil']) {
      await verdictOf(machine, 'shell.run', { command: './build.sh', environment: { CC: value } });
    }
    expect(machine.questions.map((one) => one.offers.length === 0)).toEqual([false, true, true]);
  });
});

describe('what a command prints of a private note that no index knows', () => {
  const note = '---\ngatehouse: private\n---\nsalary 100\n';
  test.each([
    ['a note', note, 'failed private_withheld'],
    ['a note behind another', `---\ntitle: x\n---\ntext\n${note}`, 'failed private_withheld'],
    ['a note behind a heading of `head`', `==> a.txt <==\n${note}`, 'failed private_withheld'],
    ['words about it', 'gatehouse: private', 'done'],
    ['anything else', 'a.md\nb.md\n', 'done'],
  ])('reaches no model elsewhere: %s', async (_name, output, expected) => {
    const session = createSession('s');
    session.remote = true;
    const ran = { exit: 0, signal: null, ended: 'exited', output, truncated: false, runsLater: [] };
    const machine = fakeMachine({
      effects: {
        'shell.run': async function* (clearance) {
          machine.clearances.spend(clearance, 'shell.run');
          return ran as Result<'shell.run'>;
        },
      },
    });
    machine.state.facts.set('/w', { kind: 'directory' });
    const outcome = await finish(
      machine
        .gateFor(session)
        .ask('shell.run', { command: 'ls' }, assistant, new AbortController().signal),
    );
    expect('code' in outcome ? `${outcome.status} ${outcome.code}` : outcome.status).toBe(expected);
  });
});
