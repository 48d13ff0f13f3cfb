import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createClearances } from '../approval/clearance.ts';
import type { Effects } from '../effects.ts';
import { GatehouseError } from '../error.ts';
import type { Fact, FactQuery, PathFact, Resolver } from '../facts.ts';
import { createSession } from '../flow/session.ts';
import { createGate } from '../gate.ts';
import type { Outcome } from '../gate.ts';
import type { Grant } from '../approval/grant.ts';
import { operations } from '../operations/index.ts';
import type { Input, Name, Operand } from '../operations/index.ts';
import type { Principal } from '../operations/definition.ts';
import { parsePolicy } from '../policy.ts';
import { createSigner } from '../approval/question.ts';
import type { Answer, Question } from '../approval/question.ts';
import type { RecordInput } from '../record/index.ts';
import type { Crypto } from '../approval/token.ts';

export const person: Principal = { kind: 'person', name: 'person', via: null };
export const assistant: Principal = { kind: 'assistant', name: 'assistant', via: person };

/** Real digests under a random key. */
export function nodeCrypto(key: Buffer = randomBytes(32)): Crypto {
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('hex');
  return {
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    mac,
    verify: (text, given) =>
      given.length === 64 && timingSafeEqual(Buffer.from(mac(text)), Buffer.from(given)),
    nonce: () => randomBytes(16).toString('hex'),
  };
}

/** Which nonces were used: outlives a gate, as the ledger outlives a run. */
export type Burned = Set<string>;

