import { GatehouseError, operations } from '@gatehouse/kernel';
import type { Gate, Result } from '@gatehouse/kernel';
import { inputs } from '@gatehouse/contract';
import type { ProtocolView, Workbench } from '@gatehouse/contract';
import { digestOf } from '@gatehouse/host/machine';
import { fillProtocol, parseProtocol } from '@gatehouse/vault';
import type { Protocol } from '@gatehouse/vault';
import { finish } from './finish.ts';
import type { House } from './house.ts';
import type { Place } from './place.ts';
import type { Places } from './places.ts';

const PERSON = { kind: 'person', name: 'person', via: null } as const;
const KNOWN = Object.entries(operations).flatMap(([name, one]) =>
  one.tool === null ? [] : [name],
);

/** A protocol as it lies in its domain, and how it stands to what was pinned. */
interface Found {
  readonly path: string;
  readonly protocol: Protocol | null;
  readonly problem: string;
  readonly state: ProtocolView['state'];
}

/**
 * The protocols of a place: `*.md` files and folders with a SKILL.md, below `protocols/` and
 * `skills/` of each root. Read through the gate like every file.
 */
async function findAll(
  house: House,
  place: Place,
  gate: Gate,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const root of place.roots) {
    for (const folder of ['protocols', 'skills']) {
      for (const path of await candidates(gate, `${root}/${folder}`, signal)) {
        found.push(await read(house, gate, path, signal));
      }
    }
  }
  return found;
}

async function candidates(
  gate: Gate,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const entry of await list(gate, folder, signal)) {
    const path = `${folder}/${entry.name}`;
    if (entry.kind === 'file' && /\.md$/iu.test(entry.name)) paths.push(path);
    else if (entry.kind === 'directory') {
      const inside = await list(gate, path, signal);
      const skill = inside.find((one) => one.name === 'SKILL.md' && one.kind === 'file');
      if (skill !== undefined) paths.push(`${path}/SKILL.md`);
    }
  }
  return paths;
}

async function list(
  gate: Gate,
  path: string,
  signal: AbortSignal,
): Promise<Result<'file.list'>['entries']> {
  const outcome = await finish(gate.ask('file.list', { path }, PERSON, signal));
  return outcome.status === 'done' ? outcome.result.value.entries : []; // no such folder: no protocol
}

async function read(house: House, gate: Gate, path: string, signal: AbortSignal): Promise<Found> {
  const outcome = await finish(gate.ask('file.read', { path }, PERSON, signal));
  if (outcome.status !== 'done')
    return { path, protocol: null, problem: outcome.status, state: 'broken' };
  const { text } = outcome.result.value;
  const digest = digestOf(text);
  const parsed = parseProtocol(text, KNOWN, digest);
  if ('refused' in parsed)
    return { path, protocol: null, problem: parsed.refused, state: 'broken' };
  const pinned = house.stores.pins.get(path);
  const state = pinned === null ? 'new' : pinned === digest ? 'pinned' : 'changed';
  return { path, protocol: parsed, problem: '', state };
}

const view = ({ path, protocol, problem, state }: Found): ProtocolView => ({
  name: protocol?.name ?? path.split('/').at(-1) ?? path,
  description: protocol?.description ?? problem,
  path,
  operations: protocol?.operations ?? null,
  inputs: (protocol?.inputs ?? []).map(({ name, description, required }) => ({
    name,
    description,
    required,
  })),
  problems: (protocol?.problems ?? []).map(
    (one) => `${one.code}: ${'value' in one ? one.value : `line ${String(one.line)}`}`,
  ),
  model: protocol?.model ?? null,
  state,
});

async function byName(
  house: House,
  place: Place,
  gate: Gate,
  name: string,
  signal: AbortSignal,
): Promise<Found & { readonly protocol: Protocol }> {
  const all = await findAll(house, place, gate, signal);
  const [found, second] = all.filter((one) => one.protocol?.name === name);
  if (found?.protocol == null) {
    const names = all.flatMap((one) => (one.protocol === null ? [] : [one.protocol.name]));
    throw new GatehouseError(
      'protocol_unknown',
      `There is no protocol ${name} here; there is ${names.join(', ') || 'none'}.`,
    );
  }
  if (second !== undefined) {
    throw new GatehouseError(
      'protocol_twice',
      `There are two protocols called ${name}: ${found.path} and ${second.path}.`,
    );
  }
  return { ...found, protocol: found.protocol };
}

/**
 * A protocol ready to run. The first use pins what it is; one that changed since is asked about before
 * it runs, and its rights are those it declares and the person accepted, never more.
 */
export async function loadProtocol(
  house: House,
  place: Place,
  gate: Gate,
  wanted: { readonly name: string; readonly inputs: Readonly<Record<string, string>> },
  signal: AbortSignal,
) {
  // Looked up by a gate of its own: what is read here is no source of the session.
  const reader = house.gateFor(place, `${gate.session.id} protocols`);
  const found = await byName(house, place, reader, wanted.name, signal);
  const { protocol, path, state } = found;
  const { text } = filled(protocol, wanted.inputs);
  if (state === 'changed') await pin(house, place, found, signal);
  else if (state === 'new') house.stores.pins.pin(path, place.domain.name, protocol.digest);
  return {
    name: protocol.name,
    text,
    rights: protocol.operations,
    provider: protocol.model,
  };
}

/** Throws `protocol_input_unknown`, `protocol_input_missing`. */
function filled(protocol: Protocol, inputs: Readonly<Record<string, string>>) {
  const names = protocol.inputs.map((input) => input.name);
  const unknown = Object.keys(inputs).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new GatehouseError(
      'protocol_input_unknown',
      `${protocol.name} has no input ${unknown}; it has ${names.join(', ') || 'none'}.`,
    );
  }
  const text = fillProtocol(protocol, inputs);
  if ('text' in text) return text;
  throw new GatehouseError(
    'protocol_input_missing',
    `${protocol.name} needs ${text.missing.map((name) => `--with ${name}=…`).join(' ')}`,
  );
}

async function pin(
  house: House,
  place: Place,
  { path, protocol }: Found & { readonly protocol: Protocol },
  signal: AbortSignal,
) {
  const gate = house.gateFor(place, 'protocols');
  const value = {
    path,
    domain: place.domain.name,
    digest: protocol.digest,
    operations: [...protocol.operations],
  };
  const outcome = await finish(
    gate.ask('settings.change', { key: 'protocol', value }, PERSON, signal),
  );
  if (outcome.status === 'done') return;
  throw new GatehouseError(
    'protocol_changed',
    `${protocol.name} is not what it was when you first used it. Read ${path}, then: gatehouse protocol trust ${JSON.stringify(protocol.name)}`,
  );
}

export function createProtocols(house: House, places: Places): Workbench['protocols'] {
  return {
    async list(unchecked, signal) {
      const place = places.open(inputs.place.parse(unchecked));
      const gate = house.gateFor(place, 'protocols');
      return (await findAll(house, place, gate, signal)).map(view);
    },
    async trust(unchecked, signal) {
      const input = inputs.protocolTrust.parse(unchecked);
      const place = places.open(input);
      const found = await byName(
        house,
        place,
        house.gateFor(place, 'protocols'),
        input.name,
        signal,
      );
      await pin(house, place, found, signal);
      return view({ ...found, state: 'pinned' });
    },
  };
}
