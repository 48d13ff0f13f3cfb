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

/** What is left of a span beside a label is looked at from this length on. */
const least = 4;

/** A label that stands in the text already, as `redact` writes it. */
const label = /\[secret:[a-z0-9-]{1,40}#\d{1,9}\]/gu;

/** The spans without the labels in them, so that what was redacted once stays as it is. */
export function aroundLabels(text: string, spans: readonly Span[]): readonly Span[] {
  if (!text.includes('[secret:')) return spans;
  const labels = [...text.matchAll(label)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  return spans.flatMap((span) => {
    const pieces: Span[] = [];
    let { start } = span;
    for (const [from, to] of labels) {
      if (to <= start || from >= span.end) continue;
      if (from - start >= least) pieces.push({ ...span, start, end: from });
      start = to;
    }
    if (start === span.start || span.end - start >= least) pieces.push({ ...span, start });
    return pieces;
  });
}
