import { z } from 'zod';
import { judgeCommand, type CommandJudgement } from '../command/index.ts';
import type { PathFact, PlaceFact, ProgramFact, SandboxFact } from '../facts.ts';
import { atLeast } from '../flow/label.ts';
import { holdsPrivateNote } from '../flow/private.ts';
import { reasons as verdicts, strictest } from '../reasons.ts';
import type { Reason } from '../reasons.ts';
import { judgePath, parsePath, pathText } from '../scope/index.ts';
import type { ScopedPath } from '../scope/path.ts';
import { COMMAND_SECONDS, define } from './definition.ts';
import type { Context } from './definition.ts';

/** Variables a command may be given; never those that make a program load or run something. */
const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/)
  .refine(
    (name) =>
      !/^(?:LD_|DYLD_|BASH_|GIT_|NODE_|PYTHON|PERL|RUBY|PATH$|IFS$|ENV$|SHELL|PS4$|HOME$)/u.test(
        name,
      ),
    'this variable changes what programs run',
  );

export interface ShellRunResult {
  readonly exit: number | null;
  readonly signal: string | null;
  readonly ended: 'exited' | 'timeout' | 'memory' | 'processes' | 'output' | 'cancelled';
  /** Standard output and error in the order they came, capped. */
  readonly output: string;
  readonly truncated: boolean;
  /** What it made that something runs or obeys later (below the roots): never silent. */
  readonly runsLater: readonly string[];
}

export interface ShellRunIntent {
  readonly command: string;
  readonly cwd: ScopedPath;
  readonly environment: Readonly<Record<string, string>>;
  readonly network: boolean;
  readonly elevated: boolean;
  readonly unsandboxed: boolean;
  readonly writable: boolean;
  readonly roots: readonly ScopedPath[];
  readonly programs: readonly string[];
  readonly executes: readonly ScopedPath[];
  /** Places it reads and writes, as it names them. */
  readonly reads: readonly ScopedPath[];
  readonly writes: readonly ScopedPath[];
  readonly reasons: readonly Reason[];
  readonly tools: CommandJudgement['tools'];
  readonly limits: {
    readonly seconds: number;
    readonly memoryBytes: number;
    readonly processes: number;
    readonly outputBytes: number;
  };
}

