/** A stretch of one window of text that is to be replaced. */
export interface Span {
  readonly start: number;
  /** First index after it. */
  readonly end: number;
  /** What is shown in its place, as `[secret:label]`. */
  readonly label: string;
  /** Of overlapping spans the most telling label names the whole: a known format over its place. */
  readonly weight: 1 | 2 | 3;
}

/** Overlapping spans joined, in order; the heaviest label wins, the earlier one where equal. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) {
      result.push(span);
      continue;
    }
    const telling = span.weight > last.weight ? span : last;
    result[result.length - 1] = {
      start: last.start,
      end: Math.max(last.end, span.end),
      label: telling.label,
      weight: telling.weight,
    };
  }
  return result;
}
