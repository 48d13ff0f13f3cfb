import type {
  Approver,
  Chunk,
  Decision,
  Grant,
  GrantScope,
  Name,
  Outcome,
  Question,
  ReasonCode,
  Signer,
} from '@gatehouse/kernel';
import type { z } from 'zod';
import type { inputs } from './inputs.ts';

type In<K extends keyof typeof inputs> = z.infer<(typeof inputs)[K]>;

export interface Domain {
  readonly name: string;
  readonly roots: readonly string[];
  readonly mode: 'read-only' | 'standard' | 'yolo';
  /** Providers tried in this order; empty is offline. */
  readonly models: readonly string[];
  readonly localOnly: boolean;
  /** Made for one call by `--in`; not kept. */
  readonly temporary: boolean;
}

export interface Found {
  readonly path: string;
  readonly title: string;
  readonly heading: string;
  readonly line: number;
  readonly snippet: string;
}

export interface CitationView {
  readonly path: string;
  readonly heading: string;
  readonly line: number;
}

/** What a face shows while a question is answered. */
export type AskEvent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly operation: Name;
      readonly input: unknown;
    }
  | { readonly kind: 'output'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'progress';
      readonly done: number;
      readonly total: number | null;
      readonly label: string;
    }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly operation: Name;
      readonly status: 'done' | 'denied' | 'failed' | 'cancelled';
      readonly requestId: string;
      readonly trust: string;
      readonly reasons: Decision['reasons'];
      readonly message: string;
    }
  | {
      readonly kind: 'notice';
      readonly code: string;
      readonly detail: string;
      /** Why, where the gate denied it. */
      readonly reasons?: Decision['reasons'];
    };

export interface AskResult {
  readonly session: string;
  readonly domain: string;
  readonly text: string;
  readonly citations: readonly CitationView[];
  readonly model: string;
  readonly usage: { readonly input: number; readonly output: number };
  readonly ended: 'answered' | 'stopped' | 'failed' | 'limit';
}

/** The gate's verdict on a command, a path or an address; or what came of a text. */
export type Explained =
  | (Decisive & { /** Where a path leads. */ readonly resolved?: string })
  | {
      /** Of every step of a flow, in order. */
      readonly verdicts: readonly Decision['verdict'][];
      readonly reasons: readonly Decision['reasons'][];
    }
  | { readonly html: string }
  | { readonly text: string };

type Decisive = Pick<Decision, 'verdict' | 'reasons'>;

export interface Check {
  readonly name: 'sandbox' | 'keychain' | 'containment' | 'policy' | 'stores' | 'audit' | 'models';
  readonly ok: boolean;
  /** A stable code; words in the catalogue. */
  readonly state: string;
  readonly detail: string;
  /** What to do about it; empty where nothing is to be done. */
  readonly mend: string;
}

export interface KeyView {
  readonly name: string;
  readonly provider: string;
  readonly source: 'keychain' | 'passphrase' | 'env' | 'none';
  /** From an `.env` file: changed there, not here. */
  readonly locked: boolean;
}

export interface SessionView {
  readonly id: string;
  readonly domain: string;
  readonly title: string;
  readonly started: number;
  readonly messages: number;
}

export interface UndoView {
  readonly id: string;
  readonly operation: string;
  readonly path: string;
  readonly time: number;
  readonly undone: boolean;
}

/** One live answer that covers more than its call. Times in milliseconds since the epoch. */
export interface GrantView {
  readonly id: string;
  readonly length: Grant['length'];
  readonly domain: string;
  readonly session: string;
  readonly scope: GrantScope;
  readonly codes: readonly ReasonCode[];
  readonly given: number;
  readonly until: number;
  readonly uses: number;
  /** When it last answered; null where it never did. */
  readonly used: number | null;
}

export interface GrantExplained extends GrantView {
  /** The questions it answered, oldest first, as the audit has them. */
  readonly answered: readonly {
    readonly time: number;
    readonly operation: string;
    readonly target: string;
  }[];
}

export interface ProtocolView {
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly operations: readonly string[] | null;
  /** Values it asks for; those required have to be given. */
  readonly inputs: readonly {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
  }[];
  /** What it holds that means nothing here, as codes: a right that does not exist, a broken line. */
  readonly problems: readonly string[];
  readonly model: string | null;
  /** `changed`: not what was pinned; it asks before it runs again. */
  readonly state: 'new' | 'pinned' | 'changed' | 'broken';
}

/** How a face answers questions. `sign` turns a person's own key press into an answer. */
export type Ask = (
  question: Question,
  sign: Signer,
  signal: AbortSignal,
) => ReturnType<Approver['ask']>;

/** Progress and output, then the result. */
export type Running<T> = AsyncGenerator<Chunk, T>;

