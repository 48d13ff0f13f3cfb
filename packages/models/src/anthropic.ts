import { createAnthropic } from '@ai-sdk/anthropic';
import type { Model } from '@gatehouse/assistant/model';
import { createClientModel, PLACEHOLDER } from './client-model.ts';
import type { OpenSettings } from './open-settings.ts';

/** Anthropic by its Messages API; calls whole and valid rather than early. */
export function openAnthropic(settings: OpenSettings): Model {
  const { fetch, address, model } = settings;
  const client = createAnthropic({ apiKey: PLACEHOLDER, baseURL: address, fetch }).chat(model);
  const options = { anthropic: { toolStreaming: false } };
  return createClientModel(settings, {
    provider: 'anthropic',
    label: 'Anthropic',
    client,
    options,
  });
}
