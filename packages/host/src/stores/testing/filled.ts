import { createStores } from '../create-stores.ts';
import type { Stores } from '../create-stores.ts';
import { testKeys } from '../../ledger/testing/fixtures.ts';

/** Stores whose time is a counter. */
export function openStores(
  home: string,
  root: Buffer,
  kept: 'keychain' | 'run' = 'keychain',
): Stores {
  let tick = 1_700_000_000_000;
  return createStores({ home, keys: testKeys(root, kept), now: () => (tick += 1) });
}

/** One of everything that is kept; gives the id of its session. */
export async function fill(stores: Stores, name: string, snapshot: string | null): Promise<string> {
  stores.settings.set(`setting ${name}`, { deep: [name] });
  stores.domains.put({
    name,
    roots: [`/notes/${name}`],
    protocols: [],
    models: ['offline'],
    mode: 'yolo',
    localOnly: false,
  });
  stores.pins.pin(`/notes/${name}/p.md`, name, 'digest');
  const id = stores.sessions.start(name, `About ${name}`);
  await stores.sessions.append(id, { role: 'person', text: `What of ${name}? 🗝` });
  await stores.sessions.append(id, {
    role: 'assistant',
    text: '```\nIt is so.',
    calls: [{ id: 'c1', name: 'file.read', input: { path: 'a.md' } }],
    citations: [{ path: 'a.md', heading: 'Top', line: 3 }],
    model: 'offline/quote',
    partial: true,
    confidentiality: 'domain',
    untrusted: true,
  });
  await stores.sessions.append(id, {
    role: 'tool',
    call: 'c1',
    name: 'file.read',
    text: 'a ```` fence',
    ok: true,
    trust: 'untrusted',
    confidentiality: 'domain',
  });
  await stores.sessions.usage(id, { input: 10, output: 20, model: 'offline/quote' });
  stores.undo.add({
    session: id,
    domain: name,
    operation: 'file.write',
    path: `/notes/${name}/a.md`,
    destination: null,
    snapshot,
    digest: null,
  });
  return id;
}
