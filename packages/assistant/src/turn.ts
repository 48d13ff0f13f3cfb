import type { Chunk, Gate, Name, Outcome, Principal, Reason } from '@gatehouse/kernel';
import type { NoticeCode, TurnEvent, TurnResult } from './events.ts';
import { answerOffline, cite } from './offline.ts';
import { assemble } from './prompt.ts';
import type {
  Citation,
  Passage,
  Retriever,
  SessionStore,
  StoredCall,
  StoredMessage,
} from './ports.ts';
import type { Tool } from './tools.ts';

/** A provider a turn may use, in the order they are tried. */
export interface Choice {
  readonly provider: string;
  readonly model: string;
  readonly local: boolean;
}

export interface TurnDeps {
  readonly gate: Gate;
  readonly retriever: Retriever;
  readonly store: SessionStore;
}

export interface TurnSettings {
  readonly domain: string;
  /** Empty: offline, answers by retrieval alone. */
  readonly models: readonly Choice[];
  readonly protocol: {
    readonly name: string;
    readonly text: string;
    readonly rights: readonly string[] | null;
  } | null;
  readonly tools: readonly Tool[];
  /** Passages looked up for each question. */
  readonly passages: number;
  readonly maxSteps: number;
  /** Tokens in and out that one turn may use. */
  readonly maxTokens: number;
  readonly maxOutput: number;
  /** Characters of history sent with a step. */
  readonly budget: number;
}

const PERSON: Principal = { kind: 'person', name: 'person', via: null };

/**
 * One question and everything done to answer it. Every message is in the store before it counts;
 * stopping (the signal) keeps what was said so far. Nothing is done except through the gate.
 */
export async function* turn(
  deps: TurnDeps,
  settings: TurnSettings,
  asked: { readonly text: string; readonly signal: AbortSignal },
): AsyncGenerator<TurnEvent, TurnResult> {
  const { gate, store } = deps;
  const session = gate.session.id;
  await store.append(session, { role: 'person', text: asked.text });
  gate.session.add({
    value: asked.text,
    trust: 'person',
    confidentiality: 'public',
    origin: 'you',
  });

  if (settings.protocol !== null) {
    const { name, text } = settings.protocol;
    gate.session.add({ value: text, trust: 'trusted', confidentiality: 'public', origin: name });
  }

  const local = settings.models.length === 0 || settings.models.every((one) => one.local);
  gate.session.remote = !local;
  const found = await deps.retriever.passages(asked.text, settings.passages, asked.signal);
  const passages = local ? found : found.filter((passage) => !passage.private);
  if (passages.length < found.length) {
    yield notice('private_left_out', String(found.length - passages.length));
  }
  for (const passage of passages) {
    gate.session.add({
      value: passage.text,
      trust: 'untrusted',
      confidentiality: passage.private ? 'private' : 'domain',
      origin: passage.path,
    });
  }
  return settings.models.length === 0
    ? yield* offline(deps, passages)
    : yield* withModel(deps, settings, passages, asked.signal);
}

async function* offline(
  deps: TurnDeps,
  passages: readonly Passage[],
): AsyncGenerator<TurnEvent, TurnResult> {
  const answer = answerOffline(passages);
  yield notice(passages.length === 0 ? 'nothing_found' : 'offline');
  yield { kind: 'text', text: answer.text };
  await deps.store.append(deps.gate.session.id, {
    role: 'assistant',
    text: answer.text,
    calls: [],
    citations: answer.citations,
    model: 'offline',
    partial: false,
    ...seen(deps.gate),
  });
  return {
    text: answer.text,
    citations: answer.citations,
    model: 'offline',
    usage: { input: 0, output: 0 },
    ended: 'answered',
  };
}

