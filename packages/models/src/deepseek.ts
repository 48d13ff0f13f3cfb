import { createDeepSeek } from '@ai-sdk/deepseek';
import type { Model } from '@gatehouse/assistant/model';
import { createClientModel, PLACEHOLDER } from './client-model.ts';
import type { OpenSettings } from './open-settings.ts';

/** DeepSeek, not thinking aloud: with tools it would want every thought sent back to it. */
export function openDeepSeek(settings: OpenSettings): Model {
  const { fetch, address, model } = settings;
  const client = createDeepSeek({ apiKey: PLACEHOLDER, baseURL: address, fetch }).chat(model);
  const options = { deepseek: { thinking: { type: 'disabled' } } };
  return createClientModel(settings, { provider: 'deepseek', label: 'DeepSeek', client, options });
}
