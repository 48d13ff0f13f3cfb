import { GatehouseError } from '@gatehouse/kernel';
import type { Reason } from '@gatehouse/kernel';

/** The gate said no to something a use case needed: code `denied`, the reasons for a face to word. */
export class NotAllowed extends GatehouseError {
  override readonly name = 'NotAllowed';
  readonly reasons: readonly Reason[];
  readonly requestId: string;
  constructor(reasons: readonly Reason[], requestId: string) {
    super('denied', 'Not done: the gate does not allow it.');
    this.reasons = reasons;
    this.requestId = requestId;
  }
}
