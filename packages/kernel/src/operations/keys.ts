import { z } from 'zod';
import { policySchema } from '../policy.ts';
import type { Reason } from '../reasons.ts';
import { define, PATH_SECONDS, refuse } from './definition.ts';
import type { Asked, Principal } from './definition.ts';

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
  grant: () => null,
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
  grant: () => null,
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
  grant: () => null,
  label: () => nothing,
  forRemote: (result) => result,
  tool: null,
});

/**
 * Settings that give the program more power when they move away from their default. A person who
 * changes one is asked to confirm; anybody else is refused.
 */
const widening: Readonly<Record<string, (value: unknown) => boolean>> = {
  mode: (value) => value === 'yolo',
  homeIsWorkspace: (value) => value === true,
  askEveryChain: () => false,
  unsandboxed: (value) => value === true,
  localOnly: (value) => value === false,
  webHosts: () => false,
  provider: () => false,
  domain: (value) =>
    typeof value === 'object' && value !== null && 'mode' in value && value.mode === 'yolo',
};

const isWidening = (key: string, value: unknown) => (widening[key] ?? (() => true))(value);

export const settingsChange = define<Done>()({
  input: z.strictObject({
    key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9.-]{0,80}$/),
    value: z.json(),
  }),
  parse: (input) => {
    const shape: Readonly<Record<string, z.ZodType>> = policySchema.shape;
    const field = Object.hasOwn(shape, input.key) ? shape[input.key] : undefined;
    if (field !== undefined && !field.safeParse(input.value).success) {
      return refuse({ code: 'setting_malformed', key: input.key });
    }
    return input;
  },
  facts: () => ({}),
  judge: ({ intent, by }) => judgeSetting(intent.key, intent.value, by),
  sinks: ({ key, value }) => ({ key, value: JSON.stringify(value) }),
  consequential: () => true,
  record: 'before',
  target: ({ key }) => key,
  token: () => ({ scope: 'settings', seconds: PATH_SECONDS }),
  shows: ({ intent }) => [
    { label: 'setting', value: intent.key },
    { label: 'value', value: JSON.stringify(intent.value) },
  ],
  grant: () => null,
  label: () => nothing,
  forRemote: (result) => result,
  tool: null,
});

function judgeSetting(key: string, value: unknown, by: Principal): readonly Reason[] {
  if (by.kind !== 'person')
    return [{ code: 'operation_denied_by_policy', operation: 'settings.change' }];
  return isWidening(key, value)
    ? [{ code: 'setting_widens', key }]
    : [{ code: 'setting_change', key }];
}
