/** One promise about speed, measured. A room's bench returns rows of this shape. */
export interface Row {
  readonly name: string;
  readonly figure: number;
  /** `×`, `µs`, `ms`, `notes/s`, … */
  readonly unit: string;
  readonly goal: { readonly most: number } | { readonly least: number };
  /** One sentence: what was timed, on what, how often. */
  readonly timed: string;
  /** Figures beside it, for the reader: `bare 1.8 ms`. */
  readonly beside: readonly string[];
}

export function met({ figure, goal }: Row): boolean {
  return 'most' in goal ? figure <= goal.most : figure >= goal.least;
}

/** The figure against its goal; above 1 is better than promised. */
export function margin({ figure, goal }: Row): number {
  return 'most' in goal ? goal.most / figure : figure / goal.least;
}

/** The value that a share of all samples stay below; `share` from 0 to 1. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Three significant figures, with thousands kept readable. */
export function short(figure: number): string {
  if (figure >= 1000) return Math.round(figure).toLocaleString('en');
  return String(Number(figure.toPrecision(3)));
}