export const shellRun = define<ShellRunResult>()({
  input: z.strictObject({
    command: z.string().min(1).max(65_536),
    cwd: z.string().min(1).max(4096).optional(),
    environment: z.record(variable, z.string().max(4096)).default({}),
    /** Ask for the network; it is never there unasked. */
    network: z.boolean().default(false),
    /** Ask to run once as administrator, outside the sandbox. */
    elevated: z.boolean().default(false),
  }),
  parse: (input, context) => {
    const cwd = parsePath(input.cwd ?? context.scope.cwd, context.scope, { parents: 'refuse' });
    if ('refused' in cwd) return cwd;
    const { scope, policy } = context;
    const judged = judgeCommand(input.command, {
      scope: { ...scope, cwd: pathText(cwd.path) },
      mode: policy.mode,
      variables: Object.keys(input.environment),
      settings: { askEveryChain: policy.askEveryChain },
    });
    const intent: ShellRunIntent = {
      command: input.command,
      cwd: cwd.path,
      environment: input.environment,
      network: input.network,
      elevated: input.elevated,
      unsandboxed: policy.unsandboxed !== false,
      writable: policy.mode !== 'read-only',
      roots: scope.roots.map((root) => ({ root, segments: [] })),
      programs: judged.programs,
      executes: judged.executes,
      reads: judged.reads,
      writes: judged.writes,
      reasons: judged.reasons,
      tools: judged.tools,
      limits: {
        seconds: policy.commandSeconds,
        memoryBytes: policy.commandMemoryBytes,
        processes: policy.commandProcesses,
        outputBytes: policy.commandOutputBytes,
      },
    };
    return intent;
  },
  facts: (intent) =>
    ({
      cwd: { kind: 'path', path: intent.cwd, contents: false },
      roots: { kind: 'paths', paths: intent.roots, contents: false },
      executes: { kind: 'paths', paths: intent.executes, contents: true },
      // Where its tools are sent to work may be a link, too.
      reads: { kind: 'places', paths: [...intent.reads, ...intent.tools.directories] },
      writes: { kind: 'places', paths: intent.writes },
      programs: { kind: 'programs', names: intent.programs },
      sandbox: { kind: 'sandbox' },
    }) as const,
  judge: ({ intent, facts }, context) => [
    ...intent.reasons,
    ...judgeCwd(facts.cwd, context),
    ...judgeLinks(facts.reads, 'read', context),
    ...judgeLinks(facts.writes, 'write', context),
    ...judgeExecuted(facts.executes, facts.programs, context),
    ...judgeMeans(intent, facts.sandbox, context),
  ],
  sinks: ({ command, cwd, environment }) => ({
    command,
    ...(cwd === undefined ? {} : { cwd }),
    ...Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [`environment.${name}`, value]),
    ),
  }),
  consequential: ({ reasons, network, elevated }) =>
    network || elevated || strictest(reasons) !== 'allow' || !reasons.some(isReadOnly),
  record: 'before',
  target: (intent) => intent.command,
  token: (intent) => ({
    scope: intent.elevated ? 'elevated' : 'shell_run',
    seconds: COMMAND_SECONDS,
  }),
  shows: ({ intent, facts }) => [
    { label: 'command', value: intent.command },
    { label: 'cwd', value: pathText(facts.cwd.real) },
    ...Object.entries(intent.environment).map(([name, value]) => ({
      label: 'variable',
      value: `${name}=${value}`,
    })),
    ...facts.executes.map((fact) => ({
      label: 'executes',
      value: `${pathText(fact.real)} sha256:${fact.digest ?? ''}`,
    })),
    ...facts.programs.map((fact) => ({
      label: 'program',
      value: `${fact.name}: ${fact.path ?? ''}`,
    })),
    { label: intent.network ? 'network_on' : 'network_off', value: '' },
    {
      label: intent.elevated || !facts.sandbox.available ? 'sandbox_off' : 'sandbox_on',
      value: '',
    },
  ],
  reach: ({ intent, facts }) => {
    const written = facts.writes.map(({ real }) => pathText(real));
    const named = [facts.cwd, ...facts.reads, ...facts.writes, ...facts.executes];
    const cwd = pathText(facts.cwd.real);
    // What it reads may be where it works (`--git-dir`), so that has to lie in the folder as well.
    const read = facts.reads.map(({ real }) => pathText(real));
    return {
      inside: [cwd, ...read, ...written],
      touches: named.flatMap(({ asked, real }) => [pathText(asked), pathText(real)]),
      changes: written,
      folder: cwd,
      command: {
        text: intent.command,
        same: sameCommand(intent, facts),
        called: intent.tools.called,
        asking: intent.tools.asking,
        // What an option makes a tool change (`sed -i`, `tar -x`) is no named place: no folder holds it.
        programs: intent.reasons.some(isUnplaced)
          ? null
          : programsOf(intent.tools.asking, facts.programs),
      },
      host: null,
    };
  },
  label: (result, _intent, { domain, session }) => ({
    trust: 'untrusted',
    confidentiality:
      holdsPrivateNote(result.output) || (domain.privateNotes && !session.remote)
        ? 'private'
        : 'domain',
    text: result.output,
  }),
  forRemote: (result) => (holdsPrivateNote(result.output) ? null : result),
  tool: 'Run a bash command in a sandbox. Only the folder is writable, there is no network unless `network` is asked for.',
});

/** The system's own programs behind these tools; null where one was not found by its name. */
function programsOf(
  tools: readonly string[],
  programs: readonly ProgramFact[],
): readonly string[] | null {
  const lines = new Set<string>();
  for (const tool of tools) {
    const [name = ''] = tool.split(' ');
    const path = programs.find((one) => one.name === name)?.path ?? null;
    if (path === null) return null;
    lines.add(`${name}: ${path}`);
  }
  return [...lines];
}

