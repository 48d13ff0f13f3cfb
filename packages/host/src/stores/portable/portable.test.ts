import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { newRoot, temporaryHome } from '../../ledger/testing/fixtures.ts';
import { fill, openStores } from '../testing/filled.ts';
import { exportTree } from './export-tree.ts';
import { importTree } from './import-tree.ts';

async function exported(home: string): Promise<{ tree: string; id: string }> {
  const stores = openStores(home, newRoot());
  const id = await fill(stores, 'work', null);
  const tree = join(dirname(home), 'export');
  expect(exportTree(stores, tree)).toEqual({ files: 3 });
  stores.close();
  return { tree, id };
}

test('everything is exported as Markdown and JSON, for its owner alone', async () => {
  using home = temporaryHome();
  const { tree, id } = await exported(home.path);
  const files = readdirSync(tree, { recursive: true, encoding: 'utf8' }).sort();
  expect(files).toEqual(['gatehouse.json', 'sessions', `sessions/${id}.json`, `sessions/${id}.md`]);
  for (const name of files) {
    expect((statSync(join(tree, name)).mode & 0o077).toString(8), name).toBe('0');
  }
  expect(JSON.parse(readFileSync(join(tree, 'gatehouse.json'), 'utf8'))).toEqual({
    format: 'gatehouse export',
    version: 1,
    exported: expect.stringMatching(/^2023-11-14T22:13:20\.\d{3}Z$/) as string,
    settings: { 'setting work': { deep: ['work'] } },
    domains: [
      {
        name: 'work',
        roots: ['/notes/work'],
        protocols: [],
        models: ['offline'],
        mode: 'yolo',
        localOnly: false,
      },
    ],
  });
  const markdown = readFileSync(join(tree, 'sessions', `${id}.md`), 'utf8');
  expect(markdown.replaceAll(/2023-\S+Z/g, 'TIME')).toBe(`# About work

Domain: work\u0020\u0020
Started: TIME

## You, TIME

What of work? 🗝

## Gatehouse (offline/quote), TIME

\`\`\`
It is so.

Asked for file.read:

\`\`\`
{
  "path": "a.md"
}
\`\`\`

- a.md › Top, line 3

*(broken off)*

## Result of file.read, TIME

\`\`\`\`\`
a \`\`\`\` fence
\`\`\`\`\`
`);
});

