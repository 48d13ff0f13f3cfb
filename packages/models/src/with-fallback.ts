import type { Model, ModelErrorCode, ModelResult } from '@gatehouse/assistant/model';
import { GatehouseError } from '@gatehouse/kernel/error';
import { ModelError } from './model-error.ts';

/** Told when the next model is tried, and why. */
export type OnFallback = (from: Model, to: Model, error: ModelError) => void;

/**
 * The first model that answers, in order. The next is tried with the same request, and only while
 * nothing was streamed: two models' words are never joined into one answer. A refusal is an answer,
 * and stopping is the person's; neither is taken to another model. With nothing left the last error
 * is thrown. Throws `no_model` for an empty list.
 */
export function withFallback(models: readonly Model[], onFallback: OnFallback): Model {
  const [first] = models;
  if (first === undefined) throw new GatehouseError('no_model', 'No model is configured.');
  return {
    id: first.id,
    provider: first.provider,
    // Only if each of them stays on this machine does a request.
    local: models.every((model) => model.local),
    async *stream(request, signal) {
      for (const [at, model] of models.entries()) {
        let streamed = false;
        const running = model.stream(request, signal);
        try {
          for (let step = await running.next(); ; step = await running.next()) {
            if (step.done === true) return step.value satisfies ModelResult;
            streamed = true;
            yield step.value;
          }
        } catch (error) {
          const next = models[at + 1];
          const other = error instanceof ModelError && !final.includes(error.code) ? error : null;
          if (next === undefined || streamed || other === null) throw error;
          onFallback(model, next, other);
        } finally {
          await running.return(undefined as never);
        }
      }
      throw new GatehouseError('no_model', 'No model is configured.');
    },
  };
}

const final: readonly ModelErrorCode[] = ['cancelled', 'refused'];
