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

/** The classes as rows: what it shows, the command, its code. */
export const rowsOf = (classes: Classes): readonly (readonly [string, string, string])[] =>
  Object.entries(classes).flatMap(([name, rows]) => rows.map((row) => [name, ...row] as const));
