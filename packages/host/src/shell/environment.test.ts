import { judgeCommand } from '@gatehouse/kernel/command';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBench, type Bench } from './testing/bench.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

/** True where the judge takes the variable for one that has no value when a command starts. */
const takenForEmpty = (name: string): boolean =>
  judgeCommand(`find . "$${name}"`, {
    scope: {
      roots: [bench.workspace],
      home: '/home/kim',
      gatehouse: '/home/kim/.gatehouse',
      cwd: bench.workspace,
    },
    mode: 'standard',
    settings: { askEveryChain: false },
  }).reasons.some(({ code }) => code === 'command_unset_variable');

it('gives a command no variable that the judge takes for empty', async () => {
  const { output } = await bench.run(bench.spec('compgen -v'));
  const names = output.split('\n').filter((name) => name !== '');
  expect(names).toContain('PATH');
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter(takenForEmpty)).toEqual([]);
  expect(['DIRECTORY', 'x', '1'].filter(takenForEmpty)).toEqual(['DIRECTORY', 'x', '1']);
});
