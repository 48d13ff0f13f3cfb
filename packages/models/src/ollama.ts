import type {
  Model,
  ModelCall,
  ModelEvent,
  ModelMessage,
  ModelRequest,
  ModelResult,
} from '@gatehouse/assistant/model';
import { ModelError, toModelError } from './model-error.ts';
import type { OpenSettings } from './open-settings.ts';

const LABEL = 'Ollama';
/** Tokens of context asked for at most: beyond, memory runs out on common machines. */
const LARGEST = 32_768;
const STEP = 4_096;
/** Characters of a line that is still read; one answer is far shorter. */
const LONGEST_LINE = 4 << 20;

/**
 * Ollama by its own API, which can do what its OpenAI-compatible one cannot: ask for a context as
 * large as the request. Left alone, Ollama cuts the beginning of a long prompt off without a word.
 */
export function openOllama(settings: OpenSettings): Model {
  return {
    id: settings.model,
    provider: 'ollama',
    local: settings.local,
    async *stream(request, signal) {
      try {
        signal.throwIfAborted();
        const response = await settings.fetch(`${settings.address}/api/chat`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(toBody(settings.model, request)),
          signal,
        });
        if (!response.ok) throw await statusError(response);
        if (response.body === null) throw new ModelError('broken_stream', LABEL);
        return yield* relay(response.body, settings.model);
      } catch (error) {
        throw toModelError(LABEL, error, signal);
      }
    },
  };
}

function toBody(model: string, request: ModelRequest) {
  const messages = [
    ...(request.system === '' ? [] : [{ role: 'system', content: request.system }]),
    ...request.messages.map(toMessage),
  ];
  const tools = request.tools.map(({ name, description, schema }) => ({
    type: 'function',
    function: { name, description, parameters: schema },
  }));
  return {
    model,
    messages,
    stream: true,
    ...(tools.length === 0 ? {} : { tools }),
    options: { num_predict: request.maxOutput, num_ctx: contextFor(messages, tools, request) },
  };
}

/** A token is about three characters of prose; one of six would be unusual in any language. */
function contextFor(messages: unknown, tools: unknown, { maxOutput }: ModelRequest): number {
  const characters = JSON.stringify(messages).length + JSON.stringify(tools).length;
  if (characters / 6 > LARGEST) throw new ModelError('context_too_long', LABEL);
  const wanted = Math.ceil((characters / 3 + maxOutput) / STEP) * STEP;
  return Math.min(wanted, LARGEST);
}

function toMessage(message: ModelMessage) {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text,
        ...(message.calls.length === 0
          ? {}
          : {
              tool_calls: message.calls.map(({ name, input }) => ({
                function: { name, arguments: input },
              })),
            }),
      };
    case 'tool':
      return { role: 'tool', tool_name: message.name, content: message.text };
  }
}

async function* relay(
  body: ReadableStream<Uint8Array>,
  model: string,
): AsyncGenerator<ModelEvent, ModelResult> {
  const calls: ModelCall[] = [];
  const texts: string[] = [];
  for await (const line of lines(body)) {
    const chunk = parse(line);
    if (typeof chunk['error'] === 'string') {
      throw Object.assign(new Error(chunk['error']), { type: 'api_error' });
    }
    const message = record(chunk['message']);
    const text = message['content'];
    if (typeof text === 'string' && text !== '') {
      texts.push(text);
      yield { kind: 'text', text };
    }
    const asked = message['tool_calls'];
    for (const one of Array.isArray(asked) ? (asked as unknown[]) : []) {
      const { name, arguments: input } = record(record(one)['function']);
      if (typeof name !== 'string') throw new ModelError('malformed_response', LABEL);
      // Ollama gives calls no id; ours only has to be unique within the answer.
      const call = { id: `call-${calls.length + 1}`, name, input: input ?? {} };
      calls.push(call);
      yield { kind: 'call', ...call };
    }
    if (chunk['done'] === true) {
      const count = (name: string) => (typeof chunk[name] === 'number' ? chunk[name] : 0);
      return {
        text: texts.join(''),
        calls,
        usage: { input: count('prompt_eval_count'), output: count('eval_count') },
        finish: calls.length > 0 ? 'calls' : chunk['done_reason'] === 'length' ? 'length' : 'stop',
        provider: 'ollama',
        model,
      };
    }
  }
  throw new ModelError('broken_stream', LABEL);
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end).trim();
      rest = rest.slice(end + 1);
      if (line !== '') yield line;
    }
    if (rest.length > LONGEST_LINE) throw new ModelError('malformed_response', LABEL);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

function parse(line: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(line) as unknown);
  } catch {
    throw new ModelError('malformed_response', LABEL);
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

async function statusError(response: Response): Promise<Error> {
  const text = (await response.text()).slice(0, 2000);
  return Object.assign(new Error('api_error'), {
    name: 'StatusError',
    statusCode: response.status,
    responseBody: text,
    responseHeaders: Object.fromEntries(response.headers),
  });
}
