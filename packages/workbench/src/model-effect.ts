import { GatehouseError } from '@gatehouse/kernel';
import type { Effect, Spend } from '@gatehouse/kernel';
import type { Model, ModelRequest } from '@gatehouse/assistant';

/**
 * Finds the model of a provider, its client wired to the gate's own fetch. Throws `provider_moved`
 * where the provider is not at `host` any more, which is where the call was judged to go.
 */
export type ModelSource = (provider: string, model: string, host: string) => Promise<Model>;

/** The effect of `model.call`: streams what the model says as it comes. */
export function createModelCall(spend: Spend, models: ModelSource): Effect<'model.call'> {
  return async function* call(clearance, signal) {
    const { intent } = spend(clearance, 'model.call');
    const model = await models(intent.provider, intent.model, intent.host);
    if (model.provider !== intent.provider) {
      throw new GatehouseError('wrong_provider', 'The model is not of the provider asked for.');
    }
    // The request is the gate's frozen copy of what the assistant assembled; its shape is ours.
    const running = model.stream(intent.request as unknown as ModelRequest, signal);
    for (;;) {
      const next = await running.next();
      if (next.done === true) {
        const { text, calls, usage, finish } = next.value;
        return { text, calls, usage, finish, provider: intent.provider, model: next.value.model };
      }
      if (next.value.kind === 'text') yield { text: next.value.text };
    }
  };
}
