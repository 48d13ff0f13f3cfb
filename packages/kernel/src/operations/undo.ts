import { z } from 'zod';
import type { Reason } from '../reasons.ts';
import { judgePath, parsePath, pathText } from '../scope/index.ts';
import { define, PATH_SECONDS, refuse } from './definition.ts';

export interface FileUndoResult {
  readonly done: true;
}

const path = z.string().min(1).max(4096);
const snapshot = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Takes back one change that was made through the gate: `path` is where the file is now, `back` where
 * a moved one was. `digest` is what the change left behind; what was changed since is asked about.
 */
export const fileUndo = define<FileUndoResult>()({
  input: z.discriminatedUnion('change', [
    z.strictObject({ change: z.literal('overwritten'), path, snapshot, digest: z.string() }),
    z.strictObject({ change: z.literal('created'), path, digest: z.string() }),
    z.strictObject({ change: z.literal('deleted'), path, snapshot }),
    z.strictObject({ change: z.literal('moved'), path, back: path }),
  ]),
  parse: (input, context) => {
    const target = parsePath(input.path, context.scope, { parents: 'refuse' });
    if ('refused' in target) return target;
    const back = parsePath(input.change === 'moved' ? input.back : input.path, context.scope, {
      parents: 'refuse',
    });
    if ('refused' in back) return refuse(back.refused);
    return {
      change: input.change,
      target: target.path,
      back: back.path,
      snapshot: 'snapshot' in input ? input.snapshot : null,
      digest: 'digest' in input ? input.digest : null,
    };
  },
  facts: ({ target, back }) =>
    ({
      target: { kind: 'path', path: target, contents: true },
      back: { kind: 'path', path: back, contents: false },
    }) as const,
  judge: ({ intent, facts, by }, context) => {
    if (by.kind !== 'person') {
      return [{ code: 'operation_denied_by_policy', operation: 'file.undo' }];
    }
    const { target, back } = facts;
    const reasons: Reason[] = [{ code: 'person_asked' }];
    for (const fact of intent.change === 'moved' ? [target, back] : [target]) {
      const found = judgePath(fact.real, 'write', context.scope, context.policy.mode, fact.asked);
      // That it is no note was asked when it was changed; putting it back needs no second answer.
      reasons.push(...found.filter((reason) => reason.code !== 'write_not_a_note'));
    }
    const free = intent.change === 'deleted' ? target : intent.change === 'moved' ? back : null;
    if (free !== null && free.kind !== 'absent') {
      reasons.push({ code: 'path_already_exists', path: pathText(free.asked) });
    }
    if (intent.change !== 'deleted' && target.kind === 'absent') {
      reasons.push({ code: 'path_not_found', path: pathText(target.asked) });
    } else if (intent.digest !== null && target.digest !== intent.digest) {
      reasons.push({ code: 'undo_loses_newer', path: pathText(target.asked) });
    }
    return reasons;
  },
  sinks: (input) =>
    input.change === 'moved' ? { path: input.path, back: input.back } : { path: input.path },
  consequential: () => true,
  record: 'before',
  target: ({ target }) => pathText(target),
  token: () => ({ scope: 'write', seconds: PATH_SECONDS }),
  shows: ({ intent, facts }) => [
    { label: 'path', value: pathText(facts.target.real) },
    ...(intent.change === 'moved' ? [{ label: 'to', value: pathText(facts.back.real) }] : []),
  ],
  reach: ({ facts: { target, back } }) => {
    const places = [target.real, target.asked, back.real, back.asked].map(pathText);
    const changes = [pathText(target.real), pathText(back.real)];
    return { inside: changes, touches: places, changes, folder: null, command: null, host: null };
  },
  label: () => ({ trust: 'trusted', confidentiality: 'public', text: '' }),
  forRemote: (result) => result,
  tool: null,
});
