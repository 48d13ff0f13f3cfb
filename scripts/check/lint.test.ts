import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** What must never pass the lint: file, text, the rule which says so. */
const planted: readonly [string, string, string][] = [
  ['packages/host/src/eval.ts', `export const a: unknown = eval('1');`, 'eslint(no-eval)'],
  [
    'packages/host/src/new-function.ts',
    `export const a: unknown = new Function('return 1');`,
    'eslint(no-new-func)',
  ],
  ['packages/host/src/implied.ts', `setTimeout('go()', 1);`, 'typescript(no-implied-eval)'],
  [
    'packages/host/src/files/process.ts',
    `import { spawn } from 'node:child_process';\nexport const a = spawn;`,
    'eslint(no-restricted-imports)',
  ],
  [
    'packages/host/src/vm.ts',
    `import { runInThisContext } from 'node:vm';\nexport const a = runInThisContext;`,
    'eslint(no-restricted-imports)',
  ],
  ...['a.innerHTML', 'a.outerHTML', 'a.insertAdjacentHTML', 'a.setHTMLUnsafe'].map(
    (use, at): [string, string, string] => [
      `packages/contract/src/html-${at}.ts`,
      `export const b = (a: Record<string, string>): unknown => ${use};`,
      'eslint(no-restricted-properties)',
    ],
  ),
  ['packages/host/src/fetch.ts', `export const a = fetch;`, 'eslint(no-restricted-globals)'],
  ['packages/host/src/console.ts', `console.log(1);`, 'eslint(no-console)'],
  [
    'packages/host/src/floating.ts',
    `async function a(): Promise<void> {}\na();`,
    'typescript(no-floating-promises)',
  ],
  [
    'packages/host/src/misused.ts',
    `async function a(): Promise<boolean> { return true; }\nexport const b = a() ? 1 : 2;`,
    'typescript(no-misused-promises)',
  ],
  ['packages/host/src/any.ts', `export const a: any = 1;`, 'typescript(no-explicit-any)'],
  [
    'packages/host/src/unsafe.ts',
    `export const a: string = JSON.parse('1');`,
    'typescript(no-unsafe-assignment)',
  ],
  [
    'packages/host/src/non-null.ts',
    `export const a = (b: string | null): string => b!;`,
    'typescript(no-non-null-assertion)',
  ],
  ['packages/host/src/default.ts', `export default 1;`, 'import(no-default-export)'],
  ['packages/host/src/mutable.ts', `export let a = 1;\na = 2;`, 'import(no-mutable-exports)'],
  ['packages/host/src/swallowed.ts', `try { JSON.parse(''); } catch {}`, 'eslint(no-empty)'],
  [
    'packages/host/src/ignored.ts',
    `// @ts-ignore\nexport const a = 1;`,
    'typescript(ban-ts-comment)',
  ],
  [
    'packages/host/src/inexhaustive.ts',
    `export function a(b: 'x' | 'y'): number {\n  switch (b) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}`,
    'typescript(switch-exhaustiveness-check)',
  ],
  [
    'packages/host/src/skip.test.ts',
    `import { test } from 'vitest';\ntest.skip('a', () => {});`,
    'vitest(no-disabled-tests)',
  ],
  [
    'packages/kernel/src/now.ts',
    `export const a = Date.now();`,
    'eslint(no-restricted-properties)',
  ],
  [
    'packages/vault/src/random.ts',
    `export const a = Math.random();`,
    'eslint(no-restricted-properties)',
  ],
  [
    'packages/assistant/src/builtin.ts',
    `import { join } from 'node:path';\nexport const a = join;`,
    'import(no-nodejs-modules)',
  ],
  [
    'packages/kernel/src/buffer.ts',
    `export const a = Buffer.alloc(1);`,
    'eslint(no-restricted-globals)',
  ],
];

const allowed: readonly [string, string][] = [
  [
    'packages/host/src/shell/process.ts',
    `import { spawn } from 'node:child_process';\nexport const a = spawn;`,
  ],
  ['apps/gatehouse/src/cli/print.ts', `console.log(1);`],
  ['packages/kernel/src/now.test.ts', `export const a = Date.now();`],
];

interface Found {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

const root = resolve(import.meta.dirname, '../..');
let found: ReadonlyMap<string, readonly string[]> = new Map();
let folder = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-lint-')));
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "extends": "./tsconfig.base.json", "compilerOptions": { "types": ["node"] }, "include": ["packages", "apps"] }',
  );
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text] of [...planted, ...allowed]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }
  const run = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(run.stdout) as Found;
  const grouped = new Map<string, string[]>();
  for (const { code, filename } of diagnostics) {
    grouped.set(filename, [...(grouped.get(filename) ?? []), code]);
  }
  found = grouped;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(planted)('the lint refuses %s', (file, _, rule) => {
  expect(found.get(file)).toContain(rule);
});

test.each(allowed)('the lint passes %s', (file) => {
  expect(found.get(file) ?? []).toEqual([]);
});
