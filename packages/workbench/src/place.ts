import { basename, join } from 'node:path';
import { GatehouseError, strictest } from '@gatehouse/kernel';
import type { Context, Policy } from '@gatehouse/kernel';
import { judgeRoot } from '@gatehouse/kernel/scope';
import { digestOf, placeId, realFolder } from '@gatehouse/host/machine';
import type { Domain } from '@gatehouse/contract';
import { personHome } from './home.ts';

/** A domain opened for use: its roots are real, and none of them lies in a refused place. */
export interface Place {
  readonly domain: Domain;
  readonly roots: readonly string[];
}

/**
 * A folder made into a domain for one call. Its name holds a digest of the path, so that its index is
 * found again and two folders of the same name stay apart.
 */
export function temporaryDomain(
  folder: string,
  how: { readonly gatehouse: string; readonly mode: Domain['mode'] },
): Place {
  const [root = ''] = realRoots([folder], how.gatehouse);
  const mark = digestOf(root).slice(0, 12);
  return {
    domain: {
      name: `${basename(root).slice(0, 80) || 'folder'} ${mark}`,
      roots: [root],
      mode: how.mode,
      models: [],
      localOnly: false,
      temporary: true,
    },
    roots: [root],
  };
}

/** A name for a domain of this folder: the folder's own, without what a name may not hold. */
export function nameFor(root: string): string {
  const name = basename(root)
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^[ ._-]+/u, '')
    .slice(0, 80);
  return name === '' ? 'notes' : name;
}

/** `~` where no shell replaced it: in `--in=~/notes`, or typed at a prompt. */
const withoutTilde = (folder: string) =>
  folder === '~' || folder.startsWith('~/') ? join(personHome(), folder.slice(1)) : folder;

/** Real paths of a domain's folders. Throws `root_refused`, `folder_not_found`, `not_a_folder`. */
export function realRoots(folders: readonly string[], gatehouse: string): readonly string[] {
  return folders.map((folder) => {
    const root = realFolder(withoutTilde(folder));
    const reasons = judgeRoot(root, { home: personHome(), gatehouse });
    if (strictest(reasons) === 'deny') {
      throw new GatehouseError(
        'root_refused',
        `${folder} is never touched, so it cannot be a domain’s folder.`,
      );
    }
    return root;
  });
}

/**
 * The same for the roots of a domain that is kept, which are real already. Throws `root_moved` where
 * one is reached through a link by now: whoever put it there would choose what the domain may touch.
 */
export function keptRoots(kept: readonly string[], gatehouse: string): readonly string[] {
  return realRoots(kept, gatehouse).map((root, at) => {
    if (root === kept[at]) return root;
    throw new GatehouseError(
      'root_moved',
      `${kept[at] ?? ''} leads elsewhere by now, through a link. If you meant that, remove the domain and add it again.`,
    );
  });
}

/** The policy of a domain: the person's settings, narrowed or widened by the domain's own mode. */
export const policyOf = (settings: Policy, domain: Domain): Policy => ({
  ...settings,
  mode: domain.mode,
});

/** What the gate is told of the place, afresh for every decision. */
export function contextOf(
  place: Place,
  about: {
    readonly policy: Policy;
    /** The person's home, and Gatehouse's; real. */
    readonly person: string;
    readonly gatehouse: string;
    readonly privateNotes: boolean;
    readonly providers: Context['providers'];
  },
): Omit<Context, 'now' | 'session'> {
  const [first = '/'] = place.roots;
  const roots = about.policy.homeIsWorkspace ? [...place.roots, about.person] : place.roots;
  return {
    scope: { roots, home: about.person, gatehouse: about.gatehouse, cwd: first },
    policy: about.policy,
    domain: {
      name: place.domain.name,
      id: placeId(place.domain.name, place.roots),
      localOnly: place.domain.localOnly,
      privateNotes: about.privateNotes,
    },
    providers: about.providers,
  };
}
