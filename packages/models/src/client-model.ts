import type { OpenAIProvider } from '@ai-sdk/openai';
import type {
  Model,
  ModelCall,
  ModelEvent,
  ModelFinish,
  ModelMessage,
  ModelRequest,
  ModelResult,
  ModelTool,
} from '@gatehouse/assistant/model';
import type { OpenSettings } from './open-settings.ts';
import { ModelError, toModelError } from './model-error.ts';

/** A model as the AI SDK's providers make it; their own package of types is not a dependency. */
export type Client = ReturnType<OpenAIProvider['chat']>;
type CallOptions = Parameters<Client['doStream']>[0];
type Prompt = CallOptions['prompt'];
type Tool = NonNullable<CallOptions['tools']>[number];
type Part =
  Awaited<ReturnType<Client['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;
type Finish = Extract<Part, { type: 'finish' }>;

/** What the clients are given in the place of a key: they insist on one, the gate's fetch drops it. */
export const PLACEHOLDER = 'set-by-the-gate';

export interface Wiring {
  readonly provider: string;
  readonly label: string;
  readonly client: Client;
  readonly options?: NonNullable<CallOptions['providerOptions']>;
}

/**
 * A client of the AI SDK behind our port. It is driven by `doStream` itself: the SDK's own loop would
 * retry, run tools and send telemetry, which are the gate's and the assistant's to decide.
 */
export function createClientModel(settings: OpenSettings, wiring: Wiring): Model {
  const { provider, label, client, options } = wiring;
  return {
    id: settings.model,
    provider,
    local: settings.local,
    async *stream(request, signal) {
      try {
        signal.throwIfAborted();
        const { stream } = await client.doStream({
          prompt: toPrompt(request),
          tools: request.tools.map(toTool),
          maxOutputTokens: request.maxOutput,
          abortSignal: signal,
          ...(options === undefined ? {} : { providerOptions: options }),
        });
        return yield* relay(stream, { provider, label, model: settings.model });
      } catch (error) {
        throw toModelError(label, error, signal);
      }
    },
  };
}

async function* relay(
  stream: ReadableStream<Part>,
  from: { readonly provider: string; readonly label: string; readonly model: string },
): AsyncGenerator<ModelEvent, ModelResult> {
  const calls: ModelCall[] = [];
  const texts: string[] = [];
  let finish: Finish | null = null;
  for await (const part of stream) {
    if (part.type === 'text-delta' && part.delta !== '') {
      texts.push(part.delta);
      yield { kind: 'text', text: part.delta };
    } else if (part.type === 'tool-call') {
      const call = {
        id: part.toolCallId,
        name: part.toolName,
        input: inputOf(part.input, from.label),
      };
      calls.push(call);
      yield { kind: 'call', ...call };
    } else if (part.type === 'error') throw part.error;
    else if (part.type === 'finish') finish = part;
  }
  const ended = finish === null ? null : finishOf(finish, calls.length > 0);
  // A stream that ends without saying why was cut, whatever the connection says.
  if (finish === null || ended === null) throw new ModelError('broken_stream', from.label);
  if (ended === 'refused') throw new ModelError('refused', from.label);
  return {
    text: texts.join(''),
    calls,
    usage: {
      input: finish.usage.inputTokens.total ?? 0,
      output: finish.usage.outputTokens.total ?? 0,
    },
    finish: ended,
    provider: from.provider,
    model: from.model,
  };
}

function finishOf({ finishReason }: Finish, called: boolean): ModelFinish | 'refused' | null {
  switch (finishReason.unified) {
    case 'stop':
      return called ? 'calls' : 'stop';
    case 'length':
      return 'length';
    case 'tool-calls':
      return 'calls';
    case 'content-filter':
      return 'refused';
    case 'error':
    case 'interrupted':
      return null;
    case 'other':
      return finishReason.raw === undefined ? null : 'other';
  }
}

/** A call's input is JSON as text; a model that leaves it out means no arguments. */
function inputOf(text: string, label: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text) as unknown;
  } catch {
    // Without the cause: it quotes what could not be parsed.
    throw new ModelError('malformed_response', label);
  }
}

function toPrompt(request: ModelRequest): Prompt {
  const prompt: Prompt = request.system === '' ? [] : [{ role: 'system', content: request.system }];
  for (const message of request.messages) {
    const last = prompt.at(-1);
    if (message.role === 'tool') {
      const part = toolResult(message);
      if (last?.role === 'tool') last.content.push(part);
      else prompt.push({ role: 'tool', content: [part] });
    } else if (message.role === 'user') {
      prompt.push({ role: 'user', content: [{ type: 'text', text: message.text }] });
    } else {
      prompt.push({
        role: 'assistant',
        content: [
          ...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.calls.map(({ id, name, input }) => ({
            type: 'tool-call' as const,
            toolCallId: id,
            toolName: name,
            input,
          })),
        ],
      });
    }
  }
  return prompt;
}

const toolResult = (message: Extract<ModelMessage, { role: 'tool' }>) => ({
  type: 'tool-result' as const,
  toolCallId: message.call,
  toolName: message.name,
  output: {
    type: message.failed ? ('error-text' as const) : ('text' as const),
    value: message.text,
  },
});

const toTool = ({ name, description, schema }: ModelTool): Tool => ({
  type: 'function',
  name,
  description,
  // JSON Schema made from the operation's own; the client passes it on as it is.
  inputSchema: schema as never,
});
