import type { Effects, Spend } from '@gatehouse/kernel';
import type { Index } from './create-index.ts';

export interface IndexEffectsDeps {
  readonly spend: Spend;
  readonly index: Index;
}

/** The effect of `domain.index`: the roots are the ones that were found and judged, not the typed. */
export function createIndexEffects({
  spend,
  index,
}: IndexEffectsDeps): Pick<Effects, 'domain.index'> {
  return {
    async *'domain.index'(clearance, signal) {
      const { intent, facts } = spend(clearance, 'domain.index');
      const roots = facts.roots.map(({ real: { root, segments } }) =>
        [root === '/' ? '' : root, ...segments].join('/'),
      );
      const { notes, links, tags, removed, problems, milliseconds } = yield* index.index(
        intent.domain,
        roots,
        signal,
      );
      return { notes, links, tags, removed, problems, milliseconds };
    },
  };
}
