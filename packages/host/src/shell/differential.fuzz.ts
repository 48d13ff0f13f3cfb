import { afterAll, expect, it } from 'vitest';
import { analyse, runCampaign } from './testing/differential/campaign.ts';
import { createSandbox } from './testing/differential/sandbox.ts';

const sandbox = createSandbox();
afterAll(() => {
  sandbox.close();
});

const count = Number(process.env['GATEHOUSE_FUZZ_RUNS'] ?? '20000');
const seed = Number(process.env['GATEHOUSE_FUZZ_SEED'] ?? String(Date.now() % 2 ** 32));

it(`what bash runs, the analyser has seen: ${String(count)} programs of seed ${String(seed)}`, async () => {
  const start = performance.now();
  const { failures, ...counts } = await runCampaign(
    { seed, count, analyse, mostFailures: 12 },
    sandbox,
  );
  const rate = counts.programs / ((performance.now() - start) / 1000);
  process.stdout.write(
    `seed ${String(seed)}, ${rate.toFixed(0)} programs a second: ${JSON.stringify(counts)}\n`,
  );
  expect(failures).toEqual([]);
});
