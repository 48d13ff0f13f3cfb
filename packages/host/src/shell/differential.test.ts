import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyse, runCampaign, type Analyser } from './testing/differential/campaign.ts';
import { createSandbox, type Sandbox } from './testing/differential/sandbox.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
});
afterAll(() => {
  sandbox.close();
});

describe('what bash runs, the analyser has seen', () => {
  const seed = 20_260_720;
  it(`in programs of seed ${String(seed)}`, async () => {
    const { failures, ...counts } = await runCampaign(
      { seed, count: 800, analyse, mostFailures: 3 },
      sandbox,
    );
    expect(failures).toEqual([]);
    // Where next to nothing was compared, nothing was tested.
    expect(counts.compared).toBeGreaterThan(200);
    expect(counts.allowed).toBeGreaterThan(80);
    expect(counts.ran).toBeGreaterThan(150);
  });

  const defects: Readonly<Record<string, readonly [Analyser, RegExp]>> = {
    'hides the last word of every command': [
      (program) => {
        const seen = analyse(program);
        return { ...seen, commands: seen.commands.map((words) => words.slice(0, -1)) };
      },
      /ran unseen/u,
    ],
    'sees no command behind the first': [
      (program) => ({ ...analyse(program), commands: analyse(program).commands.slice(0, 1) }),
      /ran unseen/u,
    ],
    'allows everything': [
      (program) => ({ ...analyse(program), verdict: 'allow' }),
      /ran unseen|changed|outside/u,
    ],
  };
  it.each(Object.entries(defects))('finds an analyser that %s', async (_, [faulty, found]) => {
    const { failures } = await runCampaign(
      { seed: 1, count: 150, analyse: faulty, mostFailures: 1 },
      sandbox,
    );
    expect(failures).toHaveLength(1);
    expect(failures[0]?.found).toMatch(found);
    expect(failures[0]?.program.length).toBeLessThan(40);
  });
});

describe('the sandbox sees', () => {
  const nothing = { commands: [], builtins: [], changed: [], leaked: false, late: false };
  const work = '/home/kim/work';
  it.each([
    ['echo a', { ...nothing, builtins: [['echo', 'a']] }],
    [
      'ls "a  b" "" $(echo c)',
      { ...nothing, commands: [['/usr/bin/ls', 'a  b', '', 'c']], builtins: [['echo', 'c']] },
    ],
    [
      'env nice rm -f q',
      {
        ...nothing,
        commands: [
          ['/usr/bin/env', 'nice', 'rm', '-f', 'q'],
          ['/usr/bin/nice', 'rm', '-f', 'q'],
          ['/usr/bin/rm', '-f', 'q'],
        ],
      },
    ],
    [
      "sed '1e touch q' a",
      {
        ...nothing,
        commands: [
          ['/usr/bin/sed', '1e touch q', 'a'],
          ['/bin/sh', '-c', 'touch q'],
          ['/usr/bin/touch', 'q'],
        ],
        changed: [work, `${work}/q`],
      },
    ],
    ['echo x > sub/e', { ...nothing, builtins: [['echo', 'x']], changed: [`${work}/sub/e`] }],
    ['(rm q) & exit', { ...nothing, commands: [['/usr/bin/rm', 'q']], builtins: [['exit']] }],
    ['cat ../secret', { ...nothing, commands: [['/usr/bin/cat', '../secret']], leaked: true }],
    ['./run x', { ...nothing, commands: [['./run', 'x']] }],
    [
      'cat /dev/zero > /dev/null',
      { ...nothing, commands: [['/usr/bin/cat', '/dev/zero']], late: true },
    ],
    ['f() { f | f & }; f', expect.objectContaining({ commands: [] })],
    ['(echo > /dev/tcp/127.0.0.1/22) && rm q', { ...nothing, builtins: [['echo']] }],
    ['echo a', { ...nothing, builtins: [['echo', 'a']] }],
  ])('%s', async (program, wanted) => {
    expect(await sandbox.run([program])).toEqual([wanted]);
  });

  it('each program by itself', async () => {
    const programs = ['rm -rf sub', 'ls sub/e', 'x=1; export x', 'rm $x'];
    const ran = await sandbox.run(programs);
    expect(ran.map(({ commands }) => commands)).toEqual([
      [['/usr/bin/rm', '-rf', 'sub']],
      [['/usr/bin/ls', 'sub/e']],
      [],
      [['/usr/bin/rm']],
    ]);
  });
});
