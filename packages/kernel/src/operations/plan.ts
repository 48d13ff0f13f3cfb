import { z } from 'zod';
import type { GrantScope } from '../policy/reach.ts';
import { knowsTool } from '../command/index.ts';
import type { PathFact, ProgramFact } from '../facts.ts';
import { reasons as verdicts } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { judgePath, parsePath, pathText } from '../scope/index.ts';
import type { ScopedPath } from '../scope/path.ts';
import { define, PATH_SECONDS, refuse } from './definition.ts';
import type { Context } from './definition.ts';

const path = z.string().min(1).max(4096);

/** One part of a task's shape: an operation and its limit. */
const step = z.discriminatedUnion('may', [
  z.strictObject({ may: z.literal('read'), under: path }),
  z.strictObject({ may: z.literal('write'), under: path }),
  z.strictObject({ may: z.literal('run'), tool: z.string().min(1).max(100) }),
  z.strictObject({ may: z.literal('fetch'), host: z.string().regex(/^[a-z0-9.-]{1,253}$/) }),
  z.strictObject({ may: z.literal('delete'), path }),
]);
type Step = z.infer<typeof step>;

const placeOf = (one: Step): string | null =>
  one.may === 'delete' ? one.path : 'under' in one ? one.under : null;
const valueOf = (one: Step): string =>
  placeOf(one) ?? (one.may === 'run' ? one.tool : one.may === 'fetch' ? one.host : '');

interface Place {
  readonly may: 'read' | 'write' | 'delete';
  readonly path: ScopedPath;
}

/** A plan taken apart: its places, tools and hosts, each as it was named. */
interface PlanIntent {
  readonly goal: string;
  readonly places: readonly Place[];
  readonly tools: readonly string[];
  readonly hosts: readonly string[];
  /** Where its tools may work: the folder of the domain that the task is in. */
  readonly folder: string;
}

export interface PlanApproveResult {
  readonly approved: true;
}

/**
 * The shape of a task, approved once: calls inside it do not ask again until the task ends. It always
 * asks; what it may cover is in the table of policy/reach, and it shows all of it.
 */
export const planApprove = define<PlanApproveResult>()({
  input: z.strictObject({
    goal: z.string().trim().min(1).max(500),
    steps: z.array(step).min(1).max(12),
  }),
  parse: ({ goal, steps }, context) => {
    const places: Place[] = [];
    for (const [at, one] of steps.entries()) {
      if (one.may === 'run' && !knowsTool(one.tool)) {
        const problem = `${one.tool} is no tool that is known here, with its sub-command`;
        return refuse({ code: 'malformed_input', at: `steps.${String(at)}.tool`, problem });
      }
      const named = placeOf(one);
      if (named === null || one.may === 'run' || one.may === 'fetch') continue;
      const parsed = parsePath(named, context.scope, { parents: 'refuse' });
      if ('refused' in parsed) return parsed;
      places.push({ may: one.may, path: parsed.path });
    }
    const intent: PlanIntent = {
      goal,
      places,
      tools: steps.flatMap((one) => (one.may === 'run' ? [one.tool] : [])),
      hosts: steps.flatMap((one) => (one.may === 'fetch' ? [one.host] : [])),
      folder: context.scope.cwd,
    };
    return intent;
  },
  facts: ({ places, tools }) =>
    ({
      places: { kind: 'paths', paths: places.map((one) => one.path), contents: false },
      programs: { kind: 'programs', names: [...new Set(tools.map(programOf))] },
    }) as const,
  judge: ({ intent, facts }, context) => [
    { code: 'plan_asks' },
    ...facts.places.flatMap((fact, at) => against(fact, intent.places[at]?.may, context)),
    ...facts.programs.flatMap(({ name, path: found }): Reason[] =>
      found === null ? [{ code: 'program_not_found', program: name }] : [],
    ),
  ],
  sinks: ({ steps }) =>
    Object.fromEntries(
      steps.map((one, at) => [
        `${placeOf(one) === null ? one.may : 'path'} ${String(at + 1)}`,
        valueOf(one),
      ]),
    ),
  consequential: () => true,
  record: 'before',
  target: ({ places, tools, hosts }) =>
    [...places.map((one) => `${one.may} ${pathText(one.path)}`), ...tools, ...hosts].join('; '),
  token: () => ({ scope: 'write', seconds: PATH_SECONDS }),
  shows: ({ intent, facts }) => [
    { label: 'goal', value: intent.goal },
    ...facts.places.map((fact, at) => ({
      label: labelOf(intent.places[at]?.may ?? 'read', fact),
      value: pathText(fact.real),
    })),
    ...intent.tools.map((tool) => ({
      label: 'may_run',
      value: `${tool} … (${pathOf(tool, facts.programs)}) in ${intent.folder}`,
    })),
    ...intent.hosts.map((host) => ({ label: 'may_fetch', value: host })),
  ],
  reach: () => null,
  gives: ({ intent, facts }) => [
    ...facts.places.flatMap((fact, at) => scopesOf(intent.places[at]?.may, pathText(fact.real))),
    ...intent.tools.map((tool): GrantScope => ({
      operation: 'shell.run',
      limit: 'tool',
      tools: [tool],
      programs: [`${programOf(tool)}: ${pathOf(tool, facts.programs)}`],
      folder: intent.folder,
    })),
    ...intent.hosts.map((value): GrantScope => ({ operation: 'web.fetch', limit: 'host', value })),
  ],
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: 'Propose a task’s shape before several changes, so that the person answers once: a goal, and steps that name folders, tools with their sub-command, hosts, and each path to delete. Calls inside it are not asked about one by one.',
});

const programOf = (tool: string): string => tool.split(' ')[0] ?? '';

const pathOf = (tool: string, programs: readonly ProgramFact[]): string =>
  programs.find(({ name }) => name === programOf(tool))?.path ?? '';

/** What no call inside could do anyway: then it is no plan. What would ask is what a plan is for. */
function against(fact: PathFact, may: Place['may'] | undefined, context: Context): Reason[] {
  const { scope, policy } = context;
  return judgePath(fact.real, may ?? 'delete', scope, policy.mode, fact.asked).filter(
    ({ code }) => verdicts[code] === 'deny',
  );
}

const labelOf = (may: Place['may'], { kind }: PathFact): string =>
  may === 'delete' && kind === 'directory' ? 'may_delete_folder' : `may_${may}`;

const reading = ['file.read', 'file.list', 'file.search'];

function scopesOf(may: Place['may'] | undefined, value: string): readonly GrantScope[] {
  if (may === 'delete') return [{ operation: 'file.delete', limit: 'path', value }];
  const named = may === 'write' ? ['file.write'] : reading;
  return named.map((operation) => ({ operation, limit: 'under', value }));
}
