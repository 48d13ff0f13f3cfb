import type { Effects, Spend } from '@gatehouse/kernel';
import type { Index } from './create-index.ts';

export interface IndexEffectsDeps {
  readonly spend: Spend;
  readonly index: Index;
  /** Told how many notes of the domain are marked private. */
  readonly indexed: (domain: string, privateNotes: number) => void;
}

/** The effect of `domain.index`: the roots are the ones that were found and judged, not the typed. */
export function createIndexEffects({
  spend,
  index,
  indexed,
}: IndexEffectsDeps): Pick<Effects, 'domain.index'> {
  return {
    async *'domain.index'(clearance, signal) {
      const { intent, facts } = spend(clearance, 'domain.index');
      const roots = facts.roots.map(({ real: { root, segments } }) =>
        segments.length === 0 ? root : [root === '/' ? '' : root, ...segments].join('/'),
      );
      const result = yield* index.index(intent.domain, roots, signal);
      indexed(intent.domain, result.privateNotes);
      const { notes, links, tags, removed, problems, milliseconds } = result;
      return { notes, links, tags, removed, problems, milliseconds };
    },
  };
}
