import { z } from 'zod';
import { policySchema } from '../policy.ts';
import { reasons as verdicts } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { judgeRoot } from '../scope/index.ts';
import { define, PATH_SECONDS, refuse } from './definition.ts';
import type { Asked, Context, Principal } from './definition.ts';

const secretName = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const nothing = { trust: 'trusted', confidentiality: 'public', text: '' } as const;
const secretToken = () => ({ scope: 'secret', seconds: PATH_SECONDS }) as const;

/** Keys are the person's: whoever else asks is asked about, with its own reason. */
function changeReasons(asked: Asked<{ readonly name: string }, unknown>): readonly Reason[] {
  return asked.by.kind === 'person'
    ? [{ code: 'person_asked' }]
    : [{ code: 'secret_change_asks', name: asked.intent.name }];
}

export interface Done {
  readonly done: true;
}

/** The key itself is not an operand: it waits in a lease that the person's face made. */
export const secretSet = define<Done>()({
  input: z.strictObject({ name: secretName, lease: z.string().regex(/^[0-9a-f]{32}$/) }),
  parse: (input) => input,
  facts: () => ({}),
  judge: (asked) => changeReasons(asked),
  sinks: ({ name }) => ({ name }),
  consequential: () => true,
  record: 'before',
  target: ({ name }) => name,
  token: secretToken,
  shows: ({ intent }) => [{ label: 'secret', value: intent.name }],
  reach: () => null,
  label: () => nothing,
  forRemote: (result) => result,
  tool: null,
});

export interface SecretUseResult {
  /** Exchanged once, in this process, for the key. */
  readonly lease: string;
}

/** Only the program itself uses a key, for a host that the provider's row names. */
export const secretUse = define<SecretUseResult>()({
  input: z.strictObject({ name: secretName, host: z.string().min(1).max(253) }),
  parse: (input) => input,
  facts: () => ({}),
  judge: ({ intent, by }, context) => {
    const known = context.providers.some(
      (provider) => provider.secret === intent.name && provider.host === intent.host,
    );
    if (by.kind !== 'program')
      return [{ code: 'operation_denied_by_policy', operation: 'secret.use' }];
    return known
      ? [{ code: 'secret_use', name: intent.name, host: intent.host }]
      : [{ code: 'host_not_configured', host: intent.host }];
  },
  sinks: ({ host }) => ({ host }),
  consequential: () => true,
  record: 'before',
  target: ({ name, host }) => `${name} for ${host}`,
  token: secretToken,
  shows: ({ intent }) => [
    { label: 'secret', value: intent.name },
    { label: 'host', value: intent.host },
  ],
  reach: () => null,
  label: () => ({ ...nothing, confidentiality: 'public' }),
  forRemote: (result) => result,
  tool: null,
});

export const secretDelete = define<Done>()({
  input: z.strictObject({ name: secretName }),
  parse: (input) => input,
  facts: () => ({}),
  judge: (asked) => changeReasons(asked),
  sinks: ({ name }) => ({ name }),
  consequential: () => true,
  record: 'before',
  target: ({ name }) => name,
  token: secretToken,
  shows: ({ intent }) => [{ label: 'secret', value: intent.name }],
  reach: () => null,
  label: () => nothing,
  forRemote: (result) => result,
  tool: null,
});

interface Setting {
  readonly value: z.ZodType;
  /** Gives the program more power than its default: the person is asked to confirm it. */
  readonly widens: (value: unknown) => boolean;
}

const never = () => false;
const path = z.string().min(1).max(4096);
const mode = policySchema.shape.mode.unwrap();

