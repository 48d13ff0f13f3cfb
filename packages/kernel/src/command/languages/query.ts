/**
 * Reads a jq program. jq has no way to write or run; `import` and `include` load files named in the
 * program, and `input_filename`, `$ENV` and `env` only tell what the command was given.
 */
export function readQuery(program: string): 'harmless' | 'reads' {
  return /\b(?:import|include)\b/u.test(program) ? 'reads' : 'harmless';
}
