import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startIndex } from './testing/start-index.ts';
import type { Stage } from './testing/start-index.ts';
import { watchDomain } from './watch.ts';
import type { WatchEvent, Watching } from './watch.ts';

let stage: Stage;
let watching: Watching;
const events: WatchEvent[] = [];
let told: (() => void) | null = null;

/** Waits for a run after which it holds; the test's own limit ends what never comes. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise<void>((resolve) => {
      told = resolve;
    });
  }
}
const finds = (query: string, paths: readonly string[]) => async () =>
  JSON.stringify((await stage.index.search('d', query)).map((found) => found.path)) ===
  JSON.stringify(paths);

beforeEach(async () => {
  events.length = 0;
  stage = startIndex();
  stage.write({ 'a.md': 'walnut' });
  await stage.run();
  watching = await watchDomain(
    stage.index,
    { domain: 'd', roots: [stage.root] },
    {
      settle: 20,
      report(event) {
        events.push(event);
        told?.();
      },
    },
  );
});
afterEach(async () => {
  await watching.close();
  await stage.end();
});

test('what is written, moved and deleted is found, moved and gone', async () => {
  await until(finds('walnut', ['a.md']));
  stage.write({ 'sub/deep/b.md': 'chestnut' });
  await until(finds('chestnut', ['sub/deep/b.md']));
  renameSync(join(stage.root, 'sub'), join(stage.root, 'moved'));
  await until(finds('chestnut', ['moved/deep/b.md']));
  stage.write({ 'a.md': 'hazelnut' });
  await until(finds('hazelnut', ['a.md']));
  rmSync(join(stage.root, 'moved'), { recursive: true });
  await until(finds('chestnut', []));
});

test('many changes at once are one run or few', async () => {
  stage.write(
    Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`n${String(at)}.md`, `walnut ${String(at)}`]),
    ),
  );
  await until(async () => (await stage.index.search('d', 'path:n299')).length === 1);
  expect(events.filter((event) => event.kind === 'failed')).toEqual([]);
  expect(events.length).toBeLessThan(20);
});

test('a root that goes away is reported, and found again when it is back', async () => {
  await until(finds('walnut', ['a.md']));
  renameSync(stage.root, `${stage.root}-away`);
  stage.write({ 'b.md': 'chestnut' }); // makes a new root of the same name
  renameSync(`${stage.root}-away/a.md`, join(stage.root, 'a.md'));
  const again = await watchDomain(
    stage.index,
    { domain: 'd', roots: [stage.root] },
    { settle: 20, report: () => told?.() },
  );
  await until(finds('chestnut', ['b.md']));
  await again.close();
  rmSync(`${stage.root}-away`, { recursive: true });
});

test('after it ended nothing is indexed any more', async () => {
  await until(finds('walnut', ['a.md']));
  await watching.close();
  const before = events.length;
  stage.write({ 'c.md': 'chestnut' });
  await stage.index.domains();
  expect([events.length, await finds('chestnut', [])()]).toEqual([before, true]);
});
