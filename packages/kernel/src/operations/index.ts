import { z } from 'zod';
import type { Definition, FactsOf, Queries, Refused } from './definition.ts';
import { fileDelete, fileList, fileMove, fileRead, fileSearch, fileWrite } from './files.ts';
import { domainIndex } from './index-domain.ts';
import { secretDelete, secretSet, secretUse, settingsChange } from './keys.ts';
import { modelCall, webFetch } from './network.ts';
import { planApprove } from './plan.ts';
import { shellRun } from './shell.ts';
import { fileUndo } from './undo.ts';

/** The one list: nothing else in the house enumerates operations. */
export const operations = {
  'file.read': fileRead,
  'file.list': fileList,
  'file.search': fileSearch,
  'file.write': fileWrite,
  'file.move': fileMove,
  'file.delete': fileDelete,
  'file.undo': fileUndo,
  'domain.index': domainIndex,
  'shell.run': shellRun,
  'web.fetch': webFetch,
  'model.call': modelCall,
  'secret.set': secretSet,
  'secret.use': secretUse,
  'secret.delete': secretDelete,
  'settings.change': settingsChange,
  'plan.approve': planApprove,
} as const;

export type Operations = typeof operations;
export type Name = keyof Operations;

export type Input<N extends Name> = z.input<Operations[N]['input']>;
export type Result<N extends Name> =
  Operations[N] extends Definition<infer _I, infer _T, infer _Q, infer R> ? R : never;
export type Intent<N extends Name> = Exclude<ReturnType<Operations[N]['parse']>, Refused>;
export type Facts<N extends Name> =
  ReturnType<Operations[N]['facts']> extends infer Q extends Queries ? FactsOf<Q> : never;

/** What an effect gets when it spends its clearance: the gate's own frozen copy. */
export interface Operand<N extends Name> {
  readonly intent: Intent<N>;
  readonly facts: Facts<N>;
  /** Digest of operation, intent, facts, policy and what was shown; the broker's token carries it. */
  readonly binding: string;
  readonly requestId: string;
}

export function isName(name: string): name is Name {
  return Object.hasOwn(operations, name);
}

/** The input of an operation as JSON Schema (draft 2020-12), as a model is told of it. */
export function inputSchema(name: Name): unknown {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(operations[name].input, { io: 'input' });
  return schema;
}
