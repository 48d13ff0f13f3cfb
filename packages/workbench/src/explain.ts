import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { operations, parsePolicy, strictest } from '@gatehouse/kernel';
import type { Context, PathFact, Reason, Resolver } from '@gatehouse/kernel';
import { judgeCommand } from '@gatehouse/kernel/command';
import { renderMarkdown, sanitizeHtml } from '@gatehouse/kernel/markup';
import { redact } from '@gatehouse/kernel/redact';
import { pathText } from '@gatehouse/kernel/scope';
import { judgeUrl } from '@gatehouse/kernel/url';
import { inputs } from '@gatehouse/contract';

export interface ExplainDeps {
  /** Facts of paths below the given roots. */
  readonly resolver: (roots: readonly string[]) => Resolver;
  readonly realRoot: (root: string) => Promise<string>;
  readonly gatehouse: string;
}

/** The gate's verdict and reasons under the default policy; nothing is performed or recorded. */
export function createExplain({ resolver, realRoot, gatehouse }: ExplainDeps) {
  const policy = parsePolicy({});
  const contextFor = (root: string, cwd: string): Context => ({
    now: 0,
    scope: { roots: [root], home: homedir(), gatehouse, cwd },
    policy,
    domain: { name: 'explain', localOnly: false, privateNotes: false },
    providers: [],
    session: { untrusted: false, confidentiality: 'public', remote: false },
  });
  const judged = (reasons: readonly Reason[]) => ({ verdict: strictest(reasons), reasons });

  async function explainPath(root: string, path: string, access: 'read' | 'write') {
    const real = await realRoot(root);
    const context = contextFor(real, real);
    const parsed = operations['file.read'].parse({ path }, context);
    if ('refused' in parsed) return judged([parsed.refused]);
    const signal = new AbortController().signal;
    const query = { kind: 'path', path: parsed.target, contents: access === 'write' } as const;
    const target: PathFact = await resolver([real]).resolve(query, signal);
    const asked = { intent: { ...parsed, text: '' }, facts: { target }, by };
    const reasons =
      access === 'read'
        ? operations['file.read'].judge(asked, context)
        : operations['file.write'].judge(asked, context);
    return { ...judged(reasons), resolved: pathText(target.real) };
  }

  return async (unchecked: unknown): Promise<unknown> => {
    const input = inputs.explain.parse(unchecked);
    switch (input.kind) {
      case 'shell': {
        const root = await realRoot(input.root ?? process.cwd());
        const cwd = input.cwd === undefined ? root : resolve(root, input.cwd);
        const found = judgeCommand(input.command, {
          scope: contextFor(root, cwd).scope,
          mode: 'standard',
          settings: { askEveryChain: false },
        });
        return judged(found.reasons);
      }
      case 'path':
        return explainPath(input.root, input.path, input.access);
      case 'url':
        return judged(judgeUrl(input.url, { hosts: [], loopbackHttp: false }).reasons);
      case 'markup':
        return {
          html: input.form === 'html' ? sanitizeHtml(input.payload) : renderMarkdown(input.payload),
        };
      case 'secrets':
        return { text: redact(input.text) };
    }
  };
}

const by = { kind: 'person', name: 'person', via: null } as const;
