/** How a run of characters looks. Colours are CSS; null is the terminal's own. */
export interface Style {
  readonly colour: string | null;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly underline: boolean;
}

export interface Run {
  readonly text: string;
  readonly style: Style;
}

const plain: Style = { colour: null, bold: false, faint: false, underline: false };
const palette = [
  ['#7d8590', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'],
  ['#9198a1', '#ffa198', '#aff5b4', '#f2cc60', '#a5d6ff', '#e2c5ff', '#b3f0ff', '#ffffff'],
].flat();

function indexed(index: number): string {
  if (index < 16) return palette[index] ?? '#e6edf3';
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return `rgb(${grey},${grey},${grey})`;
  }
  const level = (step: number): number => (step === 0 ? 0 : 55 + 40 * step);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
}

/** Applies the numbers of one SGR sequence (ECMA-48 8.3.117, and the 38;5 and 38;2 colours). */
function restyle(style: Style, codes: readonly number[]): Style {
  const [code, ...rest] = codes;
  if (code === undefined) return style;
  if (code === 38 && rest[0] === 5) {
    return restyle({ ...style, colour: indexed(rest[1] ?? 7) }, rest.slice(2));
  }
  if (code === 38 && rest[0] === 2) {
    return restyle({ ...style, colour: `rgb(${rest.slice(1, 4).join(',')})` }, rest.slice(4));
  }
  const next = ((): Style => {
    if (code === 0) return plain;
    if (code === 1) return { ...style, bold: true };
    if (code === 2) return { ...style, faint: true };
    if (code === 4) return { ...style, underline: true };
    if (code === 22) return { ...style, bold: false, faint: false };
    if (code === 24) return { ...style, underline: false };
    if (code === 39) return { ...style, colour: null };
    if (code >= 30 && code <= 37) return { ...style, colour: indexed(code - 30) };
    if (code >= 90 && code <= 97) return { ...style, colour: indexed(code - 82) };
    return style;
  })();
  return restyle(next, rest);
}

/**
 * The screen that a program's output leaves: lines of runs. Knows colours, carriage return and the
 * erasing of a line, which is all that our output uses.
 */
export function screen(output: string): readonly (readonly Run[])[] {
  const lines: { text: string; style: Style }[][] = [[]];
  let style = plain;
  let column = 0;
  const token =
    /\u001b\[([\d;?]*)([A-Za-z])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|([\s\S])/gu;
  for (const [, parameters = '', final = '', character = ''] of output.matchAll(token)) {
    const line = lines.at(-1) ?? [];
    if (final === 'm') style = restyle(style, (parameters || '0').split(';').map(Number));
    else if (final === 'K') line.length = parameters === '2' ? 0 : Math.min(line.length, column);
    else if (character === '\n') {
      lines.push([]);
      column = 0;
    } else if (character === '\r') column = 0;
    else if (character >= ' ') {
      while (line.length < column) line.push({ text: ' ', style: plain });
      line[column] = { text: character, style };
      column += 1;
    }
  }
  while (lines.length > 0 && (lines.at(-1) ?? []).length === 0) lines.pop();
  return lines.map((cells) => {
    const runs: Run[] = [];
    for (const cell of cells) {
      const last = runs.at(-1);
      if (last?.style === cell.style)
        runs[runs.length - 1] = { ...last, text: last.text + cell.text };
      else runs.push(cell);
    }
    return runs;
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Breaks a line after `columns` characters, as a terminal does. */
function wrapped(line: readonly Run[], columns: number): Run[][] {
  const rows: Run[][] = [[]];
  let used = 0;
  for (const { text, style } of line) {
    let rest = [...text];
    while (rest.length > 0) {
      if (used === columns) {
        rows.push([]);
        used = 0;
      }
      const part = rest.slice(0, columns - used);
      rest = rest.slice(part.length);
      used += part.length;
      rows.at(-1)?.push({ text: part.join(''), style });
    }
  }
  return rows;
}

/** The screen as an SVG picture, `columns` characters wide, readable on light and dark pages. */
export function picture(lines: readonly (readonly Run[])[], columns: number): string {
  const cell = { width: 8.4, height: 19 };
  const rows = lines.flatMap((line) => wrapped(line, columns));
  const width = Math.ceil(columns * cell.width) + 40;
  const height = rows.length * cell.height + 64;
  const spans = (row: readonly Run[]): string =>
    row
      .map(({ text, style }) => {
        const look = [
          style.colour === null ? '' : ` fill="${style.colour}"`,
          style.bold ? ' font-weight="700"' : '',
          style.faint ? ' opacity="0.65"' : '',
          style.underline ? ' text-decoration="underline"' : '',
        ].join('');
        return `<tspan${look}>${escaped(text)}</tspan>`;
      })
      .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Gatehouse in a terminal">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (fill, index) => `<circle cx="${20 + 18 * index}" cy="20" r="5.5" fill="${fill}"/>`,
    ),
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">`,
    ...rows.map(
      (row, index) => `<text x="20" y="${58 + index * cell.height}">${spans(row)}</text>`,
    ),
    `</g>`,
    `</svg>`,
    ``,
  ].join('\n');
}