/**
 * Everything a face can do. One implementation (`@gatehouse/workbench`), several faces. Methods throw
 * GatehouseError; the message is safe to show.
 */
export interface Workbench {
  /** What a person should know once: keys for this run only, a missing sandbox. Codes. */
  readonly notices: readonly { readonly code: string; readonly detail: string }[];
  ask(input: In<'ask'>, signal: AbortSignal): AsyncGenerator<AskEvent, AskResult>;
  search(input: In<'search'>, signal: AbortSignal): Promise<readonly Found[]>;
  index(input: In<'index'>, signal: AbortSignal): Running<Outcome<'domain.index'>>;
  /** Keeps the index of a domain up to date while its files change, until closed. */
  watch(input: In<'place'>): Promise<{ close(): Promise<void> }>;
  /** One operation through the gate, asked by the person. */
  perform(input: In<'perform'>, signal: AbortSignal): Running<Outcome<Name>>;
  explain(input: In<'explain'>, signal: AbortSignal): Promise<Explained>;
  domains: {
    add(input: In<'domainAdd'>, signal: AbortSignal): Promise<Domain>;
    list(): Promise<readonly Domain[]>;
    change(input: In<'domainChange'>, signal: AbortSignal): Promise<Domain>;
    remove(input: In<'domainName'>, signal: AbortSignal): Promise<void>;
  };
  protocols: {
    list(input: In<'place'>, signal: AbortSignal): Promise<readonly ProtocolView[]>;
    /** Pins what it is now, after the person read it. */
    trust(input: In<'protocolTrust'>, signal: AbortSignal): Promise<ProtocolView>;
  };
  keys: {
    list(): Promise<readonly KeyView[]>;
    /** Takes the key's bytes and zeroes them. */
    set(input: In<'keyName'>, key: Uint8Array, signal: AbortSignal): Promise<void>;
    remove(input: In<'keyName'>, signal: AbortSignal): Promise<void>;
    /** One small request to the provider: does the key work? */
    test(
      input: In<'keyName'>,
      signal: AbortSignal,
    ): Promise<{ readonly ok: boolean; readonly detail: string }>;
  };
  models: {
    list(): Promise<
      readonly {
        readonly id: string;
        readonly label: string;
        readonly local: boolean;
        readonly host: string;
        readonly key: string | null;
        readonly configured: boolean;
        readonly model: string;
      }[]
    >;
    configure(input: In<'modelConfigure'>, signal: AbortSignal): Promise<void>;
  };
  settings: {
    list(): Promise<Readonly<Record<string, unknown>>>;
    change(input: In<'settingChange'>, signal: AbortSignal): Promise<void>;
  };
  audit: {
    verify(): Promise<{
      readonly ok: boolean;
      readonly events: number;
      readonly from: number;
      readonly head: number;
      readonly problems: readonly {
        readonly code: string;
        readonly where: string;
        readonly line: number;
        readonly sequence: number;
      }[];
    }>;
    tail(count: number): Promise<readonly unknown[]>;
    export(): AsyncIterable<string>;
  };
  grants: {
    /** Those that count now, the newest first. */
    list(): Promise<readonly GrantView[]>;
    /** By its id, or the first 6 characters or more of it. Throws `grant_unknown`. */
    explain(id: string): Promise<GrantExplained>;
    /** Ids as `explain` takes them, or `all`; gives those taken back. Throws `grant_unknown`. */
    revoke(which: readonly string[] | 'all'): Promise<readonly string[]>;
  };
  undo: {
    list(count: number): Promise<readonly UndoView[]>;
    apply(id: string, signal: AbortSignal): Promise<UndoView>;
  };
  sessions: {
    list(count: number): Promise<readonly SessionView[]>;
    show(id: string): Promise<readonly { readonly role: string; readonly text: string }[]>;
  };
  forget(
    input: In<'forget'>,
    signal: AbortSignal,
  ): Promise<{ readonly messages: number; readonly snapshots: number }>;
  data: {
    export(input: In<'file'>, signal: AbortSignal): Promise<{ readonly files: number }>;
    import(
      input: In<'file'>,
      signal: AbortSignal,
    ): Promise<{ readonly sessions: number; readonly domains: number }>;
    backup(input: In<'file'>, passphrase: Uint8Array, signal: AbortSignal): Promise<void>;
    restore(input: In<'file'>, passphrase: Uint8Array, signal: AbortSignal): Promise<void>;
  };
  doctor(signal: AbortSignal): Promise<readonly Check[]>;
  /** Takes the detail of an unforeseen error into the log and gives the id people are shown. */
  report(error: unknown): string;
  /** Flushes the record and closes every store. */
  close(): Promise<void>;
}
