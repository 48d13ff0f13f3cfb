import type { Chunk, Clearance, Effect, Operand, Result, Spend } from '@gatehouse/kernel';
import { pathText } from '@gatehouse/kernel/scope';
import type { FileEffects } from '@gatehouse/host/files';
import type { UndoEntry } from '@gatehouse/host/stores';

type Entry = Pick<UndoEntry, 'operation' | 'path' | 'destination' | 'snapshot' | 'digest'>;
type Changing = 'file.write' | 'file.move' | 'file.delete';

/**
 * The file effects, each change kept for undo as soon as it is made. `make` gets the spend to use;
 * what it takes out is seen here, because a clearance can be spent only once.
 */
export function undoable<T extends { readonly effects: FileEffects }>(
  spend: Spend,
  make: (spend: Spend) => T,
  keep: (entry: Entry) => void,
): T {
  const operands = new WeakMap<object, unknown>();
  const watching: Spend = (clearance, name) => {
    const operand = spend(clearance, name);
    operands.set(clearance, operand);
    return operand;
  };

  const watched = <N extends Changing>(
    effect: Effect<N>,
    entryOf: (operand: Operand<N>, result: Result<N>) => Entry,
  ): Effect<N> =>
    async function* change(
      clearance: Clearance<N>,
      signal: AbortSignal,
    ): AsyncGenerator<Chunk, Result<N>> {
      const result = yield* effect(clearance, signal);
      keep(entryOf(operands.get(clearance) as Operand<N>, result));
      return result;
    };

  const made = make(watching);
  const { effects } = made;
  return {
    ...made,
    effects: {
      ...effects,
      'file.write': watched<'file.write'>(effects['file.write'], ({ facts }, result) => ({
        operation: 'file.write',
        path: pathText(facts.target.real),
        destination: null,
        snapshot: result.snapshot,
        digest: result.digest,
      })),
      'file.move': watched<'file.move'>(effects['file.move'], ({ facts }) => ({
        operation: 'file.move',
        path: pathText(facts.target.real),
        destination: pathText(facts.destination.real),
        snapshot: null,
        digest: null,
      })),
      'file.delete': watched<'file.delete'>(effects['file.delete'], ({ facts }, result) => ({
        operation: 'file.delete',
        path: pathText(facts.target.real),
        destination: null,
        snapshot: result.snapshot,
        digest: null,
      })),
    },
  };
}
