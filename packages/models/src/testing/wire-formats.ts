/** What a scripted model says, whatever the wire format. */
export interface Said {
  /** Pieces of the answer as they are streamed. */
  readonly text?: readonly string[];
  readonly calls?: readonly {
    readonly id: string;
    readonly name: string;
    /** The input's JSON, in the pieces it is streamed in. */
    readonly input: readonly string[];
  }[];
  readonly finish?: 'stop' | 'length' | 'refused';
  readonly usage?: { readonly input: number; readonly output: number };
}

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/** OpenAI Chat Completions, `stream: true`, `stream_options.include_usage`. */
export function chatLines(said: Said): readonly string[] {
  const calls = said.calls ?? [];
  const reason =
    said.finish === 'refused'
      ? 'content_filter'
      : said.finish === 'length'
        ? 'length'
        : calls.length > 0
          ? 'tool_calls'
          : 'stop';
  const chunk = (delta: unknown, finish: string | null = null) =>
    data({
      id: 'scripted-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'scripted',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const usage = said.usage ?? { input: 0, output: 0 };
  return [
    chunk({ role: 'assistant', content: '' }),
    ...(said.text ?? []).map((content) => chunk({ content })),
    ...calls.flatMap(({ id, name, input }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...input.map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
    chunk({}, reason),
    data({
      id: 'scripted-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'scripted',
      choices: [],
      usage: {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        total_tokens: usage.input + usage.output,
      },
    }),
    'data: [DONE]\n\n',
  ];
}

const event = (type: string, value: object) => `event: ${type}\n${data({ type, ...value })}`;

/** Anthropic Messages, `stream: true`. */
export function anthropicLines(said: Said): readonly string[] {
  const usage = said.usage ?? { input: 0, output: 0 };
  const texts = said.text ?? [];
  const calls = said.calls ?? [];
  const first = texts.length > 0 ? 1 : 0;
  const reason =
    said.finish === 'refused'
      ? 'refusal'
      : said.finish === 'length'
        ? 'max_tokens'
        : calls.length > 0
          ? 'tool_use'
          : 'end_turn';
  const block = (index: number, content_block: object, deltas: readonly object[]) => [
    event('content_block_start', { index, content_block }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
  return [
    event('message_start', {
      message: {
        id: 'scripted-1',
        type: 'message',
        role: 'assistant',
        model: 'scripted',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: usage.input, output_tokens: 1 },
      },
    }),
    event('ping', {}),
    ...(first === 0
      ? []
      : block(
          0,
          { type: 'text', text: '' },
          texts.map((text) => ({ type: 'text_delta', text })),
        )),
    ...calls.flatMap(({ id, name, input }, at) =>
      block(
        first + at,
        { type: 'tool_use', id, name, input: {} },
        input.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      ),
    ),
    event('message_delta', {
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ];
}

const line = (value: object) => `${JSON.stringify(value)}\n`;

/** Ollama `/api/chat`, one JSON object a line. It streams calls whole, and has no refusal. */
export function ollamaLines(said: Said): readonly string[] {
  const usage = said.usage ?? { input: 0, output: 0 };
  const message = (fields: object) => ({
    model: 'scripted',
    message: { role: 'assistant', ...fields },
  });
  return [
    ...(said.text ?? []).map((content) => line({ ...message({ content }), done: false })),
    ...(said.calls ?? []).map(({ name, input }) =>
      line({
        ...message({
          content: '',
          tool_calls: [
            { function: { name, arguments: JSON.parse(input.join('') || '{}') as unknown } },
          ],
        }),
        done: false,
      }),
    ),
    line({
      ...message({ content: '' }),
      done: true,
      done_reason: said.finish === 'length' ? 'length' : 'stop',
      prompt_eval_count: usage.input,
      eval_count: usage.output,
    }),
  ];
}
