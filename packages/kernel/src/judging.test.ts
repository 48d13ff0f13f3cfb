import { expect, test } from 'vitest';
import type { PathFact } from './facts.ts';
import { fakeMachine, verdictOf } from './testing/gate-fixture.ts';

const outside = [
  ['file.read', { path: '/elsewhere/diary.md' }],
  ['file.list', { path: '/elsewhere/diary.md' }],
  ['file.search', { path: '/elsewhere/diary.md', text: 'x' }],
  ['file.delete', { path: '/elsewhere/diary.md' }],
  ['file.move', { from: 'a.md', to: '/elsewhere/diary.md' }],
] as const;

test.each(outside)(
  'what lies outside is not told to the assistant by asking: %s asks, whatever is there',
  async (name, input) => {
    const told = new Set<string>();
    const there: readonly Partial<PathFact>[] = [
      { kind: 'absent' },
      { kind: 'file' },
      { kind: 'directory' },
      { kind: 'fifo' },
      { kind: 'file', links: 2 },
      { kind: 'file', size: 2 ** 40 },
    ];
    for (const fact of there) {
      const machine = fakeMachine();
      machine.state.facts.set('/elsewhere/diary.md', fact);
      told.add((await verdictOf(machine, name, input)).join(' '));
    }
    expect([...told]).toHaveLength(1);
    expect([...told][0]).toMatch(/^denied .*path_outside.*person_denied$/u);
  },
);

const operations = [
  ['file.read', { path: '/home/p/.ssh/id' }],
  ['file.list', { path: '/home/p/.ssh/id' }],
  ['file.delete', { path: '/home/p/.ssh/id' }],
  ['file.write', { path: '/home/p/.ssh/id', text: '' }],
] as const;

test.each(operations)(
  'of a refused place %s tells nothing, whatever is there',
  async (name, input) => {
    const told = new Set<string>();
    const there: readonly Partial<PathFact>[] = [
      { kind: 'absent' },
      { kind: 'file' },
      { kind: 'directory' },
      { kind: 'fifo' },
      { kind: 'file', links: 2 },
      { kind: 'file', size: 2 ** 40 },
    ];
    for (const fact of there) {
      const machine = fakeMachine();
      machine.state.facts.set('/home/p/.ssh/id', fact);
      told.add((await verdictOf(machine, name, input)).join(' '));
    }
    expect([...told]).toEqual(['denied path_refused']);
  },
);