async function* withModel(
  deps: TurnDeps,
  settings: TurnSettings,
  passages: readonly Passage[],
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, TurnResult> {
  const session = deps.gate.session.id;
  const used = { input: 0, output: 0 };
  let choice = 0;
  let said = '';
  for (let step = 0; ; step++) {
    const model = settings.models[choice];
    const end = (ended: TurnResult['ended'], text = said): TurnResult => ({
      text,
      citations: cited(text, passages),
      model: model === undefined ? 'none' : `${model.provider}/${model.model}`,
      usage: used,
      ended,
    });
    if (model === undefined) return end('failed');
    if (step >= settings.maxSteps) {
      yield notice('step_limit', String(settings.maxSteps));
      return end('limit');
    }
    if (used.input + used.output >= settings.maxTokens) {
      yield notice('token_limit', String(settings.maxTokens));
      return end('limit');
    }
    const request = assemble({
      domain: settings.domain,
      protocol: settings.protocol,
      history: await deps.store.history(session),
      passages,
      tools: settings.tools,
      maxOutput: settings.maxOutput,
      budget: settings.budget,
      local: model.local,
    });
    const streamed = { text: '' };
    const outcome = yield* speak(deps.gate, model, request, streamed, signal);
    if (outcome.status !== 'done') {
      if (streamed.text !== '') {
        // What was already said stays, marked as broken off; the next provider must not repeat it.
        await deps.store.append(
          session,
          answerMessage(deps.gate, model, {
            text: streamed.text,
            calls: [],
            passages,
            partial: true,
          }),
        );
        said = streamed.text;
        yield outcome.status === 'failed'
          ? notice('partial_answer', outcome.message)
          : notice('stopped');
        return end(outcome.status === 'cancelled' ? 'stopped' : 'failed');
      }
      if (outcome.status === 'cancelled') {
        yield notice('stopped');
        return end('stopped');
      }
      if (outcome.status === 'failed' && outcome.code === 'refused') {
        // Its answer is no; asking around for a yes is the person's to decide.
        yield notice('refused', outcome.message);
        return end('failed', '');
      }
      choice++;
      const next = settings.models[choice];
      yield outcome.status === 'denied'
        ? notice('unanswered', '', outcome.reasons)
        : notice('unanswered', outcome.message);
      if (next === undefined) {
        yield notice('nobody_answered');
        return end('failed', '');
      }
      yield notice('fallback', next.provider);
      step--;
      continue;
    }
    const { value } = outcome.result;
    used.input += value.usage.input;
    used.output += value.usage.output;
    await deps.store.usage(session, { ...value.usage, model: `${value.provider}/${value.model}` });
    await deps.store.append(
      session,
      answerMessage(deps.gate, model, { ...value, passages, partial: false }),
    );
    said = value.text;
    if (value.calls.length === 0) return end('answered');
    for (const [at, call] of value.calls.entries()) {
      const message =
        at < MOST_CALLS
          ? yield* perform(deps.gate, settings, call, signal)
          : refusedCall(deps.gate, call);
      await deps.store.append(session, message);
      if (signal.aborted) {
        yield notice('stopped');
        return end('stopped');
      }
    }
  }
}

/** Calls of one answer that are performed: who floods a person with questions gets a careless yes. */
const MOST_CALLS = 32;

const refusedCall = ({ session }: Gate, call: StoredCall): StoredMessage => ({
  role: 'tool',
  call: call.id,
  name: call.name,
  text: `Not done: one answer may ask for ${String(MOST_CALLS)} calls.`,
  ok: false,
  trust: 'trusted',
  confidentiality: session.confidentiality,
});

function answerMessage(
  gate: Gate,
  model: Choice,
  said: {
    readonly text: string;
    readonly calls: readonly StoredCall[];
    readonly passages: readonly Passage[];
    readonly partial: boolean;
  },
): StoredMessage {
  return {
    role: 'assistant',
    text: said.text,
    calls: said.calls,
    citations: cited(said.text, said.passages),
    model: `${model.provider}/${model.model}`,
    partial: said.partial,
    ...seen(gate),
  };
}

/** What a session had seen when something was said in it. */
const seen = ({ session }: Gate) => ({
  confidentiality: session.confidentiality,
  untrusted: session.untrusted,
});

/** Brings a session that was kept back to what it had seen. */
export function resume(gate: Gate, history: readonly StoredMessage[]): void {
  for (const message of history) {
    if (message.role === 'person') {
      gate.session.add({
        value: message.text,
        trust: 'person',
        confidentiality: 'public',
        origin: 'you',
      });
    } else {
      const { confidentiality } = message;
      const tool = message.role === 'tool' ? message : null;
      // The passages of an earlier question are not kept, but what they had the model say is.
      const trust = tool?.trust ?? (saidFreely(message) ? 'unknown' : 'untrusted');
      gate.session.add({
        value: tool?.text ?? '',
        trust,
        confidentiality,
        origin: tool?.name ?? '',
      });
    }
  }
}

/** Kept before this was noted counts as untrusted: absence never grants. */
const saidFreely = (message: StoredMessage) =>
  message.role === 'assistant' && message.untrusted === false;

async function* speak(
  gate: Gate,
  model: Choice,
  request: ReturnType<typeof assemble>,
  streamed: { text: string },
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Outcome<'model.call'>> {
  const input = { provider: model.provider, model: model.model, request: { ...request } };
  const running = gate.ask('model.call', input, PERSON, signal);
  for (;;) {
    const next = await running.next();
    if (next.done === true) return next.value;
    if (!('text' in next.value)) continue;
    streamed.text += next.value.text;
    yield { kind: 'text', text: next.value.text };
  }
}

async function* perform(
  gate: Gate,
  settings: TurnSettings,
  call: StoredCall,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, StoredMessage> {
  const tool = settings.tools.find((one) => one.name === call.name);
  const message = (text: string, ok: boolean, trust: 'trusted' | 'untrusted'): StoredMessage => ({
    role: 'tool',
    call: call.id,
    name: call.name,
    text,
    ok,
    trust,
    confidentiality: gate.session.confidentiality,
  });
  if (tool === undefined) {
    yield notice('unknown_tool', call.name);
    return message(`There is no tool ${JSON.stringify(call.name)}.`, false, 'trusted');
  }
  const { operation } = tool;
  yield { kind: 'call', id: call.id, operation, input: call.input };
  const outcome = yield* run(gate, operation, call, principalOf(settings), signal);
  const reasons = outcome.status === 'denied' ? outcome.reasons : [];
  const text = outcome.status === 'done' ? JSON.stringify(outcome.result.value) : explain(outcome);
  const trust = outcome.status === 'done' ? outcome.result.trust : 'trusted';
  yield {
    kind: 'result',
    id: call.id,
    operation,
    status: outcome.status,
    requestId: outcome.requestId,
    trust,
    reasons,
    message: outcome.status === 'done' ? '' : text,
  };
  return message(text, outcome.status === 'done', trust === 'untrusted' ? 'untrusted' : 'trusted');
}

async function* run(
  gate: Gate,
  operation: Name,
  call: StoredCall,
  by: Principal,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, Outcome<Name>> {
  // The model's input is unknown; the gate parses it with the operation's own schema.
  const running = gate.ask(operation, call.input as never, by, signal) as AsyncGenerator<
    Chunk,
    Outcome<Name>
  >;
  for (;;) {
    const next = await running.next();
    if (next.done === true) return next.value;
    yield 'text' in next.value
      ? { kind: 'output', id: call.id, text: next.value.text }
      : { kind: 'progress', ...next.value.progress };
  }
}

function principalOf({ protocol }: TurnSettings): Principal {
  const assistant: Principal = { kind: 'assistant', name: 'assistant', via: PERSON };
  if (protocol === null) return assistant;
  const rights = protocol.rights === null ? {} : { rights: protocol.rights };
  return { kind: 'protocol', name: protocol.name, via: assistant, ...rights };
}

/** Why something was not done, for the model and for the log of the turn: codes, not words. */
function explain(outcome: Exclude<Outcome<Name>, { status: 'done' }>): string {
  return outcome.status === 'denied'
    ? `denied: ${outcome.reasons.map((reason) => reason.code).join(', ')}`
    : `${outcome.status}: ${outcome.code}: ${outcome.message}`;
}

/** The sources an answer points at by number. */
function cited(text: string, passages: readonly Passage[]): readonly Citation[] {
  return passages.filter((_passage, at) => text.includes(`[${at + 1}]`)).map(cite);
}

const notice = (code: NoticeCode, detail = '', reasons: readonly Reason[] = []): TurnEvent => ({
  kind: 'notice',
  code,
  detail,
  ...(reasons.length === 0 ? {} : { reasons }),
});