test('secrets that were said, read or run are redacted, the same one by the same label', async () => {
  using home = temporaryHome();
  // Made at run time: a fixture that looks like a key is one to every scanner.
  const token = ['ghp', 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga'].join('_');
  const stores = openStores(home.path, newRoot());
  const id = stores.sessions.start('work', `About ${token}`);
  const confidentiality = 'domain';
  await stores.sessions.append(id, { role: 'person', text: `It is ${token}` });
  await stores.sessions.append(id, {
    ...{
      role: 'tool',
      call: 'c',
      name: 'file_read',
      ok: true,
      trust: 'untrusted',
      confidentiality,
    },
    text: JSON.stringify({ text: `A=1\nPASSWORD=hunter2\nTOKEN=${token}\n` }),
  });
  const tree = join(dirname(home.path), 'export');
  exportTree(stores, tree);
  stores.close();
  const files = [`sessions/${id}.json`, `sessions/${id}.md`].map((name) =>
    readFileSync(join(tree, name), 'utf8'),
  );
  for (const text of files) {
    expect([text.includes(token.slice(4, 12)), text.includes('hunter2')]).toEqual([false, false]);
    expect(text.match(/\[secret:[a-z-]+#\d+\]/gu)?.toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => '[secret:github-token#1]'),
      '[secret:password#2]',
    ]);
  }
});

test('an export never writes over anything', async () => {
  using home = temporaryHome();
  const { tree } = await exported(home.path);
  const stores = openStores(home.path, newRoot(), 'run');
  expect(() => exportTree(stores, tree)).toThrow(
    expect.objectContaining({ code: 'export_exists' }) as Error,
  );
  stores.close();
});

test('an import brings back what was said, to be read and not continued, and no rights', async () => {
  using home = temporaryHome();
  const { tree, id } = await exported(home.path);
  using other = temporaryHome();
  const stores = openStores(other.path, newRoot());
  expect(importTree(stores, tree)).toEqual({
    sessions: 1,
    domains: [
      {
        name: 'work',
        roots: ['/notes/work'],
        protocols: [],
        models: ['offline'],
        mode: 'standard',
        localOnly: false,
      },
    ],
  });
  expect(importTree(stores, tree).sessions).toBe(0);
  expect(stores.sessions.get(id)).toMatchObject({
    title: 'About work',
    imported: true,
    messages: 3,
  });
  expect((await stores.sessions.history(id)).map(({ role }) => role)).toEqual([
    'person',
    'assistant',
    'tool',
  ]);
  await expect(stores.sessions.append(id, { role: 'person', text: 'more' })).rejects.toMatchObject({
    code: 'session_imported',
  });
  expect([stores.settings.all(), stores.domains.list(), stores.undo.list(9)]).toEqual([{}, [], []]);

  const again = join(dirname(other.path), 'again');
  exportTree(stores, again);
  const session = (folder: string) => readFileSync(join(folder, 'sessions', `${id}.json`), 'utf8');
  expect(session(again)).toBe(session(tree));
  stores.close();
});

const NESTED = 200_000;
type Attack = (tree: string, file: string) => void;
const attacks: [string, 'import_refused' | 'import_malformed', Attack][] = [
  [
    'a session that is a link',
    'import_refused',
    (tree, file) => {
      renameSync(file, join(tree, 'moved.json'));
      symlinkSync(join(tree, 'moved.json'), file);
    },
  ],
  [
    'a session linked from elsewhere',
    'import_refused',
    (tree, file) => linkSync(file, join(tree, 'x')),
  ],
  [
    'the folder of sessions a link',
    'import_refused',
    (tree) => {
      renameSync(join(tree, 'sessions'), join(tree, 'moved'));
      symlinkSync(join(tree, 'moved'), join(tree, 'sessions'));
    },
  ],
  [
    'the manifest a link to a file of the system',
    'import_refused',
    (tree) => {
      rmSync(join(tree, 'gatehouse.json'));
      symlinkSync('/etc/passwd', join(tree, 'gatehouse.json'));
    },
  ],
  [
    'a session that is a FIFO',
    'import_refused',
    (_, file) => {
      rmSync(file);
      execFileSync('mkfifo', [file]);
    },
  ],
  [
    'a name that climbs out',
    'import_refused',
    (tree, file) => {
      copyFileSync(file, join(tree, 'sessions', '..%2f..%2fescaped.json'));
    },
  ],
  [
    'an id that climbs out',
    'import_malformed',
    (_, file) => {
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/"id": "[0-9a-f]{32}"/, '"id": "../../x"'),
      );
    },
  ],
  [
    'an id of another name',
    'import_malformed',
    (_, file) => {
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"id": "./, '"id": "_'));
    },
  ],
  ['a sparse file of 1 GiB', 'import_refused', (_, file) => truncateSync(file, 2 ** 30)],
  [
    'many files, each small enough',
    'import_refused',
    (tree, file) => {
      for (let index = 0; index < 30; index += 1) {
        copyFileSync(file, join(tree, 'sessions', `${String(index).padStart(32, '0')}.json`));
      }
    },
  ],
  [
    'brackets nested deeper than a stack',
    'import_malformed',
    (_, file) => {
      const deep = '['.repeat(NESTED) + ']'.repeat(NESTED);
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(/"input": \{[^}]*\}/, `"input": ${deep}`),
      );
    },
  ],
  [
    'bytes that are no text',
    'import_malformed',
    (_, file) => writeFileSync(file, Buffer.from([0xff])),
  ],
  [
    'a role that does not exist',
    'import_malformed',
    (_, file) => {
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('"role": "person"', '"role": "system"'),
      );
    },
  ],
  ['no manifest', 'import_malformed', (tree) => rmSync(join(tree, 'gatehouse.json'))],
];

test.each(attacks)('a hostile folder is refused whole: %s', async (_, code, attack) => {
  using home = temporaryHome();
  const { tree, id } = await exported(home.path);
  // A sound session comes first, so that a half import would show.
  const first = join(tree, 'sessions', `${'0'.repeat(31)}f.json`);
  const file = join(tree, 'sessions', `${id}.json`);
  writeFileSync(first, readFileSync(file, 'utf8').replace(id, `${'0'.repeat(31)}f`));
  attack(tree, file);
  using other = temporaryHome();
  const stores = openStores(other.path, newRoot());
  expect(() =>
    importTree(stores, tree, { fileBytes: 1 << 20, allBytes: 1 << 20, sessions: 20 }),
  ).toThrow(expect.objectContaining({ code }) as Error);
  expect([stores.sessions.list(9), stores.domains.list()]).toEqual([[], []]);
  expect(readdirSync(dirname(other.path))).toEqual(['home']);
  stores.close();
});

test('the folder itself may not be a link', async () => {
  using home = temporaryHome();
  const { tree } = await exported(home.path);
  const link = join(dirname(home.path), 'link');
  symlinkSync(tree, link);
  cpSync(tree, join(dirname(home.path), 'copy'), { recursive: true });
  mkdirSync(join(dirname(home.path), 'empty'));
  const stores = openStores(home.path, newRoot(), 'run');
  expect(() => importTree(stores, link)).toThrow(
    expect.objectContaining({ code: 'import_refused' }) as Error,
  );
  expect(() => importTree(stores, join(dirname(home.path), 'empty'))).toThrow(
    expect.objectContaining({ code: 'import_malformed' }) as Error,
  );
  expect(importTree(stores, join(dirname(home.path), 'copy')).sessions).toBe(1);
  stores.close();
});
