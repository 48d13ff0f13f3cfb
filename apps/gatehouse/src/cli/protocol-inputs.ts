import { usageError } from './usage-error.ts';

/** `--with name=value` as the inputs of a protocol. Throws `usage`. */
export function protocolInputs(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf('=');
      if (at < 1) throw usageError(`--with takes name=value, not ${JSON.stringify(one)}.`);
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
