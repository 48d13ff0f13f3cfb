/** One room of the house: what its program files, tests aside, may import. */
export interface Room {
  /** Workspace packages, without `@gatehouse/`; `types` after a name allows `import type` only. */
  readonly rooms: readonly string[];
  /** Packages of others, as declared in the room's package.json. */
  readonly packages: readonly string[];
  /** Builtin modules of Node; `*` is every one that `guarded` does not hold. */
  readonly node: readonly string[];
}

/** The one table that every import is held against. */
export const rooms: Readonly<Record<string, Room>> = {
  'packages/kernel': {
    rooms: [],
    packages: ['zod', 'unbash', 'markdown-it'],
    node: [],
  },
  'packages/vault': { rooms: ['kernel types'], packages: [], node: [] },
  'packages/assistant': { rooms: ['kernel'], packages: [], node: [] },
  'packages/models': {
    rooms: ['kernel', 'assistant types'],
    packages: [
      '@ai-sdk/openai',
      '@ai-sdk/anthropic',
      '@ai-sdk/deepseek',
      '@ai-sdk/openai-compatible',
    ],
    node: [],
  },
  'packages/host': {
    rooms: ['kernel', 'vault', 'assistant types'],
    packages: [
      'koffi',
      '@napi-rs/keyring',
      'better-sqlite3-multiple-ciphers',
      'kysely',
      'libpg-query',
      '@parcel/watcher',
      'zod',
    ],
    node: ['*'],
  },
  'packages/contract': { rooms: ['kernel'], packages: ['zod'], node: [] },
  'packages/workbench': {
    rooms: ['kernel', 'vault', 'assistant', 'models', 'host', 'contract'],
    packages: [],
    node: ['node:path', 'node:os'],
  },
  'apps/gatehouse': {
    rooms: ['kernel', 'contract', 'workbench'],
    packages: ['commander', '@clack/prompts'],
    node: [
      'node:path',
      'node:process',
      'node:readline',
      'node:readline/promises',
      'node:stream',
      'node:stream/consumers',
      'node:tty',
      'node:url',
      'node:util',
    ],
  },
};

/** Rooms in which time and randomness are arguments. */
export const timeless: readonly string[] = [
  'packages/kernel/',
  'packages/vault/',
  'packages/assistant/',
];

/** Builtins that give power: the only folders whose program files may import them. */
export const guarded: Readonly<Record<string, readonly string[]>> = {
  'node:child_process': ['packages/host/src/shell/', 'packages/host/src/secrets/'],
  'node:dgram': [],
  'node:cluster': [],
  'node:dns': ['packages/host/src/web/'],
  'node:dns/promises': ['packages/host/src/web/'],
  'node:http': ['packages/host/src/web/'],
  'node:http2': [],
  'node:https': ['packages/host/src/web/'],
  'node:inspector': [],
  'node:inspector/promises': [],
  'node:module': ['packages/host/src/native/'],
  'node:net': ['packages/host/src/web/', 'packages/host/src/shell/'],
  'node:repl': [],
  'node:sqlite': [],
  'node:test': [],
  'node:tls': ['packages/host/src/web/'],
  'node:vm': [],
  'node:wasi': [],
};

/** What tests and `testing` folders may import besides what their room may. */
export const forTests = {
  packages: ['vitest', 'fast-check', 'yaml', 'libpg-query', 'playwright-core'],
  node: '*',
} as const;

/** Words that name no place. */
export const emptyNames: readonly string[] = [
  'util',
  'utils',
  'common',
  'helper',
  'helpers',
  'shared',
];

/** Files whose reader demands a default export. */
export const defaultExports: readonly string[] = [
  'vitest.config.ts',
  'scripts/test/closing-line.ts',
  'scripts/mutation/vitest.config.ts',
];

export const maxLines = 400;
