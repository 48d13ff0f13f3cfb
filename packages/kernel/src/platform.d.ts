// What the kernel, the vault and the assistant use of the platform and every JavaScript host has.
// They compile without Node's and without the DOM's types: anything else is a compile error there.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
