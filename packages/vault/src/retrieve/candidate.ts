/** A passage that may answer, as a store hands it over. */
export interface Candidate {
  /** Folder of the domain that the path lies below. */
  readonly root: string;
  readonly path: string;
  readonly title: string | null;
  readonly headings: readonly string[];
  readonly anchor: string | null;
  /** 1-based line of the note where the text begins. */
  readonly line: number;
  readonly text: string;
  readonly private: boolean;
}

/** What a store found for a question. */
export interface Evidence {
  readonly candidates: readonly Candidate[];
  /** In how many passages each term of the question stands, by position. */
  readonly frequencies: readonly number[];
  /** Passages in all. */
  readonly total: number;
}
