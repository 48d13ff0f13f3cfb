import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  createClearances,
  createGate,
  createSession,
  configSchema,
  createSigner,
  explainByRules,
  isLive,
  parsePolicy,
} from '@gatehouse/kernel';
import type {
  Context,
  Effects,
  Fact,
  FactQuery,
  Gate,
  Grant,
  Policy,
  Resolver,
} from '@gatehouse/kernel';
import { createRecorder as createEventMaker } from '@gatehouse/kernel/record';
import type { RecordInput } from '@gatehouse/kernel/record';
import { homePaths, redact } from '@gatehouse/kernel/redact';
import type { Ask } from '@gatehouse/contract';
import { readConfig } from '@gatehouse/host/configuration';
import {
  createContainment,
  createFiles,
  createPathResolver,
  createSnapshots,
  createUndoEffect,
} from '@gatehouse/host/files';
import { createIndexEffects } from '@gatehouse/host/index';
import { createLedger } from '@gatehouse/host/ledger';
import { createLogs } from '@gatehouse/host/logs';
import {
  createClock,
  createCrypto,
  createSeal,
  newRunName,
  realPlace,
} from '@gatehouse/host/machine';
import { createSecretEffects } from '@gatehouse/host/secrets';
import { createBroker, createShell, createShellResolver } from '@gatehouse/host/shell';
import { createSettingsEffect, createStores } from '@gatehouse/host/stores';
import type { Begun } from './begin.ts';
import { personHome } from './home.ts';
import { createModelCall } from './model-effect.ts';
import { contextOf, policyOf } from './place.ts';
import type { Place } from './place.ts';
import { configuredProviders, createModelSource, gateProviders } from './providers.ts';
import type { Configured } from './providers.ts';
import { createRecorder } from './recorder.ts';
import { createRules } from './rules.ts';
import { undoable } from './undoable.ts';