/** A fake machine: facts and effects in memory, everything the gate does to it kept for looking at. */
export function fakeMachine(
  options: {
    crypto?: Crypto;
    burned?: Burned;
    effects?: Partial<Effects>;
    /** Nobody is there to ask. */
    nobody?: true;
  } = {},
) {
  const crypto = options.crypto ?? nodeCrypto();
  const burned: Burned = options.burned ?? new Set();
  const clearances = createClearances();
  const performed: { name: Name; operand: Operand<Name> }[] = [];
  const records: RecordInput[] = [];
  const grants: Grant[] = [];
  const used: string[] = [];
  const reported: unknown[] = [];
  const state = {
    boot: 1_000_000,
    policy: parsePolicy({}),
    facts: new Map<string, Partial<PathFact>>(),
    sandbox: true,
    programs: new Map<string, string>([['ls', '/usr/bin/ls']]),
    diskFull: false,
    private: false,
    text: 'content',
    domain: 'd1',
    now: 1_700_000_000_000,
    /** Outlives the boot that `crypto` ends with. */
    seal: nodeCrypto() as Crypto | null,
    answer: null as null | ((question: Question) => Promise<Answer> | Answer),
  };
  const clock = { now: () => state.now, boot: () => state.boot };
  const signer = createSigner(crypto, clock);
  /** Once, or for this session as narrow as it was offered; a face's own way is `signer`. */
  const sign = (question: Question, choice: 'once' | 'session') =>
    signer(question, choice === 'once' ? { choice } : { choice, offer: 0 });
  const questions: Question[] = [];

  const fact = (path: PathFact['asked'], kind: PathFact['kind'] = 'file'): PathFact => ({
    asked: path,
    real: path,
    kind,
    device: '1',
    inode: path.segments.join('/'),
    parent: { device: '1', inode: '2' },
    size: 7,
    links: 1,
    folds: false,
    digest: crypto.hash('before'),
    text: 'before',
    ...state.facts.get([path.root, ...path.segments].join('/').replace('//', '/')),
  });
  const resolver: Resolver = {
    resolve: <Q extends FactQuery>(query: Q) => Promise.resolve(answer(query) as Fact<Q>),
  };
  function answer(query: FactQuery) {
    switch (query.kind) {
      case 'path':
        return fact(query.path);
      case 'paths':
        return query.paths.map((path) => fact(path, query.contents ? 'file' : 'directory'));
      case 'places':
        return query.paths.map((path) => fact(path)).map(({ asked, real }) => ({ asked, real }));
      case 'programs':
        return query.names.map((name) => ({
          name,
          path: state.programs.get(name) ?? null,
          device: '1',
          inode: state.programs.get(name) ?? '',
          changed: '1',
        }));
      case 'sandbox':
        return { available: state.sandbox, problem: state.sandbox ? null : 'missing' };
    }
  }

  const results: Readonly<Record<string, () => unknown>> = {
    'file.read': () => ({ text: state.text, size: 7, digest: 'd', bom: false, nul: false }),
    'file.list': () => ({ entries: [], truncated: false }),
    'file.search': () => ({ matches: [], truncated: false, skipped: 0 }),
    'file.write': () => ({ snapshot: 's', created: false, size: 1, digest: 'd' }),
    'file.delete': () => ({ snapshot: 's' }),
    'shell.run': () => ({
      exit: 0,
      signal: null,
      ended: 'exited',
      output: '',
      truncated: false,
      runsLater: [],
    }),
    'web.fetch': () => ({
      status: 200,
      url: '',
      type: 'text/plain',
      text: '',
      bytes: 0,
      truncated: false,
    }),
    'model.call': () => ({
      text: '',
      calls: [],
      usage: { input: 0, output: 0 },
      finish: 'stop',
      provider: '',
      model: '',
    }),
  };
  const effects = Object.fromEntries(
    Object.keys(operations).map((name) => [
      name,
      async function* (clearance: never) {
        const operand = clearances.spend(clearance, name as Name);
        performed.push({ name: name as Name, operand });
        return (results[name] ?? (() => ({ done: true })))();
      },
    ]),
  ) as unknown as Effects;
  const all: Effects = { ...effects, ...options.effects };

  const gateFor = (session = createSession('session')) =>
    createGate(
      {
        clearances,
        effects: all,
        resolver,
        crypto,
        clock,
        grants: {
          list: () => grants,
          used: (id) => void used.push(id),
          add: (grant) => void grants.push(grant),
          revoke: (id) =>
            grants.splice(
              grants.findIndex((one) => one.id === id),
              1,
            ).length === 1,
        },
        seal: state.seal,
        recorder: {
          durable: async (written, burn) => {
            if (state.diskFull) throw new GatehouseError('ledger_full', 'No space left.');
            const again = burn.find((nonce) => burned.has(nonce));
            if (again !== undefined)
              throw new GatehouseError('nonce_burned', 'This answer was used.');
            for (const nonce of burn) burned.add(nonce);
            records.push(...written);
          },
          soon: (record) => void records.push(record),
        },
        approver: options.nobody
          ? null
          : {
              ask: async (question) => {
                questions.push(question);
                return state.answer === null ? { choice: 'deny' } : state.answer(question);
              },
            },
        context: () => ({
          scope: {
            roots: ['/w'],
            home: '/home/p',
            gatehouse: '/home/p/.local/share/gatehouse',
            cwd: '/w',
          },
          policy: state.policy,
          domain: { name: 'd', id: state.domain, localOnly: false, privateNotes: state.private },
          providers: [
            { id: 'here', local: true, host: 'localhost', secret: null },
            { id: 'there', local: false, host: 'api.example.com', secret: 'there' },
          ],
        }),
        report: (_id, error) => void reported.push(error),
      },
      session,
    );

  return {
    clearances,
    crypto,
    clock,
    sign,
    signer,
    used,
    burned,
    effects,
    gateFor,
    grants,
    performed,
    questions,
    records,
    reported,
    state,
  };
}

export async function finish<N extends Name>(
  running: AsyncGenerator<unknown, Outcome<N>>,
): Promise<Outcome<N>> {
  for (;;) {
    const next = await running.next();
    if (next.done === true) return next.value;
  }
}

/** Status, and the codes that explain it. */
export async function verdictOf<N extends Name>(
  machine: ReturnType<typeof fakeMachine>,
  name: N,
  input: Input<N>,
  by: Principal = assistant,
): Promise<readonly string[]> {
  const outcome = await finish(
    machine.gateFor().ask(name, input, by, new AbortController().signal),
  );
  if (outcome.status === 'denied')
    return ['denied', ...outcome.reasons.map((reason) => reason.code)];
  return outcome.status === 'done' ? ['done'] : [outcome.status, outcome.code];
}
