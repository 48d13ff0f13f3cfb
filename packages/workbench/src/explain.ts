import { resolve } from 'node:path';
import {
  configSchema,
  explainByRules,
  judgeFlow,
  operations,
  parsePolicy,
  strictest,
} from '@gatehouse/kernel';
import type { Context, Name, PathFact, Policy, Reason } from '@gatehouse/kernel';
import { judgeCommand } from '@gatehouse/kernel/command';
import { renderMarkdown, sanitizeHtml } from '@gatehouse/kernel/markup';
import { redact } from '@gatehouse/kernel/redact';
import { pathText } from '@gatehouse/kernel/scope';
import { judgeStatement } from '@gatehouse/kernel/statement';
import { judgeUrl } from '@gatehouse/kernel/url';
import { inputs } from '@gatehouse/contract';
import type { Explained } from '@gatehouse/contract';
import { readConfig } from '@gatehouse/host/configuration';
import { createContainment, createPathResolver } from '@gatehouse/host/files';
import type { Containment } from '@gatehouse/host/files';
import { realFolder } from '@gatehouse/host/machine';
import { createNative } from '@gatehouse/host/native';
import { loadPostgresParser } from '@gatehouse/host/postgres-parser';
import { gatehouseHome, personHome } from './home.ts';
import { createRules } from './rules.ts';

/**
 * The gate's verdict and reasons for one input of the contract's `explain`, under the default policy
 * as config.json and policy.json change it; settings made by a verb lie in the store, and do not count.
 * Nothing is performed or recorded, and no store is opened: a look at the disk is all it takes.
 * Throws `config_malformed`, `policy_malformed` and their like.
 */
export function openExplain(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): (input: unknown) => Promise<Explained> {
  const choice = { native: createNative(), platform, descriptors: '/proc/self/fd' };
  const gatehouse = gatehouseHome(environment, platform);
  const rules = createRules(gatehouse, personHome());
  const policy = parsePolicy({ ...readConfig(gatehouse, configSchema), rules: rules() });
  return createExplain(gatehouse, createContainment(choice), policy);
}

export function createExplain(gatehouse: string, containment: Containment, policy: Policy) {
  const home = personHome();
  const contextFor = (root: string, cwd: string): Context => ({
    now: 0,
    scope: { roots: [root], home, gatehouse, cwd },
    policy,
    domain: { name: 'explain', id: '', localOnly: false, privateNotes: false },
    providers: [],
    session: { untrusted: false, confidentiality: 'public', remote: false },
  });
  const judged = (reasons: readonly Reason[]) => ({ verdict: strictest(reasons), reasons });
  const underRules = (name: Name, text: string, cwd: string, reasons: readonly Reason[]) =>
    explainByRules(policy, { name, text, home, cwd, now: Date.now() }, reasons);

  const pathsBelow = (root: string) =>
    createPathResolver({ containment, roots: () => [root], maxBytes: policy.maxFileBytes });

  async function explainPath(root: string, path: string, access: 'read' | 'write') {
    const real = realFolder(root);
    const context = contextFor(real, real);
    const parsed = operations['file.read'].parse({ path }, context);
    if ('refused' in parsed) return judged([parsed.refused]);
    const signal = new AbortController().signal;
    const query = { kind: 'path', path: parsed.target, contents: access === 'write' } as const;
    const target: PathFact = await pathsBelow(real).resolve(query, signal);
    const asked = { intent: { ...parsed, text: '' }, facts: { target }, by };
    const name = access === 'read' ? 'file.read' : 'file.write';
    const reasons = operations[name].judge(asked, context);
    return { ...underRules(name, path, real, reasons), resolved: pathText(target.real) };
  }

  return async (unchecked: unknown): Promise<Explained> => {
    const input = inputs.explain.parse(unchecked);
    switch (input.kind) {
      case 'shell': {
        const root = realFolder(input.root ?? process.cwd());
        const cwd = input.cwd === undefined ? root : resolve(root, input.cwd);
        const found = judgeCommand(input.command, {
          scope: contextFor(root, cwd).scope,
          mode: policy.mode,
          settings: { askEveryChain: policy.askEveryChain },
        });
        return underRules('shell.run', input.command, cwd, found.reasons);
      }
      case 'path':
        return explainPath(input.root, input.path, input.access);
      case 'statement': {
        const dialect =
          input.dialect === 'cypher'
            ? { name: input.dialect }
            : { name: input.dialect, parse: await loadPostgresParser() };
        return judged(judgeStatement(input.statement, dialect));
      }
      case 'url':
        return underRules(
          'web.fetch',
          input.url,
          process.cwd(),
          judgeUrl(input.url, { hosts: policy.webHosts, loopbackHttp: false }).reasons,
        );
      case 'markup':
        return {
          html: input.form === 'html' ? sanitizeHtml(input.payload) : renderMarkdown(input.payload),
        };
      case 'secrets':
        return { text: redact(input.text) };
      case 'flow': {
        const reasons = judgeFlow(input);
        // Nothing against a step is `allow`, of what flow judges.
        const verdicts = reasons.map((found) => (found.length === 0 ? 'allow' : strictest(found)));
        return { verdicts, reasons };
      }
    }
  };
}

const by = { kind: 'person', name: 'person', via: null } as const;