/**
 * What has to be the same for a yes to count again, a line each: the bytes, the folder, the programs
 * by their paths, the scripts by their digests, the links by where they lead.
 */
function sameCommand(
  { command }: ShellRunIntent,
  facts: {
    readonly cwd: PathFact;
    readonly executes: readonly PathFact[];
    readonly reads: readonly PlaceFact[];
    readonly writes: readonly PlaceFact[];
    readonly programs: readonly ProgramFact[];
  },
): string {
  const led = [...facts.reads, ...facts.writes]
    .map(({ asked, real }) => [pathText(asked), pathText(real)])
    .filter(([asked, real]) => asked !== real);
  return [
    pathText(facts.cwd.real),
    command,
    ...facts.executes.map((fact) => `${pathText(fact.real)} sha256:${fact.digest ?? ''}`),
    ...facts.programs.map(({ name, path }) => `${name}: ${path ?? ''}`),
    ...led.map(([asked = '', real = '']) => `${asked} → ${real}`),
  ].join('\n');
}

const isUnplaced = (reason: Reason) => reason.code === 'command_writes' && 'option' in reason;
const isReadOnly = (reason: Reason) => reason.code === 'command_read_only';

function judgeCwd(cwd: PathFact, context: Context): readonly Reason[] {
  if (cwd.kind !== 'directory') return [{ code: 'path_not_a_folder', path: pathText(cwd.asked) }];
  return judgePath(cwd.real, 'read', context.scope, context.policy.mode, cwd.asked).filter(
    (reason) => reason.code !== 'path_inside',
  );
}

/** The command was judged by the names in it; here, by where a link among them leads. */
function judgeLinks(
  places: readonly PlaceFact[],
  access: 'read' | 'write',
  { scope, policy }: Context,
): readonly Reason[] {
  return places
    .filter(({ asked, real }) => pathText(asked) !== pathText(real))
    .flatMap(({ real }) => judgePath(real, access, scope, policy.mode))
    .filter((reason) => verdicts[reason.code] !== 'allow');
}

/** A script or an executable named by path must be there, and be one file, before it is approved. */
function judgeExecuted(
  executes: readonly PathFact[],
  programs: readonly ProgramFact[],
  context: Context,
): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const fact of executes) {
    const path = pathText(fact.asked);
    if (fact.kind === 'absent') reasons.push({ code: 'path_not_found', path });
    else if (fact.kind !== 'file') reasons.push({ code: 'path_not_regular', path });
    else if (fact.digest === null) {
      reasons.push({
        code: 'path_too_large',
        path,
        size: fact.size,
        limit: context.policy.maxFileBytes,
      });
    }
  }
  for (const { name, path } of programs) {
    if (path === null) reasons.push({ code: 'program_not_found', program: name });
  }
  return reasons;
}

function judgeMeans(
  intent: ShellRunIntent,
  sandbox: SandboxFact,
  context: Context,
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (intent.elevated) reasons.push({ code: 'command_runs_elevated' });
  if (intent.network) reasons.push({ code: 'command_wants_network' });
  if (Object.keys(intent.environment).length > 0) {
    reasons.push({ code: 'command_sets_environment', names: Object.keys(intent.environment) });
  }
  if (!sandbox.available && !intent.elevated) {
    reasons.push(
      context.policy.unsandboxed !== false
        ? { code: 'no_sandbox_accepted', problem: sandbox.problem ?? '' }
        : { code: 'no_sandbox', problem: sandbox.problem ?? '' },
    );
  }
  // Inside the sandbox and off the network nothing leaves but what a model elsewhere is told.
  const contained = sandbox.available && !intent.elevated && !intent.network;
  if (
    (context.session.remote && context.domain.privateNotes) ||
    (!contained && atLeast(context.session.confidentiality, 'private'))
  ) {
    reasons.push({ code: 'private_content_may_leave' });
  }
  return reasons;
}
