/**
 * The one error base. `code` tells kinds apart, `message` is safe to show to a person (no path they
 * did not type, no stack, no secret), `cause` keeps the detail for the log.
 */
export class GatehouseError extends Error {
  override readonly name: string = 'GatehouseError';
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
