import { z } from 'zod';
import { atLeast } from '../flow/label.ts';
import type { Reason } from '../reasons.ts';
import { judgeUrl } from '../url/index.ts';
import { COMMAND_SECONDS, define, refuse } from './definition.ts';
import type { Context } from './definition.ts';

export interface WebFetchResult {
  readonly status: number;
  /** The address that answered. */
  readonly url: string;
  /** Media type, lower case, without parameters. */
  readonly type: string;
  readonly text: string;
  readonly bytes: number;
  readonly truncated: boolean;
}

const nowhere = { inside: [], touches: [], changes: [], folder: null, command: null } as const;

export const webFetch = define<WebFetchResult>()({
  input: z.strictObject({ url: z.string().min(1).max(8192) }),
  parse: (input, context) => {
    const judged = judgeUrl(input.url, { hosts: context.policy.webHosts, loopbackHttp: false });
    const { url } = judged;
    if (url !== null) return { url: url.href, host: url.host, reasons: judged.reasons };
    const [refused] = judged.reasons;
    return refuse(refused ?? { code: 'url_malformed' });
  },
  facts: () => ({}),
  judge: ({ intent }, context) => [...intent.reasons, ...leaving(context)],
  sinks: ({ url }) => ({ url }),
  consequential: () => true,
  record: 'before',
  target: ({ host }) => host,
  token: () => ({ scope: 'network', seconds: COMMAND_SECONDS }),
  shows: ({ intent }) => [
    { label: 'url', value: intent.url },
    { label: 'host', value: intent.host },
  ],
  reach: ({ intent }) => ({ ...nowhere, host: intent.host }),
  label: (result) => ({ trust: 'untrusted', confidentiality: 'public', text: result.text }),
  forRemote: (result) => result,
  tool: 'Fetch one https page as text. The address is sent to that host; nothing else is.',
});

/** An address can carry content out: after something private was read, every fetch asks. */
function leaving(context: Context): readonly Reason[] {
  return atLeast(context.session.confidentiality, 'private')
    ? [{ code: 'private_content_may_leave' }]
    : [];
}

export interface ModelCallResult {
  readonly text: string;
  readonly calls: readonly {
    readonly id: string;
    readonly name: string;
    readonly input: unknown;
  }[];
  readonly usage: { readonly input: number; readonly output: number };
  readonly finish: string;
  readonly provider: string;
  readonly model: string;
}

export const modelCall = define<ModelCallResult>()({
  input: z.strictObject({
    provider: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
    model: z.string().min(1).max(200),
    /** The request as the model port takes it; plain data, passed on unread. */
    request: z.record(z.string(), z.unknown()),
  }),
  // Where it is belongs to what is judged: the effect speaks to that host or to none.
  parse: (input, { providers }) => ({
    ...input,
    host: providers.find((one) => one.id === input.provider)?.host ?? '',
  }),
  facts: () => ({}),
  judge: ({ intent }, context) => judgeProvider(intent.provider, context),
  sinks: () => ({}),
  // Its operands are the session itself; where it may go is judged by confidentiality.
  consequential: () => false,
  record: 'before',
  target: ({ provider, model }) => `${provider}/${model}`,
  token: () => ({ scope: 'network', seconds: COMMAND_SECONDS }),
  shows: ({ intent }) => [{ label: 'provider', value: `${intent.provider}/${intent.model}` }],
  reach: () => null,
  // What a model says is no source: it can only repeat what it was told, or invent.
  label: () => ({ trust: 'unknown', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: null,
});

function judgeProvider(name: string, context: Context): readonly Reason[] {
  const provider = context.providers.find((one) => one.id === name);
  if (provider === undefined) return [{ code: 'host_not_configured', host: name }];
  if (provider.local) return [{ code: 'model_local', provider: name }];
  const reasons: Reason[] = [{ code: 'model_configured', provider: name, host: provider.host }];
  if (context.policy.localOnly || context.domain.localOnly) {
    reasons.push({ code: 'local_only', provider: name });
  }
  if (atLeast(context.session.confidentiality, 'private')) {
    reasons.push({ code: 'private_content_leaves', provider: name });
  }
  return reasons;
}
