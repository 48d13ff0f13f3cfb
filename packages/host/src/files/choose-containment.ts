import { closeSync, existsSync } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf, type Native } from '../native/index.ts';
import { createCheckedContainment } from './checked.ts';
import type { Containment } from './containment.ts';
import { createOpenat2Containment } from './openat2.ts';
import { createWalkContainment } from './walk.ts';

export interface ContainmentChoice {
  readonly native: Native;
  readonly platform: NodeJS.Platform;
  /** Where Linux shows a process its own descriptors: `/proc/self/fd`. */
  readonly descriptors: string;
}

/**
 * The strongest adapter of this machine; its `kind` says which. Linux: openat2, or the walk where the
 * kernel is older than 5.6, a sandbox forbids the call or the binding does not load. Elsewhere the
 * best effort. Throws `containment_unavailable` on a Linux without `/proc`: there is no way to hold a
 * place, so no file is touched.
 */
export function createContainment(choice: ContainmentChoice): Containment {
  if (choice.platform !== 'linux') return createCheckedContainment();
  if (!existsSync(choice.descriptors)) {
    throw new GatehouseError(
      'containment_unavailable',
      'Files cannot be held safely here: /proc is not mounted.',
    );
  }
  const containment = createOpenat2Containment(choice.native);
  try {
    probeContainment(containment);
    return containment;
  } catch (error) {
    // EPERM: container runtimes answer so for system calls newer than themselves.
    if (!['native_unavailable', 'ENOSYS', 'EPERM'].includes(codeOf(error))) throw error;
    return createWalkContainment();
  }
}

/** Holds a folder and lets it go. Throws what the adapter throws where it does not work here. */
export function probeContainment(containment: Containment): void {
  closeSync(containment.enter('/', []).fd);
}
