import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exitCodes } from '../../apps/gatehouse/src/cli/exit-codes.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(root, 'docs/cli.md'), 'utf8');

// A home that is there keeps compiled code, so that the many calls stay quick.
const home = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-help-')));

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function help(...words: string[]): string {
  const launcher = resolve(root, 'apps/gatehouse/bin/gatehouse.cjs');
  return execFileSync(process.execPath, [launcher, ...words, '--help'], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', GATEHOUSE_HOME: home },
  });
}

/** The verbs and flags a help text lists. */
function listed(text: string): { verbs: string[]; flags: string[] } {
  const verbs = [...text.matchAll(/^ {2}([a-z]+)(?: \[| <|\s{2,})/gm)].map(
    (match) => match[1] ?? '',
  );
  const flags = [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1] ?? '');
  return { verbs: verbs.filter((verb) => verb !== 'help'), flags };
}

test('the page tells every verb, every sub-verb and every flag the program has', () => {
  const { verbs } = listed(help());
  expect(verbs.length).toBeGreaterThan(15);
  const missing: string[] = [];
  for (const verb of verbs) {
    if (!new RegExp(`\`(?:gatehouse )?${verb}\\b`).test(page)) missing.push(verb);
    const own = listed(help(verb));
    for (const inner of own.verbs) {
      if (!new RegExp(`\\b${inner}\\b`).test(page)) missing.push(`${verb} ${inner}`);
      own.flags.push(...listed(help(verb, inner)).flags);
    }
    for (const flag of own.flags) if (!page.includes(flag)) missing.push(`${verb} ${flag}`);
  }
  expect(missing).toEqual([]);
});

test('the page tells every exit code', () => {
  const told = [...page.matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]));
  expect(told).toEqual([...Object.values(exitCodes), 69, 70].sort((a, b) => a - b));
});
