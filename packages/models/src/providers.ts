/** One provider, as data. The address is the base that its own API documents. */
export interface Provider {
  readonly label: string;
  /** Runs on this machine: what it is told goes nowhere. */
  readonly local: boolean;
  /** Base URL; null where the person must name one. */
  readonly address: string | null;
  /** True where the person may name another address. */
  readonly ownAddress: boolean;
  /** Name of its key in the keychain; null where it has none. */
  readonly secret: string | null;
  /** Name of the keychain item that holds its address, where that is private too. */
  readonly addressSecret: string | null;
  /** The variable of a `.env` file that may hold the key, and the one that may hold the address. */
  readonly variable: string | null;
  readonly addressVariable: string | null;
  readonly header: { readonly name: string; readonly prefix: string } | null;
  /** The model used where the person chose none; null: one must be chosen. */
  readonly model: string | null;
}

const none = { secret: null, variable: null, addressSecret: null, addressVariable: null } as const;
const bearer = { name: 'authorization', prefix: 'Bearer ' } as const;

/** The one table of providers: nothing else in the house enumerates them. */
export const providers: Readonly<Record<string, Provider>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, Provider>, {
    openai: {
      ...none,
      label: 'OpenAI',
      local: false,
      address: 'https://api.openai.com/v1',
      ownAddress: false,
      secret: 'openai',
      variable: 'OPENAI_API_KEY',
      header: bearer,
      model: 'gpt-5',
    },
    anthropic: {
      ...none,
      label: 'Anthropic',
      local: false,
      address: 'https://api.anthropic.com/v1',
      ownAddress: false,
      secret: 'anthropic',
      variable: 'ANTHROPIC_API_KEY',
      header: { name: 'x-api-key', prefix: '' },
      model: 'claude-sonnet-4-5',
    },
    deepseek: {
      ...none,
      label: 'DeepSeek',
      local: false,
      address: 'https://api.deepseek.com',
      ownAddress: false,
      secret: 'deepseek',
      variable: 'DEEPSEEK_API_KEY',
      header: bearer,
      model: 'deepseek-chat',
    },
    compatible: {
      ...none,
      label: 'An OpenAI-compatible host',
      local: false,
      address: null,
      ownAddress: true,
      secret: 'compatible',
      variable: 'OPENAI_COMPATIBLE_API_KEY',
      header: bearer,
      model: null,
    },
    ollama: {
      ...none,
      label: 'Ollama',
      local: true,
      address: 'http://localhost:11434',
      ownAddress: true,
      addressSecret: 'ollama-address',
      addressVariable: 'OLLAMA_HOST',
      header: null,
      model: null,
    },
  } satisfies Record<string, Provider>),
);
