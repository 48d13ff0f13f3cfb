import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/threat-model.md', 'utf8');
const attacks = [...page.matchAll(/`([\w./-]+\.ts)`: “([^”]+)”/g)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

/** The titles of a test file: every string that a call could take as one. */
function titlesOf(file: string): string {
  return readFileSync(file, 'utf8').replaceAll("\\'", "'");
}

test('every attack that the page names is a test', () => {
  expect(attacks.length).toBeGreaterThan(60);
  const missing = attacks.filter(
    ({ file, title }) => !existsSync(file) || !titlesOf(file).includes(title),
  );
  expect(missing).toEqual([]);
});

test('every threat names an attack', () => {
  const rows = page
    .slice(0, page.indexOf('## Not in this release'))
    .split('\n')
    .filter((line) => /^\| (?!threat|-)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => !/\.ts`: “/.test(row))).toEqual([]);
});
