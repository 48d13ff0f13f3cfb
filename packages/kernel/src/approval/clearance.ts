import { GatehouseError } from '../error.ts';
import type { Name, Operand } from '../operations/index.ts';

declare const of: unique symbol;

/**
 * The gate's permission for one operation, once. An empty frozen object: it says nothing, cannot be
 * copied, and only the pair that issued it knows it. Within one process this stops mistakes, not
 * hostile code; the broker and the sandbox are the boundary.
 */
export interface Clearance<N extends Name> {
  readonly [of]: (name: N) => N;
}

export interface Clearances {
  issue<N extends Name>(name: N, operand: Operand<N>): Clearance<N>;
  /**
   * Takes the operand out, once. Throws `clearance_unknown` for anything this pair did not issue (a
   * literal, a clone, a Proxy, another gate's), `clearance_spent` the second time, and
   * `clearance_mismatch` for another operation; the clearance is spent in that case too.
   */
  spend: Spend;
}

export type Spend = <N extends Name>(clearance: Clearance<N>, name: N) => Operand<N>;

export function createClearances(): Clearances {
  const live = new WeakMap<object, { name: Name; operand: unknown }>();
  const spent = new WeakSet<object>();
  return {
    issue<N extends Name>(name: N, operand: Operand<N>) {
      const clearance = Object.freeze(Object.create(null) as object);
      live.set(clearance, { name, operand });
      return clearance as Clearance<N>;
    },
    spend<N extends Name>(clearance: Clearance<N>, name: N) {
      const held = live.get(clearance);
      if (held === undefined) {
        throw spent.has(clearance)
          ? new GatehouseError('clearance_spent', 'This permission was already used.')
          : new GatehouseError('clearance_unknown', 'This permission was not given by the gate.');
      }
      live.delete(clearance);
      spent.add(clearance);
      if (held.name !== name) {
        throw new GatehouseError('clearance_mismatch', `This permission is for ${held.name}.`);
      }
      return held.operand as Operand<N>;
    },
  };
}
