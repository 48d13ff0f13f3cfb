import { realpathSync, statSync } from 'node:fs';
import type { ProgramFact, SandboxFact } from '@gatehouse/kernel';
import { codeOf } from '../native/index.ts';
import type { Broker } from './create-broker.ts';
import { changedOf } from './program-stamp.ts';
import { isRootsAlone, programDirectories } from './sandbox/system.ts';
import { isBelow } from './spec.ts';

export interface ShellResolver {
  programs(names: readonly string[]): readonly ProgramFact[];
  sandbox(): Promise<SandboxFact>;
}

/**
 * Answers the queries `programs` and `sandbox`: what a name stands for under the sandbox's own PATH
 * (null where only a user's own directories have it), and whether commands can be contained here.
 */
export function createShellResolver(broker: Pick<Broker, 'probe'>): ShellResolver {
  return {
    programs(names) {
      const directories = programDirectories();
      return names.map((name) => programFact(name, directories));
    },
    async sandbox() {
      const problem = await broker.probe();
      return { available: problem === null, problem };
    },
  };
}

const EXECUTABLE = 0o111;
const absent = { path: null, device: '', inode: '', changed: '' } as const;

function programFact(name: string, directories: readonly string[]): ProgramFact {
  const candidates = name.startsWith('/')
    ? [name]
    : name.includes('/') || name === ''
      ? []
      : directories.map((directory) => `${directory}/${name}`);
  for (const candidate of candidates) {
    const path = systemProgram(candidate);
    if (path === null) continue;
    const stat = statSync(path, { bigint: true });
    return {
      name,
      path,
      device: String(stat.dev),
      inode: String(stat.ino),
      changed: changedOf(stat),
    };
  }
  return { name, ...absent };
}

/** The real path of an executable that only root may change; null for anything else. */
function systemProgram(candidate: string): string | null {
  try {
    const path = realpathSync(candidate);
    const stat = statSync(path);
    const visible = ['/usr', '/bin', '/sbin', '/lib'].some((tree) => isBelow(path, tree));
    return visible && stat.isFile() && (stat.mode & EXECUTABLE) !== 0 && isRootsAlone(path)
      ? path
      : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(codeOf(error))) return null;
    throw error;
  }
}
