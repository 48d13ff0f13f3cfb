import type { Context, Gate } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel';
import type { EnvVariable, Secrets } from '@gatehouse/host/secrets';
import { placeOf } from '@gatehouse/models/place';
import type { ProviderPlace } from '@gatehouse/models/place';
import { providers } from '@gatehouse/models/providers';
import type { Provider } from '@gatehouse/models/providers';
import type { ModelSource } from './model-effect.ts';

/** What the person set for a provider; kept under `provider.<id>`. */
interface ProviderSetting {
  readonly model?: string;
  readonly address?: string;
  readonly pins?: readonly string[];
}

/** A provider with what the person set, as it would be called now. */
export interface Configured {
  readonly id: string;
  readonly row: Provider;
  readonly model: string | null;
  /** What the person named; null for the provider's own. */
  readonly address: string | null;
  /** Null where no address is known yet. */
  readonly place: ProviderPlace | null;
  readonly pins: readonly string[];
}

type All = Readonly<Record<string, unknown>>;

/** Every provider; the addresses that are private are read from the keychain now. */
export async function configuredProviders(
  all: All,
  secrets: Pick<Secrets, 'read'>,
): Promise<readonly Configured[]> {
  return Promise.all(
    Object.entries(providers).map(async ([id, row]) => {
      const setting = (all[`provider.${id}`] ?? {}) as ProviderSetting;
      const kept =
        row.addressSecret === null ? null : await readText(secrets, row.addressSecret.name);
      // A provider at its own address is at no other, whatever a setting says: its key goes there.
      const address = kept ?? (row.address === null ? (setting.address ?? null) : null);
      const place = address === null && row.address === null ? null : placeOf(row, address);
      const pins = setting.pins ?? row.pins;
      return { id, row, model: setting.model ?? row.model, address, place, pins };
    }),
  );
}

async function readText(secrets: Pick<Secrets, 'read'>, name: string): Promise<string | null> {
  const bytes = await secrets.read(name);
  if (bytes === null) return null;
  const text = bytes.toString('utf8').trim();
  bytes.fill(0);
  return text.includes('://') ? text : `http://${text}`;
}

/** True where a call could be made: a host of the person's own may want no key, others always do. */
export const isSetUp = ({ row, model, place }: Configured, names: readonly string[]): boolean =>
  model !== null &&
  place !== null &&
  (row.secret === null || row.address === null || names.includes(row.secret.name));

/** What the gate is told of the providers. */
export const gateProviders = (all: readonly Configured[]): Context['providers'] =>
  all.map(({ id, row, place }) => ({
    id,
    local: place?.local ?? false,
    host: place?.host ?? '',
    secret: row.secret?.name ?? null,
  }));

/** How `.env` files may name the keys. An address there counts only in Gatehouse's own home. */
export const secretVariables: Readonly<Record<string, EnvVariable>> = Object.fromEntries(
  Object.values(providers).flatMap(({ secret, addressSecret }): [string, EnvVariable][] => {
    const variables: [string, EnvVariable][] = [];
    if (secret !== null) {
      variables.push([secret.name, { variable: secret.variable, fromFolder: true }]);
    }
    if (addressSecret !== null) {
      variables.push([addressSecret.name, { variable: addressSecret.variable, fromFolder: false }]);
    }
    return variables;
  }),
);

/** Finds models whose every byte passes the gate's client, and whose key is asked of the gate. */
export function createModelSource(deps: {
  readonly gate: () => Gate;
  readonly secrets: Secrets;
  readonly configured: () => Promise<readonly Configured[]>;
  readonly onContact: (host: string, address: string) => void;
}): ModelSource {
  return async (provider, model, host) => {
    const found = (await deps.configured()).find((one) => one.id === provider);
    if (found?.place == null) {
      throw new GatehouseError(
        'provider_not_set_up',
        `${provider} has no address yet: gatehouse models set ${provider} --address …`,
      );
    }
    const { row, place, pins } = found;
    if (place.host !== host) {
      // It was judged as where it was: near, perhaps, and what it is to hear is private.
      throw new GatehouseError('provider_moved', `${provider} has another address by now.`);
    }
    const { secret, key } = row;
    // A host of the person's own may want no key; a provider at its own address always does.
    const keyless =
      row.address === null && secret !== null && !(await isKept(deps.secrets, secret.name));
    const { createProviderFetch } = await import('@gatehouse/host/web');
    const fetch = createProviderFetch({
      hosts: [place.host],
      reach: place.reach,
      pins,
      key:
        key === null || secret === null || keyless
          ? null
          : {
              ...key,
              take: (signal) => takeKey(deps, { secret: secret.name, host: place.host, signal }),
            },
      onContact: deps.onContact,
    });
    const { openModel } = await import('@gatehouse/models');
    return openModel(provider, { model, address: found.address }, fetch);
  };
}

async function isKept(secrets: Secrets, name: string): Promise<boolean> {
  return (await secrets.names()).some((one) => one.name === name);
}

/** The key, through the gate: recorded as used, handed over once. */
async function takeKey(
  { gate, secrets }: { readonly gate: () => Gate; readonly secrets: Secrets },
  {
    secret,
    host,
    signal,
  }: { readonly secret: string; readonly host: string; readonly signal: AbortSignal },
): Promise<Buffer> {
  const by = { kind: 'program', name: 'model client', via: null } as const;
  const running = gate().ask('secret.use', { name: secret, host }, by, signal);
  for (;;) {
    const next = await running.next();
    if (next.done !== true) continue;
    if (next.value.status === 'done') return secrets.leases.take(next.value.result.value.lease);
    const { value } = next;
    throw value.status === 'denied'
      ? new GatehouseError('key_denied', 'The key may not be used for that host.')
      : new GatehouseError(value.code, value.message);
  }
}
