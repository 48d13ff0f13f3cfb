/** What is used of the engine; its own declarations are not among its exports. */
declare module 'better-sqlite3-multiple-ciphers' {
  export interface RunResult {
    readonly changes: number;
    readonly lastInsertRowid: number | bigint;
  }

  export interface Statement<Parameters extends readonly unknown[], Row> {
    run(...parameters: Parameters): RunResult;
    get(...parameters: Parameters): Row | undefined;
    all(...parameters: Parameters): Row[];
    iterate(...parameters: Parameters): IterableIterator<Row>;
    /** Rows become the value of their first column. */
    pluck(): this;
  }

  export class SqliteError extends Error {
    readonly code: string;
  }

  export class Database {
    static readonly SqliteError: typeof SqliteError;
    constructor(path: string, options?: { readonly timeout?: number; readonly readonly?: boolean });
    readonly inTransaction: boolean;
    prepare<Parameters extends readonly unknown[] = unknown[], Row = unknown>(
      sql: string,
    ): Statement<Parameters, Row>;
    exec(sql: string): this;
    pragma(sql: string, options?: { readonly simple?: boolean }): unknown;
    key(key: Buffer): number;
    rekey(key: Buffer): number;
    /** The whole database in plain bytes. */
    serialize(): Buffer;
    close(): this;
  }

  // The engine is CommonJS: its class is the default.
  export default Database;
}
