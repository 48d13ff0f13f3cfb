import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The parts of a package-lock.json (version 3) entry that this check reads. */
interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Entry>>;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

const kinds = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;
const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** The package a place in node_modules holds: `node_modules/a/node_modules/@b/c` is `@b/c`. */
function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function entryProblems(place: string, entry: Entry, allow: ReadonlySet<string>): string[] {
  if (!place.includes('node_modules/')) return [];
  const problems: string[] = [];
  if (entry.link === true) {
    if (entry.resolved === undefined || /^[a-z]+:|^\/|\.\./.test(entry.resolved)) {
      problems.push(`${place}: links outside the workspaces (${entry.resolved ?? 'nowhere'})`);
    }
    return problems;
  }
  if (entry.resolved !== undefined) {
    problems.push(`${place}: names where it was fetched (${entry.resolved}); use the digest only`);
  }
  if (entry.integrity === undefined || !/^sha512-[\w+/]+=*$/.test(entry.integrity)) {
    problems.push(`${place}: no SHA-512 integrity`);
  }
  if (entry.hasInstallScript === true && !allow.has(nameOf(place))) {
    problems.push(`${place}: has an install script that allowScripts does not name`);
  }
  return problems;
}

/** What a manifest asks for, against what the lockfile recorded of it when it was written. */
function manifestProblems(place: string, manifest: Manifest, locked: Entry | undefined): string[] {
  const file = place === '' ? 'package.json' : `${place}/package.json`;
  if (locked === undefined) return [`${file}: not in the lockfile; run npm install`];
  const problems: string[] = [];
  for (const kind of kinds) {
    const asked = manifest[kind] ?? {};
    const known = locked[kind] ?? {};
    for (const [name, version] of Object.entries(asked)) {
      if (!exact.test(version)) problems.push(`${file}: ${name} is not exact (${version})`);
      if (known[name] !== version) problems.push(`${file}: ${name} ${version} is not locked`);
    }
    for (const name of Object.keys(known)) {
      if (!Object.hasOwn(asked, name))
        problems.push(`${file}: ${name} is locked but not asked for`);
    }
  }
  return problems;
}

/**
 * Everything wrong with a lockfile, as sentences: an entry without SHA-512 digest, one that names a
 * host or leaves the workspaces, an install script nobody allowed, a manifest out of step with it.
 */
export function lockfileProblems(
  lock: Lockfile,
  manifests: Readonly<Record<string, Manifest>>,
): readonly string[] {
  const allow = new Set(Object.keys(manifests['']?.allowScripts ?? {}));
  const problems = lock.lockfileVersion === 3 ? [] : [`lockfile version ${lock.lockfileVersion}`];
  for (const [place, entry] of Object.entries(lock.packages)) {
    problems.push(...entryProblems(place, entry, allow));
    if (!place.includes('node_modules/') && manifests[place] === undefined) {
      problems.push(`${place}: locked, but there is no such workspace`);
    }
  }
  for (const [place, manifest] of Object.entries(manifests)) {
    problems.push(...manifestProblems(place, manifest, lock.packages[place]));
  }
  return problems;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

function main(): number {
  const manifests: Record<string, Manifest> = { '': read('package.json') };
  for (const file of globSync('{packages,apps}/*/package.json').sort()) {
    manifests[file.replaceAll('\\', '/').replace(/\/package\.json$/, '')] = read(file);
  }
  const problems = lockfileProblems(read('package-lock.json'), manifests);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main();
