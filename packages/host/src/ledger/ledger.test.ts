import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ocsfEventSchema } from '@gatehouse/kernel/record';
import { expect, test } from 'vitest';
import { createLedger } from './create-ledger.ts';
import { eventsOf, newRoot, temporaryHome, testKeys } from './testing/fixtures.ts';

const { record, event } = eventsOf('run-1');

function open(home: string, root: Buffer, options: { run?: string; limits?: object } = {}) {
  const problems: string[] = [];
  const ledger = createLedger(
    {
      home,
      keys: testKeys(root),
      record: options.run === undefined ? record : eventsOf(options.run).record,
      now: () => 1_700_000_000_001,
      report: ({ code }) => problems.push(code),
    },
    { maxBytes: 10 << 20, rotated: 5, ...options.limits },
  );
  return Object.assign(ledger, { problems });
}

const decided = (request: string) => ({ events: [event(request)], burn: [] });

test('entries are numbered, chained, kept over a restart and verified', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = open(home.path, root);
  expect(await first.append(decided('a'))).toEqual({ sequence: 1 });
  expect(await first.append({ events: [event('b'), event('c')], burn: [] })).toEqual({
    sequence: 3,
  });
  await first.close();

  const second = open(home.path, root);
  expect(await second.append(decided('d'))).toEqual({ sequence: 4 });
  const tail = await second.tail(3);
  expect(
    tail.map(({ event: kept, link }) => [link.sequence, kept.metadata.correlation_uid]),
  ).toEqual([
    [2, 'b'],
    [3, 'c'],
    [4, 'd'],
  ]);
  expect(tail[1]?.link.previous).toBe(tail[0]?.link.hash);
  expect(tail[2]?.event).toEqual(event('d'));
  expect(await second.verify()).toEqual({
    ok: true,
    events: 4,
    from: { sequence: 0, hash: '0'.repeat(64) },
    head: { sequence: 4, hash: tail[2]?.link.hash },
    problems: [],
  });
  await second.close();
  expect(second.problems).toEqual([]);
});

test('a nonce is burned once: in one entry, across entries, and over a restart', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const refused = expect.objectContaining({ code: 'nonce_burned' }) as Error;
  const first = open(home.path, root);
  await first.append({ events: [event('a')], burn: ['n1', 'n2'] });
  await expect(first.append({ events: [event('b')], burn: ['n3', 'n2'] })).rejects.toEqual(refused);
  await expect(first.append({ events: [event('b')], burn: ['n4', 'n4'] })).rejects.toEqual(refused);
  // Both wait in one batch: exactly one gets it.
  const both = await Promise.allSettled([
    first.append({ events: [event('c')], burn: ['n5'] }),
    first.append({ events: [event('d')], burn: ['n5'] }),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await first.close();
  const second = open(home.path, root);
  await expect(second.append({ events: [event('e')], burn: ['n1'] })).rejects.toEqual(refused);
  // A refused entry burned nothing and recorded nothing.
  expect(await second.append({ events: [event('f')], burn: ['n3'] })).toEqual({ sequence: 3 });
  await second.close();
});

test('the projection: OCSF a line, signed openings, rotation, and a floor where the chain starts', async () => {
  using home = temporaryHome();
  const limits = { maxBytes: 3000, rotated: 2 };
  const ledger = open(home.path, newRoot(), { limits });
  for (let index = 0; index < 30; index += 1) {
    await ledger.append(decided(`r${index}`));
    if (index % 5 === 0) await ledger.verify(); // writes the projection out
  }
  const verified = await ledger.verify();
  expect(verified.ok).toBe(true);
  expect(verified.head.sequence).toBe(30);
  expect(verified.from.sequence).toBeGreaterThan(0);
  expect(verified.events).toBe(30 - verified.from.sequence);
  await ledger.close();

  const audit = join(home.path, 'audit');
  expect(readdirSync(audit).sort()).toEqual([
    'agent-audit.1.jsonl',
    'agent-audit.2.jsonl',
    'agent-audit.head.json',
    'agent-audit.jsonl',
  ]);
  const exported: string[] = [];
  const again = open(home.path, newRoot()); // another key: closed below, unreadable
  await expect(again.tail(1)).rejects.toMatchObject({ code: 'ledger_unreadable' });
  await again.close();
  const lines = ['agent-audit.2.jsonl', 'agent-audit.1.jsonl', 'agent-audit.jsonl'].flatMap(
    (name) => readFileSync(join(audit, name), 'utf8').trimEnd().split('\n'),
  );
  for (const line of lines) {
    const { unmapped, ...rest } = JSON.parse(line) as {
      unmapped: { chain?: { sequence: number } };
    };
    const { chain, ...own } = unmapped;
    ocsfEventSchema.parse({ ...rest, unmapped: own });
    exported.push(chain === undefined ? 'checkpoint' : String(chain.sequence));
  }
  expect(exported.filter((name) => name === 'checkpoint').length).toBe(3);
  expect(exported.filter((name) => name !== 'checkpoint').map(Number)).toEqual(
    Array.from({ length: verified.events }, (_, index) => verified.from.sequence + index + 1),
  );
});

test('export gives every kept event as the line of the projection', async () => {
  using home = temporaryHome();
  const ledger = open(home.path, newRoot());
  await Promise.all(Array.from({ length: 25 }, (_, index) => ledger.append(decided(`r${index}`))));
  const lines: string[] = [];
  for await (const line of ledger.export()) lines.push(line);
  await ledger.close();
  const file = readFileSync(join(home.path, 'audit', 'agent-audit.jsonl'), 'utf8');
  expect(lines).toEqual(file.trimEnd().split('\n').slice(1));
});

test('nothing of it can be read by others, and its bytes on disk hold no text', async () => {
  using home = temporaryHome();
  const ledger = open(home.path, newRoot());
  const canary = ['canary', 'in', 'the', 'ledger'].join('-');
  await ledger.append({ events: [event(canary)], burn: [canary] });
  const modes = (directory: string): string[] =>
    readdirSync(directory, { withFileTypes: true }).map(
      (entry) =>
        `${entry.name} ${(statSync(join(directory, entry.name)).mode & 0o777).toString(8)}`,
    );
  expect(modes(home.path).sort()).toEqual([
    'audit 700',
    'ledger.db 600',
    'ledger.db-shm 600',
    'ledger.db-wal 600',
  ]);
  await ledger.verify();
  expect(modes(join(home.path, 'audit'))).toEqual([
    'agent-audit.head.json 600',
    'agent-audit.jsonl 600',
  ]);
  expect((statSync(home.path).mode & 0o777).toString(8)).toBe('700');
  for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) {
    expect(readFileSync(join(home.path, name)).includes(canary), name).toBe(false);
  }
  await ledger.close();
});

