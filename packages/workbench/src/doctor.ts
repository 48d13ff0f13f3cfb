import type { Check } from '@gatehouse/contract';
import { probeContainment } from '@gatehouse/host/files';
import type { House } from './house.ts';
import { isSetUp } from './providers.ts';

const sandboxHelp: Readonly<Record<string, string>> = {
  missing:
    'Install bubblewrap: apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora).',
};

/** Looks at everything the house stands on, and says how to mend what does not hold. */
export async function examine(house: House): Promise<readonly Check[]> {
  return [
    await sandbox(house),
    keychain(house),
    containment(house),
    policy(house),
    stores(house),
    await audit(house),
    await models(house),
  ];
}

async function sandbox({ shellFacts }: House): Promise<Check> {
  const { available, problem } = await shellFacts.sandbox();
  return {
    name: 'sandbox',
    ok: available,
    state: available ? 'ready' : (problem ?? 'unknown'),
    detail: available
      ? 'commands run in bubblewrap, without network'
      : `no command can run (${problem ?? 'unknown'})`,
    mend: available
      ? ''
      : (sandboxHelp[problem ?? ''] ?? 'See docs/sandbox.md for what the kernel must allow.'),
  };
}

function keychain({ secrets }: House): Check {
  const { kept } = secrets.keys;
  const kinds = {
    keychain: 'keys lie in the system’s keychain',
    passphrase: 'keys lie in a vault that your passphrase opens',
    run: `nothing is kept after this run (${secrets.runOnly ?? 'no keychain'})`,
  } as const;
  return {
    name: 'keychain',
    ok: kept !== 'run',
    state: kept,
    detail: kinds[kept],
    mend:
      kept === 'run'
        ? 'Start a keychain (gnome-keyring, KWallet), or run gatehouse in a terminal to make a passphrase vault.'
        : '',
  };
}

function containment(house: House): Check {
  try {
    const { kind } = house.containment;
    probeContainment(house.containment);
    return {
      name: 'containment',
      ok: kind !== 'checked',
      state: kind,
      detail:
        kind === 'checked'
          ? 'names are checked again after opening; another program can win a race'
          : 'files are opened below their folder, links never followed',
      mend: kind === 'checked' ? 'Only Linux can hold folders open; here it is best effort.' : '',
    };
  } catch (error) {
    house.logs.error('doctor', error);
    return {
      name: 'containment',
      ok: false,
      state: 'failed',
      detail: 'folders cannot be opened safely',
      mend: 'On Linux /proc must be mounted.',
    };
  }
}

function policy(house: House): Check {
  const rules = house.rules();
  const count = (effect: string) => rules.filter((rule) => rule.effect === effect).length;
  const of = (['deny', 'ask', 'allow'] as const).map((effect) => `${count(effect)} ${effect}`);
  return {
    name: 'policy',
    ok: true,
    state: rules.length === 0 ? 'none' : 'read',
    detail:
      rules.length === 0
        ? `no rules of your own; they would stand in ${house.home}/policy.json`
        : `${rules.length} of your own in policy.json: ${of.join(', ')}`,
    mend: '',
  };
}

function stores(house: House): Check {
  const { domains } = house.stores;
  const kept = house.secrets.keys.kept === 'run' ? 'in memory' : `in ${house.home}, encrypted`;
  return {
    name: 'stores',
    ok: true,
    state: 'open',
    detail: `${domains.list().length} domains, ${kept}`,
    mend: '',
  };
}

async function audit({ ledger }: House): Promise<Check> {
  const { ok, events, problems } = await ledger.verify();
  return {
    name: 'audit',
    ok,
    state: ok ? 'whole' : 'broken',
    detail: ok
      ? `the record is whole, ${events} events`
      : `the record was changed: ${problems.length} problems`,
    mend: ok
      ? ''
      : 'gatehouse audit verify names them. Somebody with access to this account changed the files.',
  };
}

async function models(house: House): Promise<Check> {
  const used = new Set(house.stores.domains.list().flatMap((one) => one.models));
  const names = (await house.secrets.names()).map((one) => one.name);
  const all = await house.providers();
  // Ollama wants neither key nor address, so only a domain says whether it is in use.
  const ready = all.filter(
    (one) => isSetUp(one, names) && (one.row.secret !== null || used.has(one.id)),
  );
  return {
    name: 'models',
    ok: true,
    state: ready.length === 0 ? 'offline' : 'ready',
    detail:
      ready.length === 0
        ? 'offline: answers quote your notes, no model is set up'
        : `ready: ${ready.map((one) => one.id).join(', ')}`,
    mend: '',
  };
}
