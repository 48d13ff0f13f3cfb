/** A value that a protocol asks for before it runs. */
export interface ProtocolInput {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly preset: string | null;
}

/** User-written instructions, with what they may use. */
export interface Protocol {
  readonly name: string;
  readonly description: string;
  readonly inputs: readonly ProtocolInput[];
  /** Operations it may use, sorted; never more, and nothing where it names none. */
  readonly operations: readonly string[];
  /** The model it wants, or null for the domain's. */
  readonly model: string | null;
  /** The instructions, `{{input}}` where an input's value goes. */
  readonly text: string;
  /** SHA-256 of the file's bytes, hex, as it was given. */
  readonly digest: string;
  readonly problems: readonly ProtocolProblem[];
}

export type ProtocolProblem =
  | { readonly code: 'frontmatter_broken'; readonly line: number }
  | { readonly code: 'unknown_operation'; readonly value: string }
  /** `Bash(git:*)`: a right narrower than an operation; it grants nothing here. */
  | { readonly code: 'narrowed_tool'; readonly value: string }
  | { readonly code: 'unknown_input'; readonly value: string };

export type ProtocolRefusal =
  | { readonly refused: 'no_frontmatter' }
  | { readonly refused: 'no_name' }
  | { readonly refused: 'bad_name'; readonly value: string }
  | { readonly refused: 'no_description' }
  | { readonly refused: 'bad_input'; readonly value: string }
  | { readonly refused: 'too_long' };
