import { spawn } from 'node:child_process';
import { arch, platform } from 'node:os';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { SandboxProblem } from '../messages.ts';
import { bubblewrap } from '../sandbox/bubblewrap.ts';
import { systemItems } from '../sandbox/system.ts';
import type { Machine } from '../seccomp/filter.ts';
import { exitOf } from './exit-of.ts';
import type { Tools } from './launch.ts';

/** The architecture a filter exists for. Throws `no_sandbox` elsewhere. */
export function thisMachine(): Machine {
  const own = arch();
  if (own === 'x64' || own === 'arm64') return own;
  throw new GatehouseError('no_sandbox', 'This machine has no sandbox.');
}

/** Sets up a sandbox that does nothing, and says why where that fails; null where it works. */
export async function probeSandbox(tools: Pick<Tools, 'own'>): Promise<SandboxProblem | null> {
  if (platform() !== 'linux' || !['x64', 'arm64'].includes(arch())) return 'unsupported_platform';
  const program = bubblewrap();
  if (program === null) return 'missing';
  const args = ['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'];
  args.push('--die-with-parent', '--new-session');
  for (const item of systemItems(false)) {
    if (item.kind === 'link') args.push('--symlink', item.target, item.path);
    else args.push('--ro-bind', item.source, item.path);
  }
  args.push('--proc', '/proc', '--remount-ro', '/proc', '--dev', '/dev', '/bin/sh', '-c', ':');
  const child = spawn(program, args, { cwd: '/', env: {}, stdio: 'ignore' });
  const pid = child.pid ?? -1;
  tools.own.add(pid);
  try {
    return (await exitOf(child)) === 0 ? null : 'refused_by_kernel';
  } finally {
    tools.own.delete(pid);
  }
}
