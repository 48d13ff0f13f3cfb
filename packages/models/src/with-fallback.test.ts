import type { Model, ModelEvent, ModelErrorCode, ModelRequest } from '@gatehouse/assistant/model';
import { GatehouseError } from '@gatehouse/kernel/error';
import { expect, it } from 'vitest';
import { ModelError } from './model-error.ts';
import { withFallback } from './with-fallback.ts';

const request: ModelRequest = {
  system: '',
  messages: [{ role: 'user', text: 'the one question' }],
  tools: [],
  maxOutput: 10,
};

interface Plan {
  readonly id: string;
  readonly says?: readonly string[];
  readonly fails?: ModelErrorCode | 'denied_by_gate';
  readonly local?: boolean;
}

/** Models that do what was written down, and note what they were asked. */
function scripted(plans: readonly Plan[], asked: string[]): readonly Model[] {
  return plans.map(({ id, says = [], fails, local = false }) => ({
    id,
    provider: id,
    local,
    async *stream(given) {
      asked.push(`${id}: ${given.messages.map((message) => message.text).join()}`);
      for (const text of says) {
        const event: ModelEvent = await Promise.resolve({ kind: 'text', text });
        yield event;
      }
      if (fails === 'denied_by_gate') throw new GatehouseError(fails, 'No.');
      if (fails !== undefined) throw new ModelError(fails, id);
      return {
        text: says.join(''),
        calls: [],
        usage: { input: 1, output: 1 },
        finish: 'stop',
        provider: id,
        model: id,
      };
    },
  }));
}

async function hear(plans: readonly Plan[]) {
  const asked: string[] = [];
  const changes: string[] = [];
  const model = withFallback(scripted(plans, asked), (from, to, error) =>
    changes.push(`${from.id} > ${to.id}: ${error.code}`),
  );
  const events: string[] = [];
  const running = model.stream(request, new AbortController().signal);
  try {
    for (;;) {
      const step = await running.next();
      if (step.done === true) return { asked, changes, events, from: step.value.provider };
      events.push(step.value.kind === 'text' ? step.value.text : 'call');
    }
  } catch (error) {
    return { asked, changes, events, code: error instanceof GatehouseError ? error.code : error };
  }
}

const ask = (id: string) => `${id}: the one question`;

it('asks the next with the same message, and says so', async () => {
  const plans: Plan[] = [
    { id: 'a', fails: 'rate_limited' },
    { id: 'b', fails: 'unreachable' },
    { id: 'c', says: ['yes'] },
  ];
  expect(await hear(plans)).toEqual({
    asked: [ask('a'), ask('b'), ask('c')],
    changes: ['a > b: rate_limited', 'b > c: unreachable'],
    events: ['yes'],
    from: 'c',
  });
});

it('never joins two answers: what was streamed stays, and the error is told', async () => {
  const plans: Plan[] = [
    { id: 'a', says: ['The answer is'], fails: 'broken_stream' },
    { id: 'b', says: ['something else'] },
  ];
  expect(await hear(plans)).toEqual({
    asked: [ask('a')],
    changes: [],
    events: ['The answer is'],
    code: 'broken_stream',
  });
});

it.each(['refused', 'cancelled', 'denied_by_gate'] as const)(
  'does not go around %s',
  async (fails) => {
    expect(await hear([{ id: 'a', fails }, { id: 'b' }])).toEqual({
      asked: [ask('a')],
      changes: [],
      events: [],
      code: fails,
    });
  },
);

it('throws the last error when nothing is left', async () => {
  const plans: Plan[] = [
    { id: 'a', fails: 'overloaded' },
    { id: 'b', fails: 'timeout' },
  ];
  expect(await hear(plans)).toEqual({
    asked: [ask('a'), ask('b')],
    changes: ['a > b: overloaded'],
    events: [],
    code: 'timeout',
  });
});

it('is local only if every model is', () => {
  const none = () => undefined;
  const of = (...locals: readonly boolean[]) =>
    withFallback(
      scripted(
        locals.map((local, at) => ({ id: String(at), local })),
        [],
      ),
      none,
    ).local;
  expect([of(true), of(true, true), of(true, false), of(false)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('needs a model', () => {
  expect(() => withFallback([], () => undefined)).toThrow(
    expect.objectContaining({ code: 'no_model' }),
  );
});
