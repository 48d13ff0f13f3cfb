import { GatehouseError } from '@gatehouse/kernel';
import { inputs, NotAllowed } from '@gatehouse/contract';
import type { Domain, KeyView, Workbench } from '@gatehouse/contract';
import { exportTree, importTree, restoreBackup, writeBackup } from '@gatehouse/host/stores';
import { finish, resultOf } from './finish.ts';
import type { House } from './house.ts';
import { nameFor, realRoots } from './place.ts';
import type { Place } from './place.ts';
import type { Places } from './places.ts';
import { isSetUp } from './providers.ts';
import type { Configured } from './providers.ts';

type SettingValue = Parameters<Workbench['settings']['change']>[0]['value'];

const PERSON = { kind: 'person', name: 'person', via: null } as const;

/** Domains, keys, models, settings and data: everything a person sets up. */
export function createAdministration(
  house: House,
  places: Places,
): Pick<Workbench, 'domains' | 'keys' | 'models' | 'settings' | 'data'> {
  const { stores, secrets, home } = house;
  // Settings belong to no folder: their gate has no root, so it can touch no file.
  const nowhere: Place = {
    domain: {
      name: 'settings',
      roots: [],
      mode: 'standard',
      models: [],
      localOnly: false,
      temporary: true,
    },
    roots: [],
  };
  const change = async (key: string, value: SettingValue, signal: AbortSignal) => {
    const gate = house.gateFor(nowhere, 'settings');
    resultOf(await finish(gate.ask('settings.change', { key, value }, PERSON, signal)));
  };
  const put = async (domain: Omit<Domain, 'temporary'>, signal: AbortSignal): Promise<Domain> => {
    const { name, mode, localOnly } = domain;
    const value = {
      name,
      mode,
      localOnly,
      roots: [...domain.roots],
      models: [...domain.models],
      protocols: [],
    };
    await change('domain', value, signal);
    return { ...domain, temporary: false };
  };
  const provider = async (id: string): Promise<Configured> => {
    const all = await house.providers();
    const found = all.find((one) => one.id === id);
    if (found === undefined) {
      throw new GatehouseError(
        'provider_unknown',
        `There is no provider ${id}; there are ${all.map((one) => one.id).join(', ')}.`,
      );
    }
    return found;
  };
  const secretOf = async (id: string) => {
    const { row } = await provider(id);
    if (row.secret === null)
      throw new GatehouseError('no_key_needed', `${row.label} needs no key.`);
    return row.secret.name;
  };

  return {
    domains: {
      async add(unchecked, signal) {
        const input = inputs.domainAdd.parse(unchecked);
        const roots = realRoots(input.roots, home);
        const name = input.name ?? nameFor(roots[0] ?? '');
        if (stores.domains.get(name) !== null) {
          throw new GatehouseError('domain_exists', `There is a domain ${name} already.`);
        }
        for (const id of input.models) await provider(id);
        return put({ ...input, name, roots }, signal);
      },
      list: async () => stores.domains.list().map((one) => ({ ...one, temporary: false })),
      async change(unchecked, signal) {
        const { name, roots, ...rest } = inputs.domainChange.parse(unchecked);
        const kept = places.open({ domain: name }).domain;
        for (const id of rest.models ?? []) await provider(id);
        return put(
          {
            ...kept,
            ...(rest.mode === undefined ? {} : { mode: rest.mode }),
            ...(rest.models === undefined ? {} : { models: rest.models }),
            ...(rest.localOnly === undefined ? {} : { localOnly: rest.localOnly }),
            roots: roots === undefined ? kept.roots : realRoots(roots, home),
          },
          signal,
        );
      },
      async remove(unchecked, signal) {
        const { name } = inputs.domainName.parse(unchecked);
        if (stores.domains.get(name) === null) {
          throw new GatehouseError('domain_unknown', `There is no domain ${name}.`);
        }
        await change('domain-removed', name, signal);
        await house.index.forget(name);
      },
    },

    keys: {
      async list() {
        const names = await secrets.names();
        return (await house.providers()).flatMap(({ id, row }): KeyView[] => {
          if (row.secret === null) return [];
          const { name } = row.secret;
          const found = names.find((one) => one.name === name);
          const kept = secrets.keys.kept === 'run' ? 'none' : secrets.keys.kept;
          const source = found === undefined ? 'none' : found.locked ? 'env' : kept;
          return [{ name, provider: id, source, locked: found?.locked ?? false }];
        });
      },
      async set(unchecked, key, signal) {
        const { provider: id } = inputs.keyName.parse(unchecked);
        const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
        try {
          const name = await secretOf(id);
          if (secrets.keys.kept === 'run') {
            throw new GatehouseError(
              'no_keychain',
              'There is no keychain here, so no key is kept. Start one, or run this in a terminal to make a passphrase vault.',
            );
          }
          const lease = secrets.leases.put(Buffer.from(bytes));
          const gate = house.gateFor(nowhere, 'keys');
          resultOf(await finish(gate.ask('secret.set', { name, lease }, PERSON, signal)));
        } finally {
          bytes.fill(0);
        }
      },
      async remove(unchecked, signal) {
        const name = await secretOf(inputs.keyName.parse(unchecked).provider);
        const gate = house.gateFor(nowhere, 'keys');
        resultOf(await finish(gate.ask('secret.delete', { name }, PERSON, signal)));
      },
      async test(unchecked, signal) {
        const { provider: id } = inputs.keyName.parse(unchecked);
        const { model, row } = await provider(id);
        if (model === null) {
          const detail = `no model is set: gatehouse models set ${id} --model <name>`;
          return { ok: false, detail };
        }
        const names = (await secrets.names()).map((one) => one.name);
        if (row.secret !== null && row.address !== null && !names.includes(row.secret.name)) {
          return { ok: false, detail: `there is no key: gatehouse keys set ${id}` };
        }
        const request = {
          system: '',
          messages: [{ role: 'user', text: 'Say yes.' }],
          tools: [],
          maxOutput: 16,
        };
        const gate = house.gateFor(nowhere, 'keys');
        const outcome = await finish(
          gate.ask('model.call', { provider: id, model, request }, PERSON, signal),
        );
        if (outcome.status === 'done') return { ok: true, detail: outcome.result.value.model };
        if (outcome.status === 'denied') throw new NotAllowed(outcome.reasons, outcome.requestId);
        return { ok: false, detail: outcome.message };
      },
    },

    models: {
      async list() {
        const names = (await secrets.names()).map((one) => one.name);
        return (await house.providers()).map((one) => ({
          id: one.id,
          label: one.row.label,
          local: one.place?.local ?? one.row.local,
          host: one.place?.host ?? '',
          key: one.row.secret?.name ?? null,
          configured: isSetUp(one, names),
          model: one.model ?? '',
        }));
      },
      async configure(unchecked, signal) {
        const { provider: id, model, address, pins } = inputs.modelConfigure.parse(unchecked);
        const found = await provider(id);
        if (
          address !== undefined &&
          found.row.address !== null &&
          found.row.addressSecret === null
        ) {
          throw new GatehouseError(
            'address_fixed',
            `${found.row.label} has one address. For another host: gatehouse models set compatible --address …`,
          );
        }
        const { placeOf } = await import('@gatehouse/models/place');
        if (address !== undefined) placeOf(found.row, address);
        const secret = found.row.addressSecret;
        if (address !== undefined && secret !== null) {
          const lease = secrets.leases.put(Buffer.from(address, 'utf8'));
          const gate = house.gateFor(nowhere, 'keys');
          resultOf(
            await finish(gate.ask('secret.set', { name: secret.name, lease }, PERSON, signal)),
          );
        }
        const earlier = (stores.settings.all()[`provider.${id}`] ?? {}) as Record<string, string>;
        const value = {
          ...earlier,
          id,
          ...(model === undefined ? {} : { model }),
          ...(address === undefined || secret !== null ? {} : { address }),
          ...(pins === undefined ? {} : { pins }),
        };
        await change('provider', value, signal);
      },
    },

    settings: {
      async list() {
        // The rules of policy.json are no setting: `doctor` counts them, and only the file changes them.
        const { rules: _rules, ...settings } = house.settings();
        return settings;
      },
      async change(unchecked, signal) {
        const { key, value } = inputs.settingChange.parse(unchecked);
        if (Object.hasOwn(house.config, key)) {
          throw new GatehouseError(
            'setting_locked',
            `${key} stands in config.json; change it there.`,
          );
        }
        await change(key, value, signal);
      },
    },

    data: {
      async export(unchecked) {
        const { file } = inputs.file.parse(unchecked);
        const written = exportTree(stores, file);
        house.note({ operation: 'data.export', target: file, status: 'done' });
        return written;
      },
      async import(unchecked, signal) {
        const { file } = inputs.file.parse(unchecked);
        const { sessions, domains } = importTree(stores, file);
        let added = 0;
        for (const domain of domains) {
          if (stores.domains.get(domain.name) !== null) continue;
          await put({ ...domain, roots: realRoots(domain.roots, home) }, signal);
          added += 1;
        }
        house.note({ operation: 'data.import', target: file, status: 'done' });
        return { sessions, domains: added };
      },
      async backup(unchecked, passphrase) {
        const { file } = inputs.file.parse(unchecked);
        writeBackup({ stores, snapshots: house.snapshots, home }, file, passphrase);
        passphrase.fill(0);
        house.note({ operation: 'data.backup', target: file, status: 'done' });
      },
      async restore(unchecked, passphrase) {
        const { file } = inputs.file.parse(unchecked);
        restoreBackup({ stores, snapshots: house.snapshots, home }, file, passphrase);
        passphrase.fill(0);
        house.note({ operation: 'data.restore', target: file, status: 'done' });
      },
    },
  };
}
