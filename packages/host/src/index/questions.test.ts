import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { answersFrom, knownQuestions } from './testing/questions.ts';
import { finish, startIndex, testKeys } from './testing/start-index.ts';

test('known questions about the Markdown of node_modules are answered from the right file', async () => {
  const root = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
  const stage = startIndex({ keys: testKeys('run') });
  try {
    await finish(stage.index, 'docs', [root]);
    const missed: { question: string; got: (string | undefined)[] }[] = [];
    for (const { question, file, says } of knownQuestions) {
      const found = await stage.index.passages('docs', question, { limit: 3 });
      const answered = found.some(
        (passage) =>
          answersFrom(file, passage.path) &&
          passage.quotes.some(({ text }) => text.toLowerCase().includes(says.toLowerCase())),
      );
      if (!answersFrom(file, found[0]?.path) || !answered) {
        missed.push({ question, got: found.map((passage) => passage.path) });
      }
    }
    expect(missed).toEqual([]);
  } finally {
    await stage.end();
  }
});
