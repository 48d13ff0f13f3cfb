import type { Chunk } from '@gatehouse/kernel';
import { asFailure } from './failure.ts';

/** An effect that says nothing on the way: `run` when it is first asked, and not before. */
export function immediate<R>(run: () => R): AsyncGenerator<Chunk, R> {
  let begun = false;
  const ended = { done: true, value: undefined } as IteratorResult<Chunk, R>;
  return {
    async next() {
      if (begun) return ended;
      begun = true;
      try {
        return { done: true, value: run() };
      } catch (error) {
        throw asFailure(error);
      }
    },
    return: async (value) => {
      begun = true;
      return { done: true, value: await value };
    },
    throw: (error: unknown) => {
      begun = true;
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
