import type { Problem } from '../problems.ts';

export type FrontmatterValue =
  | string
  | number
  | boolean
  | null
  | readonly FrontmatterValue[]
  | { readonly [key: string]: FrontmatterValue };

export type Frontmatter = Readonly<Record<string, FrontmatterValue>>;

export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  /** Without markers; inline markup is kept as written. */
  readonly text: string;
  /** As GitHub spells it: lower case, dashes, `-1` for a repetition. */
  readonly anchor: string;
  readonly line: number;
  /** Offsets of the heading's own lines in the cleaned text. */
  readonly start: number;
  readonly end: number;
}

export interface Link {
  /** `[[target]]`, `![[target]]` or `[text](target.md)`. */
  readonly kind: 'wiki' | 'embed' | 'markdown';
  /** The note meant, as written, without heading, block and alias; empty for this very note. */
  readonly target: string;
  readonly heading: string | null;
  /** The id after `#^`. */
  readonly block: string | null;
  /** The text shown instead of the target. */
  readonly alias: string | null;
  readonly line: number;
}

export interface Task {
  readonly line: number;
  /** The character in the box: space for open, x for done, others as the person uses them. */
  readonly mark: string;
  readonly done: boolean;
  readonly text: string;
}

export interface Callout {
  readonly line: number;
  /** Lower case: note, warning, … */
  readonly kind: string;
  readonly title: string;
}

/** What one pass over a note finds. Lines are 1-based, offsets count UTF-16 units of the cleaned text. */
export interface Note {
  /** Frontmatter `title`, else the first level-1 heading, else null. */
  readonly title: string | null;
  readonly frontmatter: Frontmatter;
  readonly aliases: readonly string[];
  /** Without `#`, each once in its first spelling; letter case does not tell tags apart. */
  readonly tags: readonly string[];
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  readonly tasks: readonly Task[];
  readonly callouts: readonly Callout[];
  /** Ids of `^block` marks, with their lines. */
  readonly blocks: readonly { readonly id: string; readonly line: number }[];
  /** Offsets of code fences, fence lines included: pairs of start and end. */
  readonly fences: readonly (readonly [start: number, end: number])[];
  /** Offset where the text after the frontmatter begins. */
  readonly bodyStart: number;
  readonly problems: readonly Problem[];
}