export interface OpenOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** How questions are asked; null where nobody is there. */
  readonly ask: Ask | null;
  /** Reads a passphrase; null where nobody is there. */
  readonly passphrase: ((prompt: string) => Promise<Uint8Array>) | null;
  /** The folder whose `.env` may name keys; null for none. */
  readonly folder?: string | null;
  /** What is done first: `notes` has the index started while the rest is still being loaded. */
  readonly first?: 'notes';
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** The rooms wired together, once: everything the use cases work with. */
export async function openHouse(options: OpenOptions, { home, native, secrets, index }: Begun) {
  const person = personHome();
  // Read once: a policy that changes under an open question would only have it asked again.
  const config = readConfig(home, configSchema);
  const rules = createRules(home, person);
  rules(); // malformed ones stop the program before anything is opened
  const clock = createClock(native);
  const { keys } = secrets;
  const mask = (text: string) => homePaths(homePaths(redact(text), homedir()), person);
  const logs = createLogs({ home, kept: keys.kept, mask, now: clock.now });
  const run = newRunName();
  const record = createEventMaker({
    mask,
    version: options.version,
    run,
  });
  const ledger = createLedger({
    home,
    keys,
    record,
    now: clock.now,
    report: (problem) => void logs.error('audit', problem),
  });
  const recorder = createRecorder(ledger, record);
  const stores = createStores({ home, keys, now: clock.now });
  const crypto = createCrypto(keys);
  const seal = createSeal(keys);
  const clearances = createClearances();
  const { spend } = clearances;
  const broker = createBroker({ keys, clock, report: (line) => void logs.error('broker', line) });
  const { platform } = options;
  const containment = createContainment({ native, platform, descriptors: '/proc/self/fd' });
  const snapshots = createSnapshots({ directory: join(home, 'snapshots'), keys });
  const privateNotes = new Map<string, boolean>();
  const contacts = new Map<string, string>();
  const onContact = (host: string, address: string) => void contacts.set(host, address);

  const settings = (): Policy => {
    const known = Object.entries(stores.settings.all()).filter(([key]) => !key.includes('.'));
    return parsePolicy({ ...Object.fromEntries(known), ...config, rules: rules() });
  };
  /** What the index knows passes no gate of its own: the rules about reading a file count for it. */
  const readable = () => {
    const policy = settings();
    return ({ root, path }: { readonly root: string; readonly path: string }): boolean => {
      if (policy.rules.length > 0 && /\p{C}/u.test(path)) return false; // no rule can name it
      const call = { name: 'file.read', text: realPlace(join(root, path)) } as const;
      const place = { home: person, cwd: root, now: clock.now() };
      const found = explainByRules(policy, { ...call, ...place }, [{ code: 'path_inside', path }]);
      return found.verdict === 'allow';
    };
  };
  const note = (input: Omit<RecordInput, 'principal' | 'time' | 'requestId' | 'phase'>) =>
    recorder.soon({
      ...input,
      phase: 'completed',
      principal: { kind: 'person', name: 'person', via: null },
      time: clock.now(),
      requestId: crypto.nonce(),
    });
  const report = (requestId: string, error: unknown) => void logs.error(requestId, error);

  // Read afresh before every call of a model; the gate's context needs the last reading at once.
  let known: readonly Configured[] = [];
  const refresh = async () => (known = await configuredProviders(stores.settings.all(), { read }));
  // An address is kept among the secrets, so looking it up is a read of a credential.
  const read = async (name: string) => {
    const bytes = await secrets.read(name);
    if (bytes !== null) note({ operation: 'credential.read', target: name, status: 'done' });
    return bytes;
  };

  /**
   * A gate for one place and one session: a kept one by its id, or a purpose, whose session (and what
   * was allowed in it) ends with this run.
   */
  function gateFor(place: Place, sessionId: string): Gate {
    const policy = () => policyOf(settings(), place.domain);
    const context = (): Omit<Context, 'now' | 'session'> =>
      contextOf(place, {
        policy: policy(),
        person,
        gatehouse: home,
        // Not known before it was indexed in this run: then as if there were some.
        privateNotes: privateNotes.get(place.domain.name) ?? true,
        providers: gateProviders(known),
      });
    const scope = memo(() => context().scope);
    const files = undoable(
      spend,
      (watching) =>
        createFiles({
          spend: watching,
          containment,
          snapshots,
          scope,
          maxFileBytes: () => policy().maxFileBytes,
        }),
      (entry) => stores.undo.add({ ...entry, session: sessionId, domain: place.domain.name }),
    );
    const session = createSession(
      /^[0-9a-f]{32}/u.test(sessionId) ? sessionId : `${sessionId} ${run}`,
      () => dayOf(new Date(clock.now())),
    );
    const paths = createPathResolver({
      containment,
      roots: () => scope().roots,
      maxBytes: policy().maxFileBytes,
    });
    const effects: Effects = {
      ...files.effects,
      ...createUndoEffect(spend, files.undo),
      ...createIndexEffects({
        spend,
        index,
        indexed: (domain, count) => void privateNotes.set(domain, count > 0),
      }),
      ...createShell({ spend, broker, burn, places: { home: person, gatehouse: home } }),
      // Loaded when first needed: most runs fetch nothing.
      async *'web.fetch'(clearance, signal) {
        const { createWeb } = await import('@gatehouse/host/web');
        return yield* createWeb({ spend, onContact })['web.fetch'](clearance, signal);
      },
      ...createSecretEffects({ spend, secrets }),
      ...createSettingsEffect(spend, stores),
      // The gate gave what the plan allows with the answer; there is nothing else to do.
      async *'plan.approve'(clearance, signal) {
        spend(clearance, 'plan.approve');
        signal.throwIfAborted();
        return { approved: true };
      },
      'model.call': createModelCall(
        spend,
        createModelSource({
          gate: () => gate,
          secrets,
          configured: refresh,
          onContact,
        }),
      ),
    };
    const gate: Gate = createGate(
      {
        clearances,
        effects,
        resolver: resolverOf(paths, shellFacts),
        recorder,
        crypto,
        clock,
        grants: stores.grants,
        seal,
        approver: approverOf(options.ask),
        context,
        report,
      },
      session,
    );
    return gate;
  }

  const burn = async (nonce: string) => {
    await ledger.append({ events: [], burn: [nonce] });
  };
  const shellFacts = createShellResolver(broker);
  const sign = createSigner(crypto, clock);
  const approverOf = (ask: Ask | null) =>
    ask === null
      ? null
      : { ask: (question: Parameters<Ask>[0], signal: AbortSignal) => ask(question, sign, signal) };

  note({ operation: 'program.start', target: 'gatehouse', status: 'done' });

  return {
    home,
    secrets,
    stores,
    snapshots,
    index,
    broker,
    ledger,
    logs,
    shellFacts,
    containment,
    contacts,
    clock,
    isLive: (grant: Grant) => isLive({ crypto, clock, seal }, grant),
    settings,
    config,
    rules,
    readable,
    providers: refresh,
    note,
    gateFor,
    report(error: unknown) {
      const requestId = crypto.nonce();
      report(requestId, error);
      note({ operation: 'program.error', target: 'gatehouse', status: 'failed' });
      return requestId;
    },
    async close() {
      note({ operation: 'program.stop', target: 'gatehouse', status: 'done' });
      broker.close();
      const ended = await Promise.allSettled([recorder.flush(), index.close()]);
      await ledger.close();
      stores.close();
      secrets.close();
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    },
  };
}

function resolverOf(
  paths: ReturnType<typeof createPathResolver>,
  shell: ReturnType<typeof createShellResolver>,
): Resolver {
  return {
    async resolve<Q extends FactQuery>(query: Q, signal: AbortSignal): Promise<Fact<Q>> {
      switch (query.kind) {
        case 'path':
        case 'paths':
          return (await paths.resolve(query, signal)) as Fact<Q>;
        case 'places': {
          const found = await paths.resolve(
            { kind: 'paths', paths: query.paths, contents: false },
            signal,
          );
          return found.map(({ asked, real }) => ({ asked, real })) as unknown as Fact<Q>;
        }
        case 'programs':
          return shell.programs(query.names) as Fact<Q>;
        case 'sandbox':
          return (await shell.sandbox()) as Fact<Q>;
      }
    },
  };
}

/** The same object while the value is the same, so that a walk need not compare scopes. */
function memo<T>(make: () => T): () => T {
  let kept: { readonly text: string; readonly value: T } | null = null;
  return () => {
    const value = make();
    const text = JSON.stringify(value);
    if (kept === null || kept.text !== text) kept = { text, value };
    return kept.value;
  };
}

/** The day it is where the person is, so that their "tomorrow" is a date. */
const dayOf = (now: Date) => ({
  year: now.getFullYear(),
  month: now.getMonth() + 1,
  day: now.getDate(),
});
