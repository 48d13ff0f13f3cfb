import { createOpenAI } from '@ai-sdk/openai';
import type { Model } from '@gatehouse/assistant/model';
import { createClientModel, PLACEHOLDER } from './client-model.ts';
import type { OpenSettings } from './open-settings.ts';

/**
 * OpenAI by Chat Completions: unlike Responses it keeps nothing at the provider between two calls.
 * The address is always given, or the client would take one from the environment.
 */
export function openOpenAi(settings: OpenSettings): Model {
  const { fetch, address, model } = settings;
  const client = createOpenAI({ apiKey: PLACEHOLDER, baseURL: address, fetch }).chat(model);
  const options = { openai: { store: false } };
  return createClientModel(settings, { provider: 'openai', label: 'OpenAI', client, options });
}
