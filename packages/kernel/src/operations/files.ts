import { z } from 'zod';
import type { Reach } from '../policy/reach.ts';
import { unifiedDiff } from '../diff.ts';
import type { PathFact } from '../facts.ts';
import { isPrivateNote } from '../flow/private.ts';
import type { Reason } from '../reasons.ts';
import { labelsIn } from '../redact/labels.ts';
import { judgePath, judgePathFact, parsePath, pathText } from '../scope/index.ts';
import type { ScopedPath } from '../scope/path.ts';
import { define, PATH_SECONDS } from './definition.ts';
import type { Asked, Context, Principal, Refused } from './definition.ts';

const pathInput = z.string().min(1).max(4096);

interface OnePath {
  readonly target: ScopedPath;
}
interface TargetFact {
  readonly target: PathFact;
}

/** Every path of a file operation enters here: `..` is refused, never normalised away. */
function parseTarget(text: string, context: Context): OnePath | Refused {
  const parsed = parsePath(text, context.scope, { parents: 'refuse' });
  return 'refused' in parsed ? parsed : { target: parsed.path };
}

function judgeFact(
  fact: PathFact,
  access: 'read' | 'write' | 'delete',
  context: Context,
): Reason[] {
  return [
    ...judgePath(fact.real, access, context.scope, context.policy.mode, fact.asked),
    ...judgePathFact(fact, access, { maxBytes: context.policy.maxFileBytes }),
  ];
}

/** What only a look at a place tells. */
const seenThere: ReadonlySet<Reason['code']> = new Set([
  'path_not_found',
  'path_not_regular',
  'path_not_a_folder',
  'path_is_a_folder',
  'path_hard_linked',
  'path_too_large',
  'path_already_exists',
]);

/**
 * Outside the domain, what lies at a place is told to nobody but the person before they said yes:
 * else a refusal would say which files there are. The effect refuses such a place by itself.
 */
function told(reasons: Reason[], by: Principal): Reason[] {
  return by.kind !== 'person' && reasons.some(({ code }) => code === 'path_outside')
    ? reasons.filter(({ code }) => !seenThere.has(code))
    : reasons;
}

const folderOf = (path: ScopedPath): string =>
  pathText({ root: path.root, segments: path.segments.slice(0, -1) });

/** One place; a wider yes to it begins with its folder, or with itself where it is one. */
function reachOf({ asked, real, kind }: PathFact): Reach {
  return {
    ...reachOfPlaces([real], [real, asked]),
    folder: kind === 'directory' ? pathText(real) : folderOf(real),
  };
}

/** Places that are asked about each time. */
function reachOfPlaces(real: readonly ScopedPath[], named: readonly ScopedPath[]): Reach {
  return {
    inside: real.map(pathText),
    touches: named.map(pathText),
    changes: [],
    folder: null,
    command: null,
    host: null,
  };
}

const readToken = () => ({ scope: 'read', seconds: PATH_SECONDS }) as const;
const writeToken = () => ({ scope: 'write', seconds: PATH_SECONDS }) as const;
const showTarget = (asked: Asked<unknown, TargetFact>) => {
  const { real, asked: typed } = asked.facts.target;
  const items = [{ label: 'path', value: pathText(real) }];
  if (pathText(typed) !== pathText(real)) items.push({ label: 'asked_as', value: pathText(typed) });
  return items;
};

export interface FileReadResult {
  readonly text: string;
  readonly size: number;
  readonly digest: string;
  /** A byte-order mark was left out of `text`. */
  readonly bom: boolean;
  /** NUL characters were left out of `text`. */
  readonly nul: boolean;
}

export const fileRead = define<FileReadResult>()({
  input: z.strictObject({ path: pathInput }),
  parse: (input, context) => parseTarget(input.path, context),
  facts: ({ target }) => ({ target: { kind: 'path', path: target, contents: false } }) as const,
  judge: ({ facts, by }, context) => told(judgeFact(facts.target, 'read', context), by),
  sinks: ({ path }) => ({ path }),
  consequential: () => false,
  record: 'soon',
  target: ({ target }) => pathText(target),
  token: readToken,
  shows: (asked) => showTarget(asked),
  reach: ({ facts }) => reachOf(facts.target),
  label: (result) => ({
    trust: 'untrusted',
    confidentiality: isPrivateNote(result.text) ? 'private' : 'domain',
    text: result.text,
  }),
  forRemote: (result) => (isPrivateNote(result.text) ? null : result),
  tool: 'Read one text file. `path` is relative to the folder, or absolute.',
});

