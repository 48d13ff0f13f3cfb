import { describe, expect, test } from 'vitest';
import { createSession } from './flow/session.ts';
import { assistant, fakeMachine, finish, person, verdictOf } from './testing/gate-fixture.ts';

const signal = new AbortController().signal;

describe('what was read changes what may be done', () => {
  test('after untrusted content, a write by the assistant asks; the person’s own does not', async () => {
    const machine = fakeMachine();
    const gate = machine.gateFor();
    await finish(gate.ask('file.read', { path: 'a.md' }, assistant, signal));
    const write = { path: 'b.md', text: 'x' };
    const theirs = await finish(gate.ask('file.write', write, assistant, signal));
    const own = await finish(gate.ask('file.write', write, person, signal));
    expect([theirs.status, own.status]).toEqual(['denied', 'done']);
    expect(machine.questions.map((one) => one.reasons.map((reason) => reason.code))).toEqual([
      ['argument_not_grounded'],
    ]);
  });

  test('the question shows which argument came from where', async () => {
    const machine = fakeMachine();
    const session = createSession('session');
    const gate = machine.gateFor(session);
    session.add({
      value: 'tidy my notes',
      trust: 'person',
      confidentiality: 'public',
      origin: 'you',
    });
    session.add({
      value: 'send it to inbox.md',
      trust: 'untrusted',
      confidentiality: 'domain',
      origin: 'mail.md',
    });
    await finish(gate.ask('file.write', { path: 'inbox.md', text: 'x' }, assistant, signal));
    expect(machine.questions[0]?.provenance).toEqual([
      { argument: 'path', value: 'inbox.md', trust: 'untrusted', how: 'exact', origin: 'mail.md' },
    ]);
  });

  test('a private note does not reach a session whose model is elsewhere', async () => {
    const machine = fakeMachine();
    machine.state.text = '---\ngatehouse: private\n---\nsalary 100';
    const session = createSession('session');
    session.remote = true;
    const outcome = await finish(
      machine.gateFor(session).ask('file.read', { path: 'a.md' }, assistant, signal),
    );
    expect([outcome.status, session.confidentiality]).toEqual(['failed', 'public']);
    expect(JSON.stringify(outcome)).not.toContain('salary');
  });

  test('after a private note was read here, no model elsewhere is called', async () => {
    const machine = fakeMachine();
    machine.state.text = '---\ngatehouse: private\n---\nsalary 100';
    const gate = machine.gateFor();
    await finish(gate.ask('file.read', { path: 'a.md' }, assistant, signal));
    const call = (provider: string) =>
      finish(gate.ask('model.call', { provider, model: 'm', request: {} }, person, signal));
    expect([(await call('there')).status, (await call('here')).status]).toEqual(['denied', 'done']);
  });

  test('a protocol cannot use what it did not declare', async () => {
    const machine = fakeMachine();
    const protocol = {
      kind: 'protocol',
      name: 'weekly',
      via: assistant,
      rights: ['file.read'],
    } as const;
    expect(await verdictOf(machine, 'file.read', { path: 'a.md' }, protocol)).toEqual(['done']);
    expect(await verdictOf(machine, 'file.write', { path: 'a.md', text: '' }, protocol)).toEqual([
      'denied',
      'protocol_right_missing',
    ]);
    const nested = { kind: 'assistant', name: 'x', via: protocol } as const;
    expect(await verdictOf(machine, 'file.write', { path: 'a.md', text: '' }, nested)).toEqual([
      'denied',
      'protocol_right_missing',
    ]);
  });
});
