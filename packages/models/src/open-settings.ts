/** The shape of `fetch`: every byte passes the one that is handed in. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What a model needs to be opened. */
export interface OpenSettings {
  /** The gate's own client. It puts the key in: nothing here ever holds one. */
  readonly fetch: Fetch;
  /** Where the API begins, without a slash at the end. */
  readonly address: string;
  readonly model: string;
  readonly local: boolean;
}
