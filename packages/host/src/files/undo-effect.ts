import type { Effects, Spend } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Undo } from './undo.ts';

/** `file.undo`: takes one change back, on the facts the gate judged. Throws as `Undo`. */
export function createUndoEffect(spend: Spend, undo: Undo): Pick<Effects, 'file.undo'> {
  return {
    async *'file.undo'(clearance, signal) {
      const { intent, facts } = spend(clearance, 'file.undo');
      switch (intent.change) {
        case 'overwritten':
          undo.overwritten(facts.target, copyOf(intent.snapshot));
          break;
        case 'deleted':
          undo.deleted(facts.target, copyOf(intent.snapshot));
          break;
        case 'created':
          yield* undo.created(facts.target, signal);
          break;
        case 'moved':
          yield* undo.moved(facts.target, facts.back, signal);
          break;
      }
      return { done: true };
    },
  };
}

function copyOf(snapshot: string | null): string {
  if (snapshot === null) throw new GatehouseError('snapshot_missing', 'No copy was kept.');
  return snapshot;
}
