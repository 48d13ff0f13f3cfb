/** One promise about speed, measured. A room's bench returns one row or several of this shape. */
export interface Row {
  readonly name: string;
  /** What was promised: `<= 60 µs p50`. */
  readonly goal: string;
  /** What it was: `13.5 µs`. */
  readonly got: string;
  readonly ok: boolean;
  /** What was timed, on what, how often, and figures beside it. */
  readonly detail: string;
}

/** A row with its words made from numbers. */
export function row(
  name: string,
  figure: number,
  goal: { readonly most: number } | { readonly least: number },
  unit: string,
  detail: string,
): Row {
  const most = 'most' in goal;
  const bound = most ? goal.most : goal.least;
  return {
    name,
    goal: `${most ? '<=' : '>='} ${short(bound)} ${unit}`,
    got: `${short(figure)} ${unit.split(' ')[0] ?? ''}`,
    ok: most ? figure <= bound : figure >= bound,
    detail,
  };
}

const numberIn = (text: string): number =>
  Number(/[\d,]*\.?\d+/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN);

/** The figure against its goal: above 1 is better than promised, whichever way the goal points. */
export function margin({ goal, got }: Row): number {
  const [promised, measured] = [numberIn(goal), numberIn(got)];
  return goal.startsWith('<') ? promised / measured : measured / promised;
}

/** The value that a share of all samples stay below; `share` from 0 to 1. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Three significant figures, with thousands kept readable. */
export function short(figure: number): string {
  if (figure >= 1000) return Math.round(figure).toLocaleString('en');
  return String(Number(figure.toPrecision(3)));
}