test('with keys for this run only nothing is written, and the chain still holds', async () => {
  using home = temporaryHome();
  const ledger = createLedger({
    home: home.path,
    keys: testKeys(newRoot(), 'run'),
    record,
    now: () => 1,
    report: () => undefined,
  });
  await ledger.append({ events: [event('a')], burn: ['n'] });
  await expect(ledger.append({ events: [event('a')], burn: ['n'] })).rejects.toMatchObject({
    code: 'nonce_burned',
  });
  expect(await ledger.verify()).toMatchObject({ ok: true, events: 1 });
  await ledger.close();
  expect(() => statSync(home.path)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  await expect(ledger.append(decided('b'))).rejects.toMatchObject({ code: 'ledger_closed' });
});

test('what another key or damage makes unreadable is left as it is', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = open(home.path, root);
  await first.append(decided('a'));
  await first.close();
  const path = join(home.path, 'ledger.db');
  const before = readFileSync(path);
  const other = open(home.path, newRoot());
  await expect(other.append(decided('b'))).rejects.toMatchObject({ code: 'ledger_unreadable' });
  await other.close();
  expect(readFileSync(path).equals(before)).toBe(true);

  const damaged = Buffer.from(before);
  const at = damaged.length - 100;
  damaged[at] = (damaged[at] ?? 0) ^ 1;
  writeFileSync(path, damaged);
  const hurt = open(home.path, root);
  const found = await hurt.verify().catch((error: unknown) => error);
  expect(found).toMatchObject({ code: 'ledger_damaged' });
  await hurt.close();
  writeFileSync(path, before);
  const again = open(home.path, root);
  expect(await again.append(decided('c'))).toEqual({ sequence: 2 });
  await again.close();
});

test('an effect that a dead run left open is completed as unknown, once; a live one is not', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const live = open(home.path, root, { run: 'run-live' });
  await live.append({ events: [event('mine', 'started')], burn: [] });
  const neighbour = open(home.path, root, { run: 'run-next' });
  await neighbour.append(decided('x'));
  const outcomes = async () =>
    (await neighbour.tail(100))
      .filter(({ event: kept }) => kept.unmapped.phase === 'completed')
      .map(({ event: kept }) => [kept.metadata.correlation_uid, kept.unmapped.outcome]);
  expect(await outcomes()).toEqual([]);
  await live.append({ events: [event('mine', 'completed')], burn: [] });
  expect(await outcomes()).toEqual([['mine', 'done']]);
  await live.close();
  await neighbour.close();
});
