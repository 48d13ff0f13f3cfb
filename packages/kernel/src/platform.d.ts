// What the kernel, the vault and the assistant use of the platform and every JavaScript host has.
// They compile without Node's and without the DOM's types: anything else is a compile error there.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}

/** The WHATWG URL parser: a host as the network stack will see it, in one spelling. */
interface URL {
  readonly href: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}
declare const URL: { parse(text: string): URL | null };

/** Base64 to one character a byte; throws where it is none. */
declare function atob(text: string): string;
