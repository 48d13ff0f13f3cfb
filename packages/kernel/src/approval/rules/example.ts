import type { FactQuery, PathFact } from '../../facts.ts';
import { isRefused } from '../../judging.ts';
import type { AnyDefinition } from '../../judging.ts';
import { operations } from '../../operations/index.ts';
import type { Name } from '../../operations/index.ts';
import type { Context } from '../../operations/definition.ts';
import { parsePolicy } from '../../policy.ts';
import type { Policy } from '../../policy.ts';
import { judgeByRules } from '../../policy/rule.ts';
import type { Reason, Verdict } from '../../reasons.ts';
import type { ScopedPath } from '../../scope/path.ts';
import type { Reach } from '../../policy/reach.ts';

/** What one text stands for in an operation's input. */
const inputs: Partial<Record<Name, (text: string) => unknown>> = {
  'file.read': (path) => ({ path }),
  'file.list': (path) => ({ path }),
  'file.search': (path) => ({ path, text: 'x' }),
  'file.write': (path) => ({ path, text: '' }),
  'file.delete': (path) => ({ path }),
  'file.move': (path) => ({ from: path, to: path }),
  'shell.run': (command) => ({ command }),
  'web.fetch': (url) => ({ url }),
};

/**
 * What a call would touch, by the operation's own definition, without a look at the machine: no link
 * leads anywhere, and every program is there. Null where the text is no call of it.
 */
export function reachOfExample(
  name: Name,
  text: string,
  place: { readonly home: string; readonly cwd: string },
): Reach | null {
  const definition = operations[name] as unknown as AnyDefinition;
  const parsed = definition.input.safeParse(inputs[name]?.(text));
  if (!parsed.success) return null;
  const context = contextFor(place);
  const intent = definition.parse(parsed.data, context);
  if (isRefused(intent)) return null;
  const facts = Object.fromEntries(
    Object.entries(definition.facts(intent, context)).map(([key, query]) => [key, imagined(query)]),
  );
  return definition.reach({ intent, facts, by } as never);
}

/** What the person's rules make of a call that is only explained: named, not looked at. */
export function explainByRules(
  policy: Policy,
  call: {
    readonly name: Name;
    readonly text: string;
    readonly home: string;
    readonly cwd: string;
    readonly now: number;
  },
  found: readonly Reason[],
): { readonly verdict: Verdict; readonly reasons: readonly Reason[] } {
  const { name, text, now } = call;
  if (policy.deny.includes(name)) {
    return { verdict: 'deny', reasons: [{ code: 'operation_denied_by_policy', operation: name }] };
  }
  // Most have no rules, and then nothing has to be imagined.
  const reach = policy.rules.length === 0 ? null : reachOfExample(name, text, call);
  return judgeByRules(policy.rules, { operation: name, reach, now }, found);
}

const by = { kind: 'person', name: 'person', via: null } as const;

/** What no operation's reach depends on. */
const elsewhere = {
  now: 0,
  policy: parsePolicy({}),
  domain: { name: 'example', id: '', localOnly: false, privateNotes: false },
  providers: [],
  session: { untrusted: false, confidentiality: 'public', remote: false },
} as const;

const contextFor = ({ home, cwd }: { readonly home: string; readonly cwd: string }): Context => ({
  ...elsewhere,
  scope: { roots: [cwd], home, gatehouse: `${home}/.local/share/gatehouse`, cwd },
});

function imagined(query: FactQuery): unknown {
  switch (query.kind) {
    case 'path':
      return fileAt(query.path);
    case 'paths':
      return query.paths.map(fileAt);
    case 'places':
      return query.paths.map((path) => ({ asked: path, real: path }));
    case 'programs':
      return query.names.map((name) => ({ name, path: `/usr/bin/${name}` }));
    case 'sandbox':
      return sandbox;
  }
}

const sandbox = { available: true, problem: null } as const;

const file = {
  kind: 'file',
  device: '0',
  inode: '0',
  parent: { device: '0', inode: '0' },
  size: 0,
  links: 1,
  folds: false,
  digest: '',
  text: null,
} as const;

const fileAt = (path: ScopedPath): PathFact => ({ ...file, asked: path, real: path });
