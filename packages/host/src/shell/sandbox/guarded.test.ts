import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guardedPlaces } from './guarded.ts';
import { maskedPlaces } from './masked.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'gatehouse-guarded-'));
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

/** Makes files (and with a trailing slash, directories) below the base. */
function make(...names: readonly string[]): void {
  for (const name of names) {
    const path = join(base, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, '');
  }
}
const relative = (paths: readonly string[]) =>
  paths.map((path) => path.slice(base.length + 1)).toSorted();

it('finds what runs later, in any letter case, here, on the way to the directory, and nearby', () => {
  make(
    ...['.git/hooks/', '.git/config', '.git/HEAD', '.git/objects/', '.Envrc', '.NPMRC', 'notes.md'],
    ...['.vscode/tasks.json', '.mcp.json', 'Makefile', 'package.json', '.bashrc'],
    ...['project/.git/hooks/', 'project/.git/config', 'project/src/deep/er/.envrc', 'module/.git'],
    ...['node_modules/x/.npmrc', 'a/b/c/d/.envrc'],
  );
  symlinkSync('/etc/passwd', join(base, '.zshrc'));
  expect(relative(guardedPlaces(base, join(base, 'project/src/deep/er')))).toEqual([
    '.Envrc',
    '.NPMRC',
    '.bashrc',
    '.git/config',
    '.git/hooks',
    '.mcp.json',
    '.vscode',
    'module/.git',
    'project/.git/config',
    'project/.git/hooks',
    'project/src/deep/er/.envrc',
  ]);
});

it('finds refused places where a workspace is a home, and nothing elsewhere', () => {
  make(
    ...['.ssh/id_ed25519', '.gnupg/', '.mozilla/firefox/x', '.config/google-chrome/x'],
    ...['.config/mine/x', '.local/share/keyrings/x', '.bash_history', 'notes/a.md'],
    ...['data/gatehouse/ledger.db', 'notes/.ssh/not-a-home'],
  );
  const scope = { home: base, gatehouse: join(base, 'data/gatehouse'), roots: [base] };
  expect(relative(maskedPlaces(base, scope))).toEqual([
    '.bash_history',
    '.config/google-chrome',
    '.gnupg',
    '.local/share/keyrings',
    '.mozilla',
    '.ssh',
    'data/gatehouse',
  ]);
  expect(maskedPlaces(join(base, 'notes'), { ...scope, roots: [join(base, 'notes')] })).toEqual([]);
});