export interface FileListResult {
  readonly entries: readonly {
    readonly name: string;
    readonly kind: string;
    readonly size: number;
  }[];
  readonly truncated: boolean;
}

export const fileList = define<FileListResult>()({
  input: z.strictObject({ path: pathInput.default('.') }),
  parse: (input, context) => parseTarget(input.path, context),
  facts: ({ target }) => ({ target: { kind: 'path', path: target, contents: false } }) as const,
  judge: ({ facts, by }, context) => told(judgeDirectory(facts.target, context), by),
  sinks: ({ path }) => ({ path }),
  consequential: () => false,
  record: 'soon',
  target: ({ target }) => pathText(target),
  token: readToken,
  shows: (asked) => showTarget(asked),
  reach: ({ facts }) => reachOf(facts.target),
  label: (result) => ({
    trust: 'untrusted',
    confidentiality: 'domain',
    text: result.entries.map((entry) => entry.name).join('\n'),
  }),
  forRemote: (result) => result,
  tool: 'List the entries of a folder. `path` is relative to the folder, or absolute.',
});

function judgeDirectory(fact: PathFact, context: Context): Reason[] {
  const reasons = judgePath(fact.real, 'read', context.scope, context.policy.mode, fact.asked);
  if (fact.kind === 'absent') reasons.push({ code: 'path_not_found', path: pathText(fact.asked) });
  else if (fact.kind !== 'directory') {
    reasons.push({ code: 'path_not_a_folder', path: pathText(fact.asked) });
  }
  return reasons;
}

export interface FileSearchResult {
  readonly matches: readonly {
    readonly path: string;
    readonly line: number;
    readonly text: string;
    /** The match lies in a note marked private. */
    readonly private: boolean;
  }[];
  readonly truncated: boolean;
  readonly skipped: number;
}

export const fileSearch = define<FileSearchResult>()({
  input: z.strictObject({ text: z.string().min(1).max(1000), path: pathInput.default('.') }),
  parse: (input, context) => {
    const parsed = parseTarget(input.path, context);
    return 'refused' in parsed ? parsed : { ...parsed, text: input.text };
  },
  facts: ({ target }) => ({ target: { kind: 'path', path: target, contents: false } }) as const,
  judge: ({ facts, by }, context) => told(judgeDirectory(facts.target, context), by),
  sinks: ({ path }) => ({ path }),
  consequential: () => false,
  record: 'soon',
  target: ({ target }) => pathText(target),
  token: readToken,
  shows: (asked) => [...showTarget(asked), { label: 'text', value: asked.intent.text }],
  reach: ({ facts: { target } }) => ({ ...reachOf(target), changes: [pathText(target.real)] }),
  label: (result) => ({
    trust: 'untrusted',
    confidentiality: result.matches.some((match) => match.private) ? 'private' : 'domain',
    text: result.matches.map((match) => `${match.path}: ${match.text}`).join('\n'),
  }),
  forRemote: (result) => ({ ...result, matches: result.matches.filter((match) => !match.private) }),
  tool: 'Find the lines of files below a folder that hold a text, letter case ignored.',
});

export interface FileWriteResult {
  /** Where the content that was overwritten is kept; null for a new file. */
  readonly snapshot: string | null;
  readonly created: boolean;
  readonly size: number;
  readonly digest: string;
}

export const fileWrite = define<FileWriteResult>()({
  input: z.strictObject({ path: pathInput, text: z.string().max(16 << 20) }),
  parse: (input, context) => {
    const parsed = parseTarget(input.path, context);
    return 'refused' in parsed ? parsed : { ...parsed, text: input.text };
  },
  facts: ({ target }) => ({ target: { kind: 'path', path: target, contents: true } }) as const,
  judge: ({ intent, facts, by }, context) =>
    told(
      [
        ...judgeFact(facts.target, 'write', context),
        ...judgeLabels(intent.text, facts.target.text ?? ''),
      ],
      by,
    ),
  sinks: ({ path }) => ({ path }),
  consequential: () => true,
  record: 'before',
  target: ({ target }) => pathText(target),
  token: writeToken,
  shows: (asked) => [
    ...showTarget(asked),
    { label: 'diff', value: unifiedDiff(asked.facts.target.text ?? '', asked.intent.text) },
  ],
  reach: ({ facts }) => reachOf(facts.target),
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: 'Write a whole text file, replacing what it held. The person can undo it.',
});

