import type { Passage, Retriever } from '@gatehouse/assistant';
import type { Index } from '@gatehouse/host/index';

/** The assistant's retriever over the index of one domain; every question is recorded by `noted`. */
export function createRetriever(
  index: Pick<Index, 'passages'>,
  domain: string,
  noted: (question: string) => void,
): Retriever {
  return {
    async passages(question, most) {
      noted(question);
      if (most === 0) return [];
      const found = await index.passages(domain, question, { limit: most });
      return found.map((one): Passage => ({
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
