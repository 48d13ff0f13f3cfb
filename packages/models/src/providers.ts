import type { Model } from '@gatehouse/assistant/model';
import type { OpenSettings } from './open-settings.ts';

/** One kind of model host. */
export interface Provider {
  readonly id: string;
  /** Its own name, for people. */
  readonly label: string;
  /** Where its API begins; null where the person names it. */
  readonly address: string | null;
  /** The key's name among the secrets, and its variable in a `.env` file; null where none is needed. */
  readonly secret: { readonly name: string; readonly variable: string } | null;
  /** The header that carries the key, and what stands before it. */
  readonly key: { readonly name: string; readonly prefix: string } | null;
  /** An address the person set is kept among the secrets under this name. */
  readonly addressSecret: { readonly name: string; readonly variable: string } | null;
  /** True where it usually runs on this machine; `placeOf` says whether it does. */
  readonly local: boolean;
  /** The model used where the person named none. */
  readonly model: string | null;
  /** SPKI pins that come with the program; none, because providers change keys without notice. */
  readonly pins: readonly string[];
  /** Loads the client and makes a model. */
  readonly open: (settings: OpenSettings) => Promise<Model>;
}

const bearer = { name: 'authorization', prefix: 'Bearer ' } as const;

const rows: Readonly<Record<string, Provider>> = {
  openai: {
    id: 'openai',
    label: 'OpenAI',
    address: 'https://api.openai.com/v1',
    secret: { name: 'openai', variable: 'OPENAI_API_KEY' },
    key: bearer,
    addressSecret: null,
    local: false,
    model: 'gpt-5.4-mini',
    pins: [],
    open: async (settings) => (await import('./openai.ts')).openOpenAi(settings),
  },
  anthropic: {
    id: 'anthropic',
    label: 'Anthropic',
    address: 'https://api.anthropic.com/v1',
    secret: { name: 'anthropic', variable: 'ANTHROPIC_API_KEY' },
    key: { name: 'x-api-key', prefix: '' },
    addressSecret: null,
    local: false,
    model: 'claude-sonnet-5',
    pins: [],
    open: async (settings) => (await import('./anthropic.ts')).openAnthropic(settings),
  },
  deepseek: {
    id: 'deepseek',
    label: 'DeepSeek',
    address: 'https://api.deepseek.com',
    secret: { name: 'deepseek', variable: 'DEEPSEEK_API_KEY' },
    key: bearer,
    addressSecret: null,
    local: false,
    model: 'deepseek-flash',
    pins: [],
    open: async (settings) => (await import('./deepseek.ts')).openDeepSeek(settings),
  },
  compatible: {
    id: 'compatible',
    label: 'OpenAI-compatible host',
    address: null,
    secret: { name: 'compatible', variable: 'COMPATIBLE_API_KEY' },
    key: bearer,
    addressSecret: null,
    local: false,
    model: null,
    pins: [],
    open: async (settings) => (await import('./compatible.ts')).openCompatible(settings),
  },
  ollama: {
    id: 'ollama',
    label: 'Ollama',
    address: 'http://127.0.0.1:11434',
    secret: null,
    key: null,
    addressSecret: { name: 'ollama-address', variable: 'OLLAMA_BASE_URL' },
    local: true,
    model: 'llama3.2',
    pins: [],
    open: async (settings) => (await import('./ollama.ts')).openOllama(settings),
  },
};

/** The one table of providers, without a prototype: a name that is not in it finds nothing. */
export const providers: Readonly<Record<string, Provider>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, Provider>, rows),
);
