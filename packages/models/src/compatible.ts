import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Model } from '@gatehouse/assistant/model';
import { createClientModel } from './client-model.ts';
import type { OpenSettings } from './open-settings.ts';

/** Any host that speaks OpenAI's Chat Completions. */
export function openCompatible(settings: OpenSettings): Model {
  const { fetch, address, model } = settings;
  const client = createOpenAICompatible({
    name: 'compatible',
    baseURL: address,
    fetch,
    includeUsage: true,
  }).chatModel(model);
  return createClientModel(settings, { provider: 'compatible', label: 'The model host', client });
}
