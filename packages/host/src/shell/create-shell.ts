import type { Effects, Operand, Spend } from '@gatehouse/kernel';
import { pathText, type Scope } from '@gatehouse/kernel/scope';
import type { Broker } from './create-broker.ts';
import { guardedPlaces } from './sandbox/guarded.ts';
import { maskedPlaces } from './sandbox/masked.ts';
import { isRootsAlone } from './sandbox/system.ts';
import { commandLine, isBelow, type BoundDirectory, type RunSpec } from './spec.ts';

export interface ShellDeps {
  readonly spend: Spend;
  readonly broker: Broker;
  /** Burns a nonce durably; throws where it was burned before. Nothing runs unless it resolves. */
  readonly burn: (nonce: string) => Promise<void>;
  /** The person's home and Gatehouse's, for what a workspace around them must not show. */
  readonly places: Pick<Scope, 'home' | 'gatehouse'>;
}

/** No file of a command may grow beyond this. */
const FILE_BYTES = 1 << 30;

/**
 * `shell.run`: one command, in the sandbox, as approved. Yields output as it comes (invalid UTF-8
 * replaced) and ends the whole tree when aborted. Throws the codes of `Broker.run`.
 */
export function createShell(deps: ShellDeps): Pick<Effects, 'shell.run'> {
  return {
    async *'shell.run'(clearance, signal) {
      const operand = deps.spend(clearance, 'shell.run');
      const spec = specOf(operand, deps.places);
      const { token, nonce } = deps.broker.mint(spec);
      await deps.burn(nonce);
      const run = deps.broker.run(spec, token, signal);
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      let output = '';
      try {
        for (;;) {
          const next = await run.next();
          const text = next.done
            ? decoder.decode()
            : decoder.decode(next.value.bytes, { stream: true });
          if (text !== '') {
            output += text;
            yield { text };
          }
          if (!next.done) continue;
          const runsLater = madeToRunLater(spec);
          if (runsLater.length > 0) {
            // Also in the output, so that neither a person nor a model can miss it.
            const notice = noticeOf(runsLater);
            output += notice;
            yield { text: notice };
          }
          // What was stopped is recorded as cancelled, never as done.
          if (next.value.ended === 'cancelled') signal.throwIfAborted();
          return { ...next.value, output, runsLater };
        }
      } finally {
        await run.return({ exit: null, signal: null, ended: 'cancelled', truncated: true });
      }
    },
  };
}

/** What exists now and did not before: what existed was mounted read-only. */
function madeToRunLater(spec: RunSpec): readonly string[] {
  if (spec.elevated || spec.unsandboxed) return [];
  return spec.roots.flatMap((root) =>
    root.writable
      ? guardedPlaces(root.path, spec.cwd.path)
          .filter((path) => !spec.guarded.some((kept) => isBelow(path, kept)))
          .map((path) => path.slice(root.path.length + 1))
      : [],
  );
}

const noticeOf = (paths: readonly string[]): string =>
  `\n[gatehouse] this command made what runs later by itself: ${paths.join(', ')}\n`;

/** What the gate decided, as what the broker runs. */
export function specOf(
  { intent, facts }: Operand<'shell.run'>,
  places: Pick<Scope, 'home' | 'gatehouse'>,
): RunSpec {
  // Without a sandbox the judge always asks (`no_sandbox`), unless the policy accepted it before:
  // a clearance with that fact is the person's word. It is never decided here.
  const outside = intent.elevated || !facts.sandbox.available;
  const writable = intent.writable && !provenReadOnly(intent.reasons);
  const cwd = boundDirectory(facts.cwd);
  const roots: RunSpec['roots'][number][] = facts.roots
    .filter(({ kind }) => kind === 'directory')
    .map((fact) => ({ ...boundDirectory(fact), writable }));
  // Outside the workspace the Path Gate was asked for reading, so reading it is.
  if (!roots.some(({ path }) => isBelow(cwd.path, path))) roots.push({ ...cwd, writable: false });
  const scope = { ...places, roots: roots.map(({ path }) => path) };
  return {
    command: intent.command,
    argv: commandLine(intent.command),
    cwd,
    roots,
    masked: outermost(roots.flatMap(({ path }) => maskedPlaces(path, scope))),
    guarded: outermost(
      roots.flatMap((root) => (root.writable ? guardedPlaces(root.path, cwd.path) : [])),
    ),
    sealed: facts.executes.flatMap((fact) => {
      const path = pathText(fact.real);
      const seen = outside || roots.some((root) => isBelow(path, root.path));
      if (!seen || fact.digest === null || isSystems(path)) return [];
      return [{ path, sha256: fact.digest }];
    }),
    programs: facts.programs.flatMap(({ path, device, inode, changed }) =>
      path === null ? [] : [{ path, device, inode, changed }],
    ),
    env: intent.environment,
    network: intent.network,
    limits: { ...intent.limits, fileBytes: FILE_BYTES },
    elevated: intent.elevated,
    unsandboxed: !intent.elevated && outside,
  };
}

/** A command proven to read only gets a workspace it can only read. */
const provenReadOnly = (reasons: readonly { readonly code: string }[]): boolean =>
  reasons.length > 0 && reasons.every(({ code }) => code === 'command_read_only');

const boundDirectory = (fact: Operand<'shell.run'>['facts']['cwd']): BoundDirectory => ({
  path: pathText(fact.real),
  device: fact.device,
  inode: fact.inode,
});

/** Installed with the system: only root can have changed it, so its inode is binding enough. */
const isSystems = (path: string): boolean => isBelow(path, '/usr') && isRootsAlone(path);

/** Without duplicates and without what lies in another of them. */
const outermost = (paths: readonly string[]): readonly string[] =>
  [...new Set(paths)].filter(
    (path) => !paths.some((other) => other !== path && isBelow(path, other)),
  );
