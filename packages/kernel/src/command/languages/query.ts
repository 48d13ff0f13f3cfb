const loads =
  /(?<![.\w"$])(?:import|include|modulemeta|(?:str_?|xml_?|props_?)?load(?:_\w+|str|xml|props|base64)?|system|eval)\b/u;

/**
 * Reads a jq or yq program. Neither can write or run; `import`, `include` and yq's `load` open files
 * named in the program, and `$ENV`, `env` and `input_filename` only tell what the command was given.
 */
export function readQuery(program: string): 'harmless' | 'reads' {
  return loads.test(program) ? 'reads' : 'harmless';
}
