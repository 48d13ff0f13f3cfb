import type { Candidate, Evidence } from './candidate.ts';
import type { Question } from './question.ts';
import { readQuestion } from './question.ts';
import { quotesOf } from './quotes.ts';
import type { Quote } from './quotes.ts';
import { measure, weigh } from './score.ts';

export interface Found extends Candidate {
  /** Comparable within one question only. */
  readonly score: number;
  /** 0 to 1: how much of what was asked, rare words counting more, the passage speaks of. */
  readonly coverage: number;
  /** The sentences that answer best, verbatim and in order. */
  readonly quotes: readonly Quote[];
}

/** Below this share of the best score a passage is not worth quoting. */
const FLOOR = 0.35;

/**
 * The `k` passages that answer a question best, best first. Scoring: BM25 per passage (k1 1.2, b 0.5)
 * with stems, more for words in headings, title and path, for words that stand together as asked, and
 * for covering the whole question; release histories and licences count less unless asked for.
 */
export function retrieve(question: string | Question, evidence: Evidence, k: number): Found[] {
  const asked = typeof question === 'string' ? readQuestion(question) : question;
  if (asked.terms.length === 0) return [];
  const weights = weigh(asked, evidence);
  const scored = evidence.candidates
    .map((candidate) => ({ candidate, ...measure(asked, weights, candidate) }))
    .filter((entry) => entry.score > 0)
    .toSorted(
      (one, other) =>
        other.score - one.score ||
        (one.candidate.path < other.candidate.path ? -1 : 1) ||
        one.candidate.line - other.candidate.line,
    );
  const best = scored[0]?.score ?? 0;
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const { candidate, score, coverage } of scored) {
    if (found.length >= k || score < best * FLOOR) break;
    const quotes = quotesOf(asked, weights, candidate);
    const key = quotes.map((quote) => quote.text).join('\n');
    if (quotes.length === 0 || seen.has(key)) continue;
    seen.add(key);
    found.push({ ...candidate, score, coverage, quotes });
  }
  return found;
}