/** Everything that can be set, and by nobody but the person. */
const settings: Readonly<Record<string, Setting>> = {
  mode: { value: mode, widens: (value) => value === 'yolo' },
  homeIsWorkspace: { value: z.boolean(), widens: (value) => value === true },
  askEveryChain: { value: z.boolean(), widens: never },
  unsandboxed: { value: policySchema.shape.unsandboxed, widens: (value) => value !== false },
  localOnly: { value: z.boolean(), widens: (value) => value === false },
  webHosts: { value: policySchema.shape.webHosts, widens: never },
  deny: { value: policySchema.shape.deny, widens: () => true },
  maxFileBytes: { value: policySchema.shape.maxFileBytes, widens: never },
  commandSeconds: { value: policySchema.shape.commandSeconds, widens: never },
  commandMemoryBytes: { value: policySchema.shape.commandMemoryBytes, widens: never },
  commandProcesses: { value: policySchema.shape.commandProcesses, widens: never },
  commandOutputBytes: { value: policySchema.shape.commandOutputBytes, widens: never },
  domain: {
    value: z.strictObject({
      name: z.string().min(1).max(80),
      roots: z.array(path).min(1).max(50),
      protocols: z.array(z.string()).default([]),
      models: z.array(z.string()).max(10),
      mode,
      localOnly: z.boolean(),
    }),
    widens: (value) =>
      typeof value === 'object' && value !== null && 'mode' in value && value.mode === 'yolo',
  },
  'domain-removed': { value: z.string().min(1).max(80), widens: never },
  provider: {
    value: z.strictObject({
      id: secretName,
      model: z.string().max(200).optional(),
      address: z.string().max(2048).optional(),
      pins: z.array(z.string()).max(10).optional(),
    }),
    widens: never,
  },
  // A protocol that is not what was pinned: what it says and may use is accepted anew.
  protocol: {
    value: z.strictObject({
      path,
      domain: z.string(),
      digest: z.string(),
      operations: z.array(z.string()),
    }),
    widens: () => true,
  },
};

const settingOf = (key: string) => (Object.hasOwn(settings, key) ? settings[key] : undefined);

export const settingsChange = define<Done>()({
  input: z.strictObject({
    key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9.-]{0,80}$/),
    value: z.json(),
  }),
  parse: (input) =>
    settingOf(input.key)?.value.safeParse(input.value).success === true
      ? input
      : refuse({ code: 'setting_malformed', key: input.key }),
  facts: () => ({}),
  judge: ({ intent, by }, context) => [
    ...judgeSetting(intent.key, intent.value, by),
    ...judgeRoots(intent.key, intent.value, context),
  ],
  sinks: ({ key, value }) => ({ key, value: JSON.stringify(value) }),
  consequential: () => true,
  record: 'before',
  target: ({ key, value }) => namedBy(key, value),
  token: () => ({ scope: 'settings', seconds: PATH_SECONDS }),
  shows: ({ intent }) => [
    { label: 'setting', value: intent.key },
    { label: 'value', value: JSON.stringify(intent.value) },
  ],
  reach: () => null,
  label: () => nothing,
  forRemote: (result) => result,
  tool: null,
});

/** What is judged of a domain's folders: never one that is not touched, the whole home only asked. */
function judgeRoots(key: string, value: unknown, { scope }: Context): readonly Reason[] {
  if (key !== 'domain') return [];
  return rootsOf
    .parse(value)
    .roots.flatMap((root) => judgeRoot(root, scope))
    .filter(({ code }) => verdicts[code] !== 'allow');
}

const rootsOf = z.object({ roots: z.array(z.string()) });

/** `domain notes`, `provider ollama`: which one of several was set, never what it was set to. */
function namedBy(key: string, value: unknown): string {
  if (key === 'domain-removed') return `${key} ${String(value)}`;
  if (typeof value !== 'object' || value === null) return key;
  const name = 'name' in value ? value.name : 'id' in value ? value.id : null;
  return typeof name === 'string' ? `${key} ${name}` : key;
}

function judgeSetting(key: string, value: unknown, by: Principal): readonly Reason[] {
  if (by.kind !== 'person')
    return [{ code: 'operation_denied_by_policy', operation: 'settings.change' }];
  return (settingOf(key)?.widens(value) ?? true)
    ? [{ code: 'setting_widens', key }]
    : [{ code: 'setting_change', key }];
}
