/** A command of a page's `console` block, and what the page says it prints. */
export interface Example {
  readonly line: number;
  readonly command: string;
  readonly output: readonly string[];
}

/**
 * The examples of a Markdown page: in a fenced block called `console`, each line that starts with
 * `$ ` is a command (a trailing `\` continues it) and the lines up to the next are its output.
 */
export function examplesOf(page: string): readonly Example[] {
  const examples: { line: number; command: string; output: string[] }[] = [];
  let inside = false;
  let open = false;
  for (const [index, text] of page.split('\n').entries()) {
    if (text.startsWith('```')) {
      inside = !inside && text.trim() === '```console';
      open = false;
      continue;
    }
    if (!inside) continue;
    const last = examples.at(-1);
    if (open && last !== undefined) {
      last.command += `\n${text}`;
    } else if (text.startsWith('$ ')) {
      examples.push({ line: index + 1, command: text.slice(2), output: [] });
    } else {
      last?.output.push(text);
      continue;
    }
    open = text.endsWith('\\');
  }
  return examples.map((example) => ({
    ...example,
    output: example.output.filter((text, index, all) => text !== '' || index < all.length - 1),
  }));
}

function pattern(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/**
 * True where the printed lines are those the page shows. `…` stands for anything within a line, and
 * alone on a line for any number of lines.
 */
export function matches(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (first.trim() === '…') {
    return printed.some((_, at) => matches(rest, printed.slice(at))) || matches(rest, []);
  }
  const [line, ...others] = printed;
  return line !== undefined && pattern(first).test(line) && matches(rest, others);
}
