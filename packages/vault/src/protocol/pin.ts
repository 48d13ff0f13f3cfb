import type { Protocol } from './protocol.ts';

/** What a person accepted of a protocol: kept outside of it, where it cannot be changed by it. */
export interface ProtocolPin {
  readonly name: string;
  readonly digest: string;
  readonly operations: readonly string[];
}

export interface PinCheck {
  /** `first`: never accepted. `changed`: not the bytes that were accepted. Both ask. */
  readonly state: 'first' | 'same' | 'changed';
  /** Operations it declares that were not accepted: shown when asking, never in force before. */
  readonly gained: readonly string[];
}

export function checkPin(protocol: Protocol, pin: ProtocolPin | null): PinCheck {
  if (pin === null || pin.name !== protocol.name) {
    return { state: 'first', gained: protocol.operations };
  }
  if (pin.digest === protocol.digest) return { state: 'same', gained: [] };
  const gained = protocol.operations.filter((operation) => !pin.operations.includes(operation));
  return { state: 'changed', gained };
}

export const pinOf = ({ name, digest, operations }: Protocol): ProtocolPin => ({
  name,
  digest,
  operations,
});

/**
 * What a protocol may do: what it declares, of that what was accepted, of that what its caller may.
 * An intersection only narrows; without an acceptance it is empty.
 */
export function effectiveRights(
  protocol: Protocol,
  pin: ProtocolPin | null,
  caller: readonly string[],
): string[] {
  if (pin === null || pin.name !== protocol.name) return [];
  return protocol.operations.filter(
    (operation) => pin.operations.includes(operation) && caller.includes(operation),
  );
}
