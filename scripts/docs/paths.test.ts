import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md')].sort();
const scripts = Object.keys(
  (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts,
);

/** Paths of the repository and local links that a page names. */
function named(page: string): { path: string; from: string }[] {
  const text = readFileSync(page, 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => ({
    path: match[1] ?? '',
    from: dirname(page),
  }));
  const code = [...text.matchAll(/`((?:packages|apps|scripts|docs|bench|\.ci)\/[\w./-]+)`/g)].map(
    (match) => ({ path: match[1] ?? '', from: '.' }),
  );
  return [...links, ...code];
}

test.each(pages)('%s names only paths that exist', (page) => {
  const missing = named(page).filter(({ path, from }) => !existsSync(join(from, path)));
  expect(missing).toEqual([]);
});

test.each(pages)('%s names only npm scripts that exist', (page) => {
  const words = [...readFileSync(page, 'utf8').matchAll(/\bnpm run ([\w:-]+)/g)];
  const missing = words.map((match) => match[1] ?? '').filter((name) => !scripts.includes(name));
  expect(missing).toEqual([]);
});

test('every page is reached from the README', () => {
  const seen = new Set<string>();
  const open = ['README.md'];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (seen.has(page)) continue;
    seen.add(page);
    for (const { path, from } of named(page)) {
      if (path.endsWith('.md')) open.push(join(from, path));
      else if (path.replace(/\/$/, '') === 'docs/decisions')
        open.push(...globSync('docs/decisions/*.md'));
    }
  }
  expect(pages.filter((page) => !seen.has(page))).toEqual([]);
});

test('no committed text names a machine or a registry', () => {
  const files = globSync(
    ['*.{ts,json,md}', '{packages,apps,scripts,bench,docs,.ci}/**/*.{ts,cjs,json,md}', '.ci/*'],
    { exclude: ['**/node_modules/**', 'package-lock.json'] },
  );
  const places = new RegExp(['/wo' + 'rk/(?:main|shared)', 'registry\\.npm' + 'js'].join('|'));
  const naming = files.filter((file) => places.test(readFileSync(file, 'utf8')));
  expect(naming).toEqual([]);
});
