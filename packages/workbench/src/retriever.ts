import type { Passage, Retriever } from '@gatehouse/assistant';
import type { Index } from '@gatehouse/host/index';

/**
 * The assistant's retriever over the index of one domain: what `noted` records each question of, and
 * `readable` leaves out what the person's rules deny or ask about.
 */
export function createRetriever(
  index: Pick<Index, 'passages'>,
  domain: string,
  how: {
    readonly noted: () => void;
    readonly readable: () => (place: { readonly root: string; readonly path: string }) => boolean;
  },
): Retriever {
  return {
    async passages(question, most) {
      how.noted();
      if (most === 0) return [];
      const found = await index.passages(domain, question, { limit: most });
      return found.filter(how.readable()).map((one): Passage => ({
        path: one.path,
        title: one.title ?? one.path,
        heading: one.headings.join(' › '),
        line: one.quotes[0]?.line ?? one.line,
        text: one.text,
        quote: one.quotes.map((quote) => quote.text).join('\n\n'),
        private: one.private,
        score: one.score,
      }));
    },
  };
}
