import { describe, expect, test } from 'vitest';
import { createSession } from '../flow/session.ts';
import { assistant, fakeMachine, finish, verdictOf } from '../testing/gate-fixture.ts';

const signal = new AbortController().signal;
const read = { path: '/elsewhere/a.md' };

describe('a session grant', () => {
  const granting = () => {
    const machine = fakeMachine();
    machine.state.answer = (question) =>
      machine.sign(question, machine.questions.length === 1 ? 'session' : 'once');
    return machine;
  };
  test('covers the same folder without asking again, and nothing beside it', async () => {
    const machine = granting();
    for (const path of [
      '/elsewhere/a.md',
      '/elsewhere/sub/b.md',
      '/elsewhere2/a.md',
      '/other/c.md',
    ]) {
      await verdictOf(machine, 'file.read', { path });
    }
    expect(machine.questions.map((one) => one.shown[0]?.value)).toEqual([
      '/elsewhere/a.md',
      '/elsewhere2/a.md',
      '/other/c.md',
    ]);
    expect(machine.grants.map((one) => one.scope)).toEqual([
      { operation: 'file.read', limit: 'under', value: '/elsewhere' },
    ]);
  });

  test('ends by itself, by being revoked, and when it was tampered with', async () => {
    const machine = granting();
    await verdictOf(machine, 'file.read', read);
    const [grant] = machine.grants;
    if (grant === undefined) throw new Error('no grant was kept');
    const asks = async () => {
      const before = machine.questions.length;
      await verdictOf(machine, 'file.read', read);
      return machine.questions.length - before;
    };
    expect(await asks()).toBe(0);
    machine.grants.splice(0, 1, { ...grant, scope: { ...grant.scope, value: '/' } });
    expect(await asks()).toBe(1);
    machine.grants.splice(0, 1, { ...grant, expires: grant.expires + 1 });
    expect(await asks()).toBe(1);
    machine.grants.splice(0, 1, grant);
    machine.state.boot = grant.expires;
    expect(await asks()).toBe(1);
    machine.state.boot = grant.issued;
    expect(await asks()).toBe(0);
    machine.grants.splice(0, 1);
    expect(await asks()).toBe(1);
  });

  test('does not cover a reason that was not shown when it was given', async () => {
    const machine = granting();
    const session = createSession('session');
    const gate = machine.gateFor(session);
    await finish(gate.ask('web.fetch', { url: 'https://example.org/a' }, assistant, signal));
    await finish(gate.ask('web.fetch', { url: 'https://example.org/b' }, assistant, signal));
    expect(machine.questions.length).toBe(1);
    session.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'note' });
    await finish(gate.ask('web.fetch', { url: 'https://example.org/c' }, assistant, signal));
    expect(machine.questions.length).toBe(2);
  });

  test('is not offered for deleting', async () => {
    const machine = granting();
    await verdictOf(machine, 'file.delete', { path: 'a.md' });
    expect([machine.questions[0]?.grant, machine.grants]).toEqual([null, []]);
  });
});
