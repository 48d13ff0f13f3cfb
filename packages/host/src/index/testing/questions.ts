/** A question about the Markdown below `node_modules`, and where its answer stands. */
export interface KnownQuestion {
  readonly question: string;
  /** Path below `node_modules` of the file that answers. */
  readonly file: string;
  /** What the quoted words must hold for the question to be answered, letter case ignored. */
  readonly says: string;
}

/**
 * Questions with answers that a person can look up in the packages this project pins. Written from
 * the documents, then asked as somebody would who has not read them.
 */
export const knownQuestions: readonly KnownQuestion[] = [
  {
    question: 'How do I make picomatch match dotfiles?',
    file: 'picomatch/README.md',
    says: 'Enable dotfile matching',
  },
  {
    question: 'How do I make an option required in commander?',
    file: 'commander/Readme.md',
    says: '.requiredOption()',
  },
  {
    question: 'How can a commander program hide an error message and show help after errors?',
    file: 'commander/Readme.md',
    says: 'showHelpAfterError',
  },
  {
    question: 'How does koffi load a shared library?',
    file: 'koffi/doc/load.md',
    says: 'koffi.load',
  },
  {
    question: 'How many callbacks can exist at the same time in koffi?',
    file: 'koffi/doc/callbacks.md',
    says: '8192',
  },
  {
    question: 'What happens to exceptions in a koffi callback?',
    file: 'koffi/doc/callbacks.md',
    says: 'exception',
  },
  {
    question: 'How do I handle cancellation in clack prompts?',
    file: '@clack/prompts/README.md',
    says: 'isCancel',
  },
  {
    question: 'When is better-sqlite3 not appropriate?',
    file: 'better-sqlite3-multiple-ciphers/README.md',
    says: 'concurrent',
  },
  {
    question: 'Which backends does the parcel watcher support on Linux?',
    file: '@parcel/watcher/README.md',
    says: 'inotify',
  },
  {
    question: 'Which shell syntax is not supported by unbash?',
    file: 'unbash/README.md',
    says: 'not',
  },
  {
    question: 'How do I abort a running tinybench benchmark?',
    file: 'tinybench/README.md',
    says: 'signal',
  },
  {
    question: 'How do I enable BigInt for integers in smol-toml?',
    file: 'smol-toml/README.md',
    says: 'integersAsBigInt',
  },
  {
    question: 'How can I disable the file system cache of jiti?',
    file: 'jiti/README.md',
    says: 'JITI_FS_CACHE',
  },
  {
    question: 'How do undici snapshots keep sensitive data out of the files?',
    file: 'undici/docs/docs/api/SnapshotAgent.md',
    says: 'excludeHeaders',
  },
  {
    question: 'How many retries does the undici RetryAgent make by default?',
    file: 'undici/docs/docs/api/RetryAgent.md',
    says: 'maxRetries',
  },
  {
    question: 'Which environment variables does EnvHttpProxyAgent read?',
    file: 'undici/docs/docs/api/EnvHttpProxyAgent.md',
    says: 'no_proxy',
  },
  {
    question: 'How do I use a client certificate with undici?',
    file: 'undici/docs/docs/best-practices/client-certificate.md',
    says: 'cert',
  },
  {
    question: 'How do I resolve tsconfig path aliases with get-tsconfig?',
    file: 'get-tsconfig/README.md',
    says: 'createPathsMatcher',
  },
  {
    question: 'What is the difference between overwrite and update in magic-string?',
    file: 'magic-string/README.md',
    says: 'update',
  },
  {
    question: 'Is nanoid safe to use with a custom alphabet?',
    file: 'nanoid/README.md',
    says: 'alphabet',
  },
  {
    question: 'How do I find out why node is still running?',
    file: 'why-is-node-running/README.md',
    says: 'why-is-node-running',
  },
  {
    question: 'How can I get the changes since a snapshot with the parcel watcher?',
    file: '@parcel/watcher/README.md',
    says: 'getEventsSince',
  },
  {
    question: 'How is a password stored with napi-rs keyring?',
    file: '@napi-rs/keyring/README.md',
    says: 'setPassword',
  },
  {
    question: 'Wie decodiert koffi Pointer Argumente in einem Callback?',
    file: 'koffi/doc/callbacks.md',
    says: 'koffi.decode',
  },
  {
    question: 'Welche Optionen hat der fuzzy linkify in linkify-it?',
    file: 'linkify-it/README.md',
    says: 'fuzzyLink',
  },
];

/** True for that file, and for the same one of another version installed below the package that wants it. */
export const answersFrom = (file: string, path: string | undefined): boolean =>
  path === file || path?.endsWith(`/node_modules/${file}`) === true;
