const loads = /(?<![.\w"$])(?:import|include|load(?:_\w+)?|str_?load|system|eval)\b/u;

/**
 * Reads a jq or yq program. Neither can write or run; `import`, `include` and yq's `load` open files
 * named in the program, and `$ENV`, `env` and `input_filename` only tell what the command was given.
 */
export function readQuery(program: string): 'harmless' | 'reads' {
  return loads.test(program) ? 'reads' : 'harmless';
}
