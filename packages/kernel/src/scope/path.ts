/** A place: an absolute directory and the names below it. Never a string with separators inside. */
export interface ScopedPath {
  /** One of the scope's roots, or `/` for a place outside all of them. */
  readonly root: string;
  readonly segments: readonly string[];
}

/** The folders a domain may touch, and the places that matter for judging. All absolute and real. */
export interface Scope {
  /** The domain's roots, resolved; the workspace. */
  readonly roots: readonly string[];
  /** The person's home directory. */
  readonly home: string;
  /** Gatehouse's own home. */
  readonly gatehouse: string;
  /** Directory that relative paths start at: one of the roots or below. */
  readonly cwd: string;
}
