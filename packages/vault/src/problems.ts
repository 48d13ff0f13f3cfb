/** What can be wrong with a note. None of it is fatal: the note is reported and the rest goes on. */
export type ProblemCode =
  /** Frontmatter that is not the YAML this program reads; what could be read of it counts. */
  | 'frontmatter_broken'
  /** Frontmatter that is opened and never closed; it is taken as text. */
  | 'frontmatter_unclosed'
  /** Another note of the domain has the same file name, so `[[name]]` may mean either. */
  | 'duplicate_name'
  /** Larger than the size limit: not indexed. */
  | 'too_large'
  /** Not UTF-8: not indexed. */
  | 'not_utf8'
  /** A FIFO, device, socket or folder where a note's name is: not opened. */
  | 'not_regular'
  /** A hard link: its other name may lie outside the folder, so it is not read. */
  | 'hard_linked'
  /** The file could not be opened or read. */
  | 'unreadable'
  /** NUL characters were left out of the text. */
  | 'nul_removed'
  /** The folder holds more notes, or lies deeper, than one domain may. */
  | 'too_many';

export interface Problem {
  readonly code: ProblemCode;
  /** 1-based line, or null where the whole file is meant. */
  readonly line: number | null;
}
