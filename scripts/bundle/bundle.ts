import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import type { OutputChunk } from 'rolldown';
import { entries } from '../../packages/host/src/entry.ts';

interface Manifest {
  readonly version: string;
  readonly description?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Exact versions of every package of others that a room declares. */
function declared(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync('{packages,apps}/*', { cwd: root })) {
    for (const [name, version] of Object.entries(manifest(join(root, file)).dependencies ?? {})) {
      if (!name.startsWith('@gatehouse/')) found.set(name, version);
    }
  }
  return found;
}

/** Packages that the bundle loads at run time, by import or, for native addons, by `require`. */
function used(chunks: readonly OutputChunk[], known: ReadonlyMap<string, string>): string[] {
  const names = new Set<string>();
  for (const chunk of chunks) {
    for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
      if (!isBuiltin(name) && !name.endsWith('.js')) names.add(packageOf(name));
    }
    for (const name of known.keys()) {
      if (chunk.code.includes(`('${name}')`) || chunk.code.includes(`("${name}")`)) names.add(name);
    }
  }
  return [...names].sort();
}

/** What the kernel needs of others is put into the bundle: its many small files take longer to find than to run. */
const inlined = ['zod', 'unbash', 'markdown-it'];

export const staysOutside = (name: string, from: string | undefined): boolean =>
  isBuiltin(name) ||
  (/^[^./]/.test(name) &&
    !name.startsWith('@gatehouse/') &&
    !inlined.includes(packageOf(name)) &&
    // What an inlined package needs comes with it.
    !/[/\\]node_modules[/\\]/.test(from ?? ''));

/** The licences of the packages whose code is in the bundle, which they ask to be kept with it. */
function licences(chunks: readonly OutputChunk[]): string {
  const folders = new Set<string>();
  for (const id of chunks.flatMap(({ moduleIds }) => moduleIds)) {
    const folder = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const texts = [...folders].map((folder) => {
    const [file] = globSync('LICEN[SC]E*', { cwd: folder });
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    if (file === undefined) throw new Error(`${name} is in the bundle and has no licence text.`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return texts.sort().join('\n----\n\n');
}

/**
 * Makes the one installable package in `out`: the workspaces' TypeScript in one flat folder of
 * JavaScript with `main.js`, one entry for each worker and the broker, the launcher, and a
 * package.json that names the remaining packages by exact version. Throws where the code loads a
 * package that no room declares. The same sources give the same bytes.
 */
export async function bundle(root: string, out: string): Promise<readonly string[]> {
  const host = join(root, 'packages/host/src');
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    input: {
      main: join(root, 'apps/gatehouse/src/cli/main.ts'),
      ...Object.fromEntries(
        Object.entries(entries).map(([name, file]) => [name, resolve(host, file)]),
      ),
    },
    external: staysOutside,
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  rmSync(out, { recursive: true, force: true });
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[hash].js',
    minify: false,
  });
  await build.close();

  const chunks = output.filter((each) => each.type === 'chunk');
  const known = declared(root);
  const dependencies: Record<string, string> = {};
  for (const name of used(chunks, known)) {
    const version = known.get(name);
    if (version === undefined) throw new Error(`The bundle loads ${name}, which no room declares.`);
    dependencies[name] = version;
  }
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES'), licences(chunks));
  mkdirSync(join(out, 'bin'), { recursive: true });
  cpSync(join(root, 'apps/gatehouse/bin/gatehouse.cjs'), join(out, 'bin/gatehouse.cjs'));
  for (const file of ['LICENSE', 'README.md', 'SECURITY.md'])
    cpSync(join(root, file), join(out, file));
  const { version, description } = manifest(join(root, 'apps/gatehouse'));
  writeFileSync(
    join(out, 'package.json'),
    `${JSON.stringify(
      {
        name: 'gatehouse',
        version,
        description,
        license: 'Apache-2.0',
        type: 'module',
        bin: { gatehouse: 'bin/gatehouse.cjs' },
        engines: { node: '>=24' },
        dependencies,
      },
      null,
      2,
    )}\n`,
  );
  return globSync('**/*.{js,cjs,json,md}', { cwd: out }).sort();
}
