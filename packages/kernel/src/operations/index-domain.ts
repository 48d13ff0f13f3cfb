import { z } from 'zod';
import type { Reason } from '../reasons.ts';
import { judgePath, pathText } from '../scope/index.ts';
import { define, PATH_SECONDS, refuse } from './definition.ts';

export interface DomainIndexResult {
  readonly notes: number;
  readonly links: number;
  readonly tags: number;
  readonly removed: number;
  readonly problems: readonly { readonly path: string; readonly code: string }[];
  readonly milliseconds: number;
}

/** One scoped operation for all notes of a domain: reads them, and writes nothing but the index. */
export const domainIndex = define<DomainIndexResult>()({
  input: z.strictObject({ domain: z.string().min(1).max(200) }),
  parse: (input, context) =>
    input.domain === context.domain.name
      ? { domain: input.domain, roots: context.scope.roots.map((root) => ({ root, segments: [] })) }
      : refuse({ code: 'wrong_domain', domain: input.domain }),
  facts: ({ roots }) => ({ roots: { kind: 'paths', paths: roots, contents: false } }) as const,
  judge: ({ facts }, context) =>
    facts.roots.flatMap((fact): Reason[] =>
      fact.kind === 'directory'
        ? judgePath(fact.real, 'read', context.scope, context.policy.mode, fact.asked)
        : [{ code: 'path_not_a_folder', path: pathText(fact.asked) }],
    ),
  sinks: () => ({}),
  consequential: () => false,
  record: 'soon',
  target: ({ domain }) => domain,
  token: () => ({ scope: 'read', seconds: PATH_SECONDS }),
  shows: ({ facts }) => facts.roots.map((fact) => ({ label: 'path', value: pathText(fact.real) })),
  reach: () => null,
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: null,
});
