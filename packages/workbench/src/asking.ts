import { GatehouseError, inputSchema } from '@gatehouse/kernel';
import type { Gate } from '@gatehouse/kernel';
import { resume, toolsFor, turn } from '@gatehouse/assistant';
import type { Choice, TurnSettings } from '@gatehouse/assistant';
import { inputs } from '@gatehouse/contract';
import type { AskEvent, AskResult, Workbench } from '@gatehouse/contract';
import type { House } from './house.ts';
import type { Place } from './place.ts';
import type { Places } from './places.ts';
import { loadProtocol } from './protocols.ts';
import { createRetriever } from './retriever.ts';
import { watchDomain } from '@gatehouse/host/index';
import { resultOf } from './finish.ts';

/** Limits of one turn; generous for a person, an end for a model that loops. */
const LIMITS = { passages: 6, maxSteps: 24, maxTokens: 400_000, maxOutput: 8_000, budget: 400_000 };
/** Without a model every passage is read by the person: fewer of them. */
const QUOTED = 3;

export function createAsking(
  house: House,
  places: Places,
): Pick<Workbench, 'ask' | 'index' | 'watch'> {
  return {
    async *index(unchecked, signal) {
      const place = places.open(inputs.index.parse(unchecked));
      const gate = house.gateFor(place, 'index');
      return yield* gate.ask('domain.index', { domain: place.domain.name }, PERSON, signal);
    },

    async watch(unchecked) {
      const place = places.open(inputs.place.parse(unchecked));
      const gate = house.gateFor(place, 'watch');
      // The watcher says only that something changed; what is read then passes the gate.
      const index = {
        async *index(domain: string, _roots: readonly string[], signal: AbortSignal) {
          const result = resultOf(yield* gate.ask('domain.index', { domain }, PERSON, signal));
          return { ...result, privateNotes: 0 };
        },
      };
      return watchDomain(
        index,
        { domain: place.domain.name, roots: place.roots },
        { report: (event) => void (event.kind === 'failed' && house.report(event.error)) },
      );
    },

    async *ask(unchecked, signal) {
      const input = inputs.ask.parse(unchecked);
      const earlier = input.session === undefined ? null : house.stores.sessions.get(input.session);
      if (input.session !== undefined && earlier === null) {
        throw new GatehouseError('session_unknown', `There is no session ${input.session}.`);
      }
      const place = places.open(input, earlier?.domain ?? null);
      const name = place.domain.name;
      // Nothing is begun before everything it needs is there: a wrong name leaves no empty session.
      const first = house.gateFor(place, 'ask');
      yield* bringUpToDate(first, name, signal);
      const protocol =
        input.protocol === undefined
          ? null
          : await loadProtocol(
              house,
              place,
              first,
              { name: input.protocol, inputs: input.inputs ?? {} },
              signal,
            );
      const models = await choose(house, place, input.provider ?? modelOf(place, protocol));
      const id = earlier?.id ?? house.stores.sessions.start(name, titleOf(input.question));
      const gate = house.gateFor(place, id);
      if (earlier !== null) resume(gate, await house.stores.sessions.history(id));
      const settings: TurnSettings = {
        domain: name,
        models,
        protocol,
        tools: toolsFor(protocol?.rights ?? null, inputSchema),
        ...LIMITS,
        passages: input.passages ?? (models.length === 0 ? QUOTED : LIMITS.passages),
      };
      const retriever = createRetriever(house.index, name, {
        noted: () => house.note({ operation: 'vault.search', target: name, status: 'done' }),
        readable: house.readable,
      });
      const running = turn({ gate, store: house.stores.sessions, retriever }, settings, {
        text: input.question,
        signal,
      });
      // What a plan allowed ends with the turn, however that ends.
      const result = yield* endingTask(gate, running);
      return { ...result, session: id, domain: name } satisfies AskResult;
    },
  };
}

const PERSON = { kind: 'person', name: 'person', via: null } as const;

async function* endingTask<T, R>(gate: Gate, running: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  try {
    return yield* running;
  } finally {
    gate.end();
  }
}

/** Reads what changed since; problems with notes are shown by `gatehouse index`. */
async function* bringUpToDate(
  gate: Gate,
  domain: string,
  signal: AbortSignal,
): AsyncGenerator<AskEvent, void> {
  const running = gate.ask('domain.index', { domain }, PERSON, signal);
  for (;;) {
    const next = await running.next();
    if (next.done !== true) {
      if ('progress' in next.value) yield { kind: 'progress', ...next.value.progress };
      continue;
    }
    resultOf(next.value);
    return;
  }
}

/**
 * The model a protocol wants, where the domain uses it. It cannot bring another: whoever writes a
 * protocol would say where the notes are sent. Throws `protocol_model`.
 */
function modelOf(
  { domain }: Place,
  protocol: { readonly name: string; readonly provider: string | null } | null,
): string | null {
  const wanted = protocol?.provider ?? null;
  if (wanted === null || wanted === 'offline' || domain.models.includes(wanted)) return wanted;
  throw new GatehouseError(
    'protocol_model',
    `The protocol ${protocol?.name ?? ''} wants ${wanted}, which this domain does not use. Add --provider ${wanted} if you want that.`,
  );
}

/** The models of this turn: the one asked for, or the domain's, in their order. */
async function choose(
  house: House,
  place: Place,
  asked: string | null,
): Promise<readonly Choice[]> {
  const wanted = asked === null ? place.domain.models : asked === 'offline' ? [] : [asked];
  if (wanted.length === 0) return [];
  const all = await house.providers();
  return wanted.map((id) => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) {
      throw new GatehouseError(
        'provider_unknown',
        `There is no provider ${id}; there are ${all.map((one) => one.id).join(', ')} and offline.`,
      );
    }
    if (found.model === null || found.place === null) {
      const missing = [
        ...(found.model === null ? ['--model <name>'] : []),
        ...(found.place === null ? ['--address <url>'] : []),
      ];
      throw new GatehouseError(
        'provider_not_set_up',
        `${id} is not set up: gatehouse models set ${id} ${missing.join(' ')}`,
      );
    }
    return { provider: id, model: found.model, local: found.place.local };
  });
}

function titleOf(question: string): string {
  const line = question.trim().split('\n')[0] ?? '';
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
