import type { Grammar, Role } from '../grammar.ts';

/** A tool, or some of its verbs, that does one thing whatever it is given. */
export const always = (
  risk: NonNullable<Grammar['risk']>,
  shows = '--version --help',
): Grammar => ({ risk, style: 'none', operands: 'text', shows });

/** Prints what is asked of it: operands are names, numbers, text. */
export const tells = (flags = '', takes = '', operands: Grammar['operands'] = 'text'): Grammar => ({
  flags: `--help --version ${flags}`,
  takes: { text: takes },
  operands,
});

/** Prints what it finds in the files it is given. */
export const reads = (
  flags = '',
  takes = '',
  more: Partial<Record<Role, string>> = {},
): Grammar => ({
  flags: `--help --version ${flags}`,
  takes: { text: takes, ...more },
  operands: 'read',
});
