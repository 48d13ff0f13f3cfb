import { describe, expect, test } from 'vitest';
import { judgeCommand, type CommandPlace } from './index.ts';

/** A made-up machine for tables of commands. */
export const place: CommandPlace = {
  scope: {
    roots: ['/home/kim/work'],
    home: '/home/kim',
    gatehouse: '/home/kim/.local/share/gatehouse',
    cwd: '/home/kim/work',
  },
  mode: 'standard',
  settings: { askEveryChain: false },
};

/** The codes a command gets, sorted and once each; `allow` where it is proven read-only. */
export function codes(command: string, where: CommandPlace = place): string {
  const found = new Set(judgeCommand(command, where).reasons.map(({ code }) => code));
  return [...found].toSorted().join(' ').replace('command_read_only', 'allow');
}

/** Commands and a code that each must get, by what they show. */
export type Classes = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** Tests that each command gets its code, and that none that asks is allowed. */
export function holds(classes: Classes): void {
  for (const [name, rows] of Object.entries(classes)) {
    describe(name, () => {
      test.each(rows)('%s', (command, wanted) => {
        const found = codes(command).split(' ');
        expect(found).toContain(wanted);
        if (wanted !== 'allow') expect(found).not.toContain('allow');
      });
    });
  }
}
