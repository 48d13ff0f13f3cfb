import type { Model } from '@gatehouse/assistant/model';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Fetch } from './open-settings.ts';
import { placeOf } from './place-of.ts';
import { providers } from './providers.ts';
import { toldFetch } from './told-fetch.ts';

/**
 * A model of one provider. `fetch` is the gate's own client for that provider's host; `address` and
 * `model` are what the person set, or null. The client library is loaded here, not before. Throws
 * `provider_unknown`, `model_missing`, `address_missing`, `address_malformed`.
 */
export async function openModel(
  id: string,
  wanted: { readonly model: string | null; readonly address: string | null },
  fetcher: Fetch,
): Promise<Model> {
  const provider = providers[id];
  if (provider === undefined) {
    throw new GatehouseError('provider_unknown', `There is no provider called ${id}.`);
  }
  const model = wanted.model ?? provider.model;
  if (model === null) {
    throw new GatehouseError('model_missing', `Say which model of ${provider.label} to use.`);
  }
  const { address, local } = placeOf(provider, wanted.address);
  return provider.open({ fetch: toldFetch(fetcher), address, model, local });
}
