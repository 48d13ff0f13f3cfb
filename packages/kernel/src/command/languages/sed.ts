/** What a sed script does besides changing the text it prints. */
export interface SedScript {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly runs: boolean;
}

const plain = /^[=dDgGhHnNpPxzF]$/u;

/**
 * Reads a sed script (POSIX and GNU sed 4.9: sed(1), "Commands"). Null where it is not understood
 * wholly: then nobody can say what it does. Linear in its length.
 */
export function readSed(script: string): SedScript | null {
  const reads: string[] = [];
  const writes: string[] = [];
  let runs = false;
  let at = 0;
  let open = 0;

  const skip = (pattern: RegExp): void => {
    while (at < script.length && pattern.test(script[at] ?? '')) at += 1;
  };

  /** To behind the delimiter that ends the part; false where it never ends. */
  const part = (delimiter: string): boolean => {
    const start = at;
    for (; at < script.length; at += 1) {
      const here = script[at];
      if (here === '\\') at += 1;
      else if (here === '\n') return false;
      else if (here === delimiter) {
        at += 1;
        // Some seds go on where the delimiter stands in a bracket expression, some do not.
        const before = script.slice(start, at - 1).replaceAll(/\\[^]/gu, '');
        return before.lastIndexOf('[') <= before.lastIndexOf(']');
      }
    }
    return false;
  };

  const restOfLine = (): string => {
    const end = script.indexOf('\n', at);
    const line = end < 0 ? script.slice(at) : script.slice(at, end);
    at = end < 0 ? script.length : end;
    return line.trim();
  };

  const oneAddress = (): boolean => {
    const here = script[at] ?? '';
    if (/\d/u.test(here)) {
      skip(/\d/u);
      if (script[at] === '~') {
        at += 1;
        skip(/\d/u);
      }
      return true;
    }
    if (here === '$') {
      at += 1;
      return true;
    }
    if (here === '/' || here === '\\') {
      const delimiter = here === '/' ? '/' : (script[at + 1] ?? '');
      at += here === '/' ? 1 : 2;
      if (delimiter === '' || delimiter === '\n' || !part(delimiter)) return false;
      skip(/[IM]/u);
      return true;
    }
    return false;
  };

  const addresses = (): boolean => {
    if (!/[\d$/\\]/u.test(script[at] ?? '')) return true;
    if (!oneAddress()) return false;
    skip(/[ \t]/u);
    if (script[at] !== ',') return true;
    at += 1;
    skip(/[ \t]/u);
    if (/[+~]/u.test(script[at] ?? '')) {
      at += 1;
      skip(/\d/u);
      return true;
    }
    return oneAddress();
  };

  const flags = (): boolean => {
    for (; at < script.length; at += 1) {
      const here = script[at] ?? '';
      if (/[gpiImM0-9]/u.test(here)) continue;
      if (here === 'e') runs = true;
      else if (here === 'w') {
        at += 1;
        writes.push(restOfLine());
        return true;
      } else return true;
    }
    return true;
  };

  const substitute = (): boolean => {
    const delimiter = script[at] ?? '';
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') return false;
    at += 1;
    return part(delimiter) && part(delimiter);
  };

  /** The text of `a`, `i`, `c`: to the end of the line, on over lines that end in a backslash. */
  const text = (): void => {
    for (; at < script.length && script[at] !== '\n'; at += 1) {
      if (script[at] === '\\') at += 1;
    }
  };

  const command = (): boolean => {
    const here = script[at] ?? '';
    at += 1;
    if (plain.test(here)) return true;
    switch (here) {
      case '{':
        open += 1;
        return true;
      case '}':
        open -= 1;
        return open >= 0;
      case 's':
        return substitute() && flags();
      case 'y':
        return substitute();
      case 'q':
      case 'Q':
      case 'l':
      case 'L':
        skip(/[ \t]/u);
        skip(/\d/u);
        return true;
      case 'a':
      case 'i':
      case 'c':
        text();
        return true;
      case 'b':
      case 't':
      case 'T':
        skip(/[ \t]/u);
        skip(/[\w.-]/u);
        return true;
      case ':':
        skip(/[ \t]/u);
        skip(/[\w.-]/u);
        return true;
      case 'r':
      case 'R':
        reads.push(restOfLine());
        return true;
      case 'w':
      case 'W':
        writes.push(restOfLine());
        return true;
      case 'e':
        runs = true;
        restOfLine();
        return true;
      default:
        return false;
    }
  };

  for (;;) {
    skip(/[\s;]/u);
    if (at >= script.length) return open === 0 ? { reads, writes, runs } : null;
    if (script[at] === '#') {
      restOfLine();
      continue;
    }
    if (!addresses()) return null;
    skip(/[ \t!]/u);
    if (!command()) return null;
    skip(/[ \t]/u);
    // A command ends at a separator, a closing brace or a comment; else it was read wrongly.
    if (at < script.length && !/[\n;}#]/u.test(script[at] ?? '') && script[at - 1] !== '{') {
      return null;
    }
  }
}
