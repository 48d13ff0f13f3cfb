import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rooms } from './rooms.ts';
import { cycles, violations } from './rules.ts';
import type { Doors } from './rules.ts';
import { readSource } from './source.ts';

interface Manifest {
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifest = (room: string): Manifest =>
  JSON.parse(readFileSync(`${room}/package.json`, 'utf8')) as Manifest;

function doorsOnDisk(): Doors {
  return Object.fromEntries(
    Object.keys(rooms).map((room) => [
      room.slice(room.indexOf('/') + 1),
      Object.keys(manifest(room).exports ?? {}),
    ]),
  );
}

test('every file keeps to the plan of the house', () => {
  const files = globSync([
    '{packages,apps}/*/{src,bin}/**/*.{ts,tsx}',
    '{scripts,bench}/**/*.ts',
    '*.ts',
  ]).map((file) => file.replaceAll('\\', '/'));
  expect(files.length).toBeGreaterThan(20);
  const sources = files.map((file) => readSource(file, readFileSync(file, 'utf8')));
  expect(violations(sources, doorsOnDisk())).toEqual([]);
});

test('every room is in the table, and nothing else is', () => {
  const found = globSync('{packages,apps}/*/package.json').map((file) =>
    file.replaceAll('\\', '/').replace(/\/package\.json$/, ''),
  );
  expect(found.sort()).toEqual(Object.keys(rooms).sort());
});

test('every exported door exists and every declared dependency is in the table', () => {
  const problems: string[] = [];
  for (const [room, may] of Object.entries(rooms)) {
    const { exports = {}, dependencies = {} } = manifest(room);
    for (const file of Object.values(exports)) {
      if (!existsSync(`${room}/${file}`)) problems.push(`${room}: no ${file}`);
    }
    const known = [...may.packages, ...may.rooms.map((name) => `@gatehouse/${name}`)];
    for (const name of Object.keys(dependencies)) {
      if (!known.some((each) => each.split(' ')[0] === name)) problems.push(`${room}: ${name}`);
    }
  }
  expect(problems).toEqual([]);
});

const doors: Doors = { kernel: ['.', './testing'], vault: ['.'], assistant: ['.'], host: ['.'] };
const judged = (files: Readonly<Record<string, string>>): readonly string[] =>
  violations(
    Object.entries(files).map(([path, text]) => readSource(path, text)),
    doors,
  );

test.each<[string, string, string, string[]]>([
  [
    'a kernel file that opens a file',
    'packages/kernel/src/a.ts',
    `import 'node:fs';`,
    ['may not import node:fs'],
  ],
  [
    'a builtin without its scheme',
    'packages/host/src/a.ts',
    `import 'fs';`,
    ['fs is written node:fs'],
  ],
  [
    'a kernel that knows the host',
    'packages/kernel/src/a.ts',
    `import { a } from '@gatehouse/host';`,
    ['may not import @gatehouse/host'],
  ],
  [
    'a dynamic import',
    'packages/kernel/src/a.ts',
    `await import('@gatehouse/host');`,
    ['may not import @gatehouse/host'],
  ],
  [
    'an import inside a type',
    'packages/kernel/src/a.ts',
    `type A = import('@gatehouse/host').A;`,
    ['may not import @gatehouse/host'],
  ],
  [
    'a re-export',
    'packages/kernel/src/a.ts',
    `export { a } from '@gatehouse/host';`,
    ['may not import @gatehouse/host'],
  ],
  [
    'a computed import',
    'packages/host/src/a.ts',
    `await import(name);`,
    ['imports a name it computes'],
  ],
  [
    'a value where types are allowed',
    'packages/vault/src/a.ts',
    `import { a } from '@gatehouse/kernel';`,
    ['may not import @gatehouse/kernel except as a type'],
  ],
  [
    'a type specifier that still loads the module',
    'packages/vault/src/a.ts',
    `import { type A } from '@gatehouse/kernel';`,
    ['may not import @gatehouse/kernel except as a type'],
  ],
  [
    'a type where types are allowed',
    'packages/vault/src/a.ts',
    `import type { A } from '@gatehouse/kernel';`,
    [],
  ],
  [
    'a way round the door',
    'packages/host/src/a.ts',
    `import { a } from '@gatehouse/kernel/src/gate.ts';`,
    ['@gatehouse/kernel/src/gate.ts is no exported door'],
  ],
  [
    'a path into another room',
    'packages/host/src/a.ts',
    `import { a } from '../../kernel/src/gate.ts';`,
    ['reaches out of its room (../../kernel/src/gate.ts)'],
  ],
  [
    'a room that imports itself by name',
    'packages/kernel/src/a.ts',
    `import { a } from '@gatehouse/kernel';`,
    ['imports its own room by name (@gatehouse/kernel)'],
  ],
  [
    'an undeclared package',
    'packages/kernel/src/a.ts',
    `import x from 'lodash';`,
    ['may not import lodash'],
  ],
  [
    'a program that imports a fake',
    'packages/host/src/a.ts',
    `import { a } from '@gatehouse/kernel/testing';`,
    ['a program may not import @gatehouse/kernel/testing'],
  ],
  [
    'a program that imports its own fake',
    'packages/host/src/a.ts',
    `import { a } from './testing/fake.ts';`,
    ['a program may not import ./testing/fake.ts'],
  ],
  [
    'a test that imports a fake',
    'packages/host/src/a.test.ts',
    `import { a } from '@gatehouse/kernel/testing'; import { test } from 'vitest';`,
    [],
  ],
  [
    'a process started outside the shell',
    'packages/host/src/files/a.ts',
    `import { spawn } from 'node:child_process';`,
    ['may not import node:child_process'],
  ],
  [
    'a process started in the shell',
    'packages/host/src/shell/a.ts',
    `import { spawn } from 'node:child_process';`,
    [],
  ],
  [
    'a socket outside the client',
    'packages/host/src/index/a.ts',
    `import 'node:net';`,
    ['may not import node:net'],
  ],
  [
    'code made from text',
    'packages/host/src/shell/a.ts',
    `import 'node:vm';`,
    ['may not import node:vm'],
  ],
  [
    'an import without extension',
    'packages/host/src/a.ts',
    `import { a } from './b';`,
    ['./b carries no .ts'],
  ],
  ['export *', 'packages/host/src/a.ts', `export * from './b.ts';`, ['export *']],
  ['a default export', 'packages/host/src/a.ts', `export default 1;`, ['default export']],
  [
    'a default export by name',
    'packages/host/src/a.ts',
    `const a = 1; export { a as default };`,
    ['default export'],
  ],
  [
    'an unfinished note',
    'packages/host/src/a.ts',
    `// ${'TO'}${'DO'}: finish`,
    ['an unfinished note (TODO)'],
  ],
  [
    'a name that says nothing',
    'packages/host/src/path-utils.ts',
    '',
    ['a name that says nothing: utils'],
  ],
  [
    'a folder that says nothing',
    'packages/host/src/shared/a.ts',
    '',
    ['a name that says nothing: shared'],
  ],
  [
    'a name not in kebab-case',
    'packages/host/src/pathGate.ts',
    '',
    ['pathGate.ts is not kebab-case'],
  ],
  [
    'state at module level',
    'packages/host/src/a.ts',
    `export let a = 1;`,
    ['state at module level'],
  ],
  [
    'a kernel that reads the clock',
    'packages/kernel/src/a.ts',
    `const a = new Date();`,
    ['reads the clock'],
  ],
  ['a time that was handed in', 'packages/kernel/src/a.ts', `const a = new Date(1);`, []],
  ['401 lines', 'packages/host/src/a.ts', '\n'.repeat(401), ['401 lines, more than 400']],
  ['400 lines', 'packages/host/src/a.ts', '\n'.repeat(400), []],
  [
    'a file that does not parse',
    'packages/host/src/a.ts',
    'const = 1;',
    ['does not parse: Unexpected token'],
  ],
])('judges %s', (_, path, text, problems) => {
  expect(judged({ [path]: text })).toEqual(problems.map((problem) => `${path}: ${problem}`));
});

test('folders that import each other are found, through types and over several steps', () => {
  expect(
    judged({
      'packages/host/src/a/one.ts': `import type { B } from '../b/one.ts';`,
      'packages/host/src/b/one.ts': `import { c } from '../c.ts';`,
      'packages/host/src/c.ts': `export { a } from './a/two.ts';`,
      'packages/host/src/a/two.ts': `import { x } from './one.ts';`,
    }),
  ).toEqual(['packages/host/src: folders import each other (a, b, c.ts)']);
});

test('cycles are the groups that reach each other', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['a', 'c'])],
    ['c', new Set(['d'])],
    ['d', new Set<string>()],
    ['e', new Set(['e'])],
  ]);
  expect(cycles(edges)).toEqual([['a', 'b'], ['e']]);
});
