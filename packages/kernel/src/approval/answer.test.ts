import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assistant, fakeMachine, finish, nodeCrypto } from '../testing/gate-fixture.ts';
import { answerBinding } from './question.ts';
import type { Answer, Question, Signer, Wish } from './question.ts';

const signal = new AbortController().signal;
const DAY = 24 * 3600 * 1000;
const NOW = 1_700_000_000_000;
const until = NOW + 7 * DAY;
const once: Wish = { choice: 'once' };
const session: Wish = { choice: 'session', offer: 0 };
const lasting: Wish = { choice: 'lasting', offer: 0, until };

/** How a call ends whose question is answered so, and the grants it leaves. */
async function answered(answer: (question: Question, sign: Signer) => Answer, path = '/v/a.md') {
  const machine = fakeMachine();
  machine.state.answer = (question) => answer(question, machine.signer);
  const outcome = await finish(machine.gateFor().ask('file.read', { path }, assistant, signal));
  const why =
    outcome.status === 'denied' ? outcome.reasons.map((one) => one['field'] ?? one.code) : [];
  return [outcome.status, ...why, ...machine.grants.map(({ length }) => length)].join(' ');
}

/** Signed for one wish, handed in as another. */
const as = (signed: Wish, claimed: Wish) => (question: Question, sign: Signer) => {
  const { token } = sign(question, signed) as { readonly token: string };
  return { ...claimed, token };
};

describe('an answer is as wide and as long as the key that was pressed', () => {
  test.each([
    ['once', as(once, once), 'done'],
    ['this session', as(session, session), 'done session'],
    ['until a date', as(lasting, lasting), 'done lasting'],
    ['once, claimed for the session', as(once, session), 'denied token_binding'],
    ['once, claimed for long', as(once, lasting), 'denied token_binding'],
    ['the session, claimed for long', as(session, lasting), 'denied token_binding'],
    ['the session, claimed once', as(session, once), 'denied token_binding'],
    ['long, claimed for the session', as(lasting, session), 'denied token_binding'],
    ['a wider offer', as(session, { ...session, offer: 1 }), 'denied token_binding'],
    ['a narrower offer', as({ ...session, offer: 1 }, session), 'denied token_binding'],
    ['a wider offer for long', as(lasting, { ...lasting, offer: 1 }), 'denied token_binding'],
    ['a later date', as(lasting, { ...lasting, until: until + 1 }), 'denied token_binding'],
    ['an earlier date', as(lasting, { ...lasting, until: until - 1 }), 'denied token_binding'],
  ])('%s', async (_name, answer, expected) => {
    expect(await answered(answer)).toBe(expected);
  });

  const signed = (wish: Wish) => as(wish, wish);
  test.each([
    ['an offer that was not made', signed({ ...session, offer: 2 }), 'denied offer'],
    ['an offer before the first', signed({ ...session, offer: -1 }), 'denied offer'],
    ['half an offer', signed({ ...session, offer: 0.5 }), 'denied offer'],
    ['a date that is over', signed({ ...lasting, until: NOW }), 'denied until'],
    ['a date just ahead', signed({ ...lasting, until: NOW + 1 }), 'done lasting'],
    ['the last date there is', signed({ ...lasting, until: NOW + 90 * DAY }), 'done lasting'],
    ['a date beyond it', signed({ ...lasting, until: NOW + 90 * DAY + 1 }), 'denied until'],
    ['no date', signed({ ...lasting, until: Number.MAX_VALUE }), 'denied until'],
    ['a date between', signed({ ...lasting, until: NOW + 1.5 }), 'denied until'],
  ])('%s', async (_name, answer, expected) => {
    expect(await answered(answer)).toBe(expected);
  });

  test('what may only count for the session is not taken for long', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.signer(question, lasting);
    const write = { path: '/v/a.md', text: '' };
    const outcome = await finish(machine.gateFor().ask('file.write', write, assistant, signal));
    expect(machine.questions[0]?.offers.map((one) => one.lasting)).toEqual([false, false]);
    expect([outcome.status, machine.grants]).toEqual(['denied', []]);
  });

  test.each([once, session, lasting])('of another question: %j', async (wish) => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.signer(machine.questions[0] ?? question, wish);
    const gate = machine.gateFor();
    const read = async (path: string) =>
      (await finish(gate.ask('file.read', { path }, assistant, signal))).status;
    expect([await read('/v/a.md'), await read('/u/b.md')]).toEqual(['done', 'denied']);
  });

  test.each([once, session, lasting])('given twice: %j', async (wish) => {
    const machine = fakeMachine();
    const kept: Answer[] = [];
    machine.state.answer = (question) => {
      const answer = kept[0] ?? machine.signer(question, wish);
      kept.push(answer);
      return answer;
    };
    const gate = machine.gateFor();
    const read = () => finish(gate.ask('file.read', { path: '/v/a.md' }, assistant, signal));
    await read();
    const before = machine.grants.length;
    machine.grants.splice(0);
    expect(await read()).toMatchObject({ status: 'failed', code: 'nonce_burned' });
    expect(before).toBe(wish.choice === 'once' ? 0 : 1);
  });
});

test('no two answers to questions have one binding', () => {
  const crypto = nodeCrypto();
  const wish: fc.Arbitrary<Wish> = fc.oneof(
    fc.constant(once),
    fc.nat(9).map((offer): Wish => ({ choice: 'session', offer })),
    fc
      .tuple(fc.nat(9), fc.nat(9))
      .map(([offer, end]): Wish => ({ choice: 'lasting', offer, until: end })),
  );
  const binding = fc.constantFrom('a', 'b', '');
  fc.assert(
    fc.property(wish, wish, binding, binding, (one, other, first, second) => {
      const same = JSON.stringify([one, first]) === JSON.stringify([other, second]);
      expect(
        answerBinding(crypto, { binding: first }, one) ===
          answerBinding(crypto, { binding: second }, other),
      ).toBe(same);
    }),
  );
});
