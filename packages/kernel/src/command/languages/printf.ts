/**
 * Reads a format of printf. `%n` sets the variable its argument names; a format that is not a plain
 * one is unknown. An option in the format's place is never a plain format.
 */
export function readPrintf(format: string): 'harmless' | 'runs' | 'unknown' {
  if (format.startsWith('-')) return 'unknown';
  return /%[-+ #0-9.*'hlLjzt]*n/u.test(format.replaceAll('%%', '')) ? 'runs' : 'harmless';
}
