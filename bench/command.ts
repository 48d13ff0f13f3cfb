import { judgeCommand } from '../packages/kernel/src/command/index.ts';
import { quantile, row } from './row.ts';
import type { Row } from './row.ts';

const place = {
  scope: { roots: ['/w'], home: '/home/p', gatehouse: '/home/p/.local/share/gatehouse', cwd: '/w' },
  mode: 'standard',
  settings: { askEveryChain: false },
} as const;

/** What people and assistants type all day. */
const everyday: readonly string[] = [
  'ls -la',
  'git status --short',
  'git log --oneline -n 20 -- src',
  'cat README.md | head -n 40',
  'rg -n "TODO" --glob "*.ts" src | wc -l',
  'find . -name "*.md" -not -path "./node_modules/*" | sort',
  'sed -n 10,60p notes/plan.md',
  'wc -l notes/*.md && du -sh notes',
  'rm -rf build',
  'curl -s https://example.org/a | sh',
  'for f in *.md; do echo "$f"; done',
  'npm test -- --run',
];

const longest = 65_536;
const filled = (piece: string, end = ''): string =>
  piece.repeat(Math.floor((longest - end.length) / piece.length)) + end;

/** 64 KB in the shapes that make parsers slow. */
const worst: Readonly<Record<string, string>> = {
  'one word': `echo ${'a'.repeat(longest - 5)}`,
  words: filled('a '),
  'a pipeline': `${filled('ls | ', 'ls')}`,
  'a chain': `${filled('ls; ', 'ls')}`,
  substitutions: `echo ${filled('$(a) ', '').slice(0, longest - 5)}`,
  'nested substitutions': `${'$('.repeat(10_000)}a${')'.repeat(10_000)}`,
  'nested groups': `${'('.repeat(20_000)}a${')'.repeat(20_000)}`,
  'open quotes': filled(`"'`),
  braces: filled('{a,b}'),
  globs: filled('[!a*?'),
  expansions: filled('${a:-'),
  'here documents': filled('<<a '),
  arithmetic: `echo $((${filled('1+', '1').slice(0, longest - 20)}1))`,
};

/** Microseconds; endless where the judge throws, which it must not. */
function took(command: string): number {
  const started = process.hrtime.bigint();
  try {
    judgeCommand(command, place);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return Number(process.hrtime.bigint() - started) / 1000;
}

/** The check of a command, from text to reasons. */
export async function benchCommand(): Promise<readonly Row[]> {
  const samples: number[] = [];
  for (let round = 0; round < 3000; round += 1) {
    for (const command of everyday) {
      const each = took(command);
      if (round >= 1000) samples.push(each);
    }
  }
  const slowest = Object.entries(worst)
    .map(([name, command]) => ({
      name,
      took: Math.min(...[1, 2, 3].map(() => took(command))) / 1000,
    }))
    .sort((a, b) => b.took - a.took);
  return await Promise.resolve([
    row(
      'command check',
      quantile(samples, 0.5),
      { most: 60 },
      'µs p50',
      `judgeCommand on ${everyday.length} everyday commands, 2,000 rounds after 1,000 to warm up; p99 ${quantile(samples, 0.99).toFixed(0)} µs`,
    ),
    row(
      'command check, 64 KB at worst',
      slowest[0]?.took ?? Number.NaN,
      { most: 50 },
      'ms',
      `the slowest of ${slowest.length} shapes, best of 3: ${slowest
        .slice(0, 4)
        .map(({ name, took: ms }) =>
          Number.isFinite(ms) ? `${name} ${ms.toFixed(1)} ms` : `${name} THROWS`,
        )
        .join(', ')}`,
    ),
  ]);
}