/** A model elsewhere was told a label where a secret stood; written back, it replaces the secret. */
function judgeLabels(text: string, before: string): readonly Reason[] {
  const label = labelsIn(text).find((one) => !before.includes(one));
  return label === undefined ? [] : [{ code: 'write_holds_label', label }];
}

export interface FileMoveResult {
  readonly moved: true;
}

export const fileMove = define<FileMoveResult>()({
  input: z.strictObject({ from: pathInput, to: pathInput }),
  parse: (input, context) => {
    const from = parseTarget(input.from, context);
    if ('refused' in from) return from;
    const to = parseTarget(input.to, context);
    return 'refused' in to ? to : { target: from.target, destination: to.target };
  },
  facts: ({ target, destination }) =>
    ({
      // An inode number is given again at once: only the contents tell another file from this one.
      target: { kind: 'path', path: target, contents: true },
      destination: { kind: 'path', path: destination, contents: false },
    }) as const,
  judge: ({ facts, by }, context) => {
    const reasons = [
      ...judgePath(
        facts.target.real,
        'delete',
        context.scope,
        context.policy.mode,
        facts.target.asked,
      ).filter((reason) => reason.code !== 'delete_asks'),
      // A folder may hold files that run later; its new place counts as their writing.
      ...judgePath(
        facts.destination.real,
        'write',
        context.scope,
        context.policy.mode,
        facts.destination.asked,
      ),
    ];
    const { kind } = facts.target;
    if (kind === 'absent') {
      reasons.push({ code: 'path_not_found', path: pathText(facts.target.asked) });
    } else if (kind === 'file') {
      reasons.push(...judgePathFact(facts.target, 'write', { maxBytes: Number.MAX_SAFE_INTEGER }));
    } else if (kind === 'directory') {
      reasons.push({ code: 'move_folder', path: pathText(facts.target.asked) });
    } else reasons.push({ code: 'path_not_regular', path: pathText(facts.target.asked) });
    if (facts.destination.kind !== 'absent') {
      reasons.push({ code: 'path_already_exists', path: pathText(facts.destination.asked) });
    }
    return told(reasons, by);
  },
  sinks: ({ from, to }) => ({ from, to }),
  consequential: () => true,
  record: 'before',
  target: ({ target, destination }) => `${pathText(target)} -> ${pathText(destination)}`,
  token: writeToken,
  shows: ({ facts }) => [
    { label: 'from', value: pathText(facts.target.real) },
    { label: 'to', value: pathText(facts.destination.real) },
  ],
  reach: ({ facts: { target, destination } }) => {
    const real = [target.real, destination.real];
    const named = [target.asked, destination.asked];
    return { ...reachOfPlaces(real, [...real, ...named]), changes: [pathText(target.real)] };
  },
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: 'Move or rename a file or a folder. Never overwrites.',
});

export interface FileDeleteResult {
  readonly snapshot: string;
}

export const fileDelete = define<FileDeleteResult>()({
  input: z.strictObject({ path: pathInput }),
  parse: (input, context) => parseTarget(input.path, context),
  facts: ({ target }) => ({ target: { kind: 'path', path: target, contents: true } }) as const,
  judge: ({ facts, by }, context) => {
    const { target } = facts;
    const reasons = [
      ...judgePath(target.real, 'delete', context.scope, context.policy.mode, target.asked),
    ];
    if (target.kind !== 'directory') {
      reasons.push(...judgePathFact(target, 'delete', { maxBytes: context.policy.maxFileBytes }));
    }
    return told(reasons, by);
  },
  sinks: ({ path }) => ({ path }),
  consequential: () => true,
  record: 'before',
  target: ({ target }) => pathText(target),
  token: writeToken,
  shows: (asked) => showTarget(asked),
  // Never a folder: a plan names each path that is deleted.
  reach: ({ facts: { target } }) => ({
    ...reachOfPlaces([target.real], [target.real, target.asked]),
    changes: [pathText(target.real)],
  }),
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: 'Delete a file or a folder. It always asks, and a copy is kept for undo.',
});
