type Token = {
  readonly kind: 'word' | 'number' | 'text' | 'pattern' | 'mark' | 'line';
  readonly value: string;
};

/** After these words and marks a `/` begins a pattern to every awk. */
const beforePattern: ReadonlySet<string> = new Set([
  ...'( , { } ; ! && || ~ !~ = == != < > <= >= + - * % ^ ? : += -= *= %= ^='.split(' '),
  ...'print printf return exit else do'.split(' '),
]);

/** After these words one awk reads a division where another reads a pattern, or an error. */
const eitherWay: ReadonlySet<string> = new Set(
  `getline in case default switch delete next nextfile break continue if while for function func
  BEGIN END BEGINFILE ENDFILE length substr index split sub gsub match sprintf sin cos atan2 exp log
  sqrt int rand srand tolower toupper close fflush system gensub asort asorti strftime systime mktime
  patsplit strtonum typeof isarray and or xor lshift rshift compl bindtextdomain dcgettext dcngettext
  include load namespace`.split(/\s+/u),
);

const headers: ReadonlySet<string> = new Set(['if', 'while', 'for', 'switch']);
const marks =
  /^(?:\|&|&&|\|\||>>|<=|>=|==|!=|!~|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|\*\*=?|[-{}()[\];,<>=+*/%^!~?:|&$@\\])/u;

/**
 * True where the pattern's end stands inside a bracket expression: some awks go on there, some do
 * not, so that what follows is code to one and text to the other.
 */
function closesInBracket(pattern: string): boolean {
  let inside = false;
  for (let at = 1; at < pattern.length - 1; at += 1) {
    const here = pattern[at];
    if (here === '\\') at += 1;
    else if (!inside && here === '[') {
      inside = true;
      if (pattern[at + 1] === '^') at += 1;
      if (pattern[at + 1] === ']') at += 1;
    } else if (inside && here === '[' && /[:.=]/u.test(pattern[at + 1] ?? '')) {
      const close = pattern.indexOf(`${pattern[at + 1] ?? ''}]`, at + 2);
      if (close < 0) return true;
      at = close + 1;
    } else if (inside && here === ']') inside = false;
  }
  return inside;
}

/**
 * Splits an awk program into tokens (POSIX awk grammar, gawk's additions). Null where a token cannot
 * be told for sure: an open string or pattern, or a `/` that awks read differently: what is a string
 * in a pattern to one (`1 / /"/; system("id") #"`) is code to the other.
 */
function tokenise(program: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const parens: boolean[] = [];
  /** What a `/` here is; `null` where that depends on the awk. */
  let pattern: boolean | null = true;
  let closesHeader = false;
  let at = 0;

  const push = (kind: Token['kind'], value: string): void => {
    tokens.push({ kind, value });
  };
  const quoted = (end: string): string | null => {
    for (let to = at + 1; to < program.length; to += 1) {
      const here = program[to];
      if (here === '\\') to += 1;
      else if (here === '\n') return null;
      else if (here === end) {
        const value = program.slice(at, to + 1);
        return end === '/' && closesInBracket(value) ? null : value;
      }
    }
    return null;
  };

  while (at < program.length) {
    const here = program[at] ?? '';
    if (/[ \t\r]/u.test(here)) {
      at += 1;
      continue;
    }
    if (here === '\\' && program[at + 1] === '\n') {
      at += 2;
      continue;
    }
    if (here === '#') {
      while (at < program.length && program[at] !== '\n') at += 1;
      continue;
    }
    if (here === '\n') {
      push('line', here);
      at += 1;
      pattern = true;
      continue;
    }
    if (here === '/' && pattern === null) return null;
    if (here === '"' || (here === '/' && pattern === true)) {
      const value = quoted(here);
      if (value === null) return null;
      push(here === '"' ? 'text' : 'pattern', value);
      at += value.length;
      pattern = here === '/' ? null : false;
      continue;
    }
    const rest = program.slice(at, at + 80);
    const word = /^[A-Za-z_]\w*/u.exec(rest)?.[0];
    if (word !== undefined) {
      if (word.length > 60) return null;
      const before = tokens.at(-1)?.value ?? '';
      push('word', word);
      at += word.length;
      pattern = eitherWay.has(word) ? null : beforePattern.has(word);
      closesHeader = headers.has(word) && before !== '@';
      continue;
    }
    // An exponent or a hexadecimal rest reads as a name behind the number: nothing turns on it.
    const number = /^[\d.]+/u.exec(rest)?.[0];
    if (number !== undefined) {
      push('number', number);
      at += number.length;
      pattern = false;
      continue;
    }
    const mark = marks.exec(rest)?.[0];
    if (mark === undefined) return null;
    if (mark === '(') parens.push(closesHeader);
    closesHeader = false;
    push('mark', mark);
    at += mark.length;
    pattern = beforePattern.has(mark) ? true : null;
    if (mark === ']') pattern = false;
    if (mark === ')') pattern = parens.pop() ?? false;
  }
  return tokens;
}

const outputs: ReadonlySet<string> = new Set(['"/dev/stderr"', '"/dev/stdout"', '"/dev/null"']);
const runners: ReadonlySet<string> = new Set(['system', 'popen', 'exec', 'fork']);

/** True for `== ARGV[1]` and `== ARGC` that nothing is assigned to: `1 == ARGV[1] = "file"` is. */
function isCompared(tokens: readonly Token[], index: number): boolean {
  const value = (at: number): string => tokens[index + at]?.value ?? '';
  const element = value(1) === '[' && value(3) === ']';
  return /^[=!]=$/u.test(value(-1)) && /^(?:|[\n;{})]|&&|\|\|)$/u.test(value(element ? 4 : 1));
}

/**
 * Reads an awk program: what it can do beyond its input and its output. `>` writes only inside a
 * `print` or `printf` and outside parentheses; elsewhere it compares.
 */
export function readAwk(program: string): 'harmless' | 'runs' | 'writes' | 'reads' | 'unknown' {
  const tokens = tokenise(program);
  if (tokens === null) return 'unknown';
  let printing = false;
  let depth = 0;
  let writes = false;
  let reads = false;
  let getline = false;
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind === 'word') {
      if (runners.has(value)) return 'runs';
      if (value === 'print' || value === 'printf') {
        printing = true;
        depth = 0;
      }
      // `getline < file`, with or without a variable between them.
      if (value === 'getline') getline = true;
      // A file named there is opened as input.
      if (/^(?:ARGV|ARGC|SYMTAB)$/u.test(value) && !isCompared(tokens, index)) reads = true;
    } else if (kind === 'line') {
      // After these a statement goes on in the next line, however many are empty.
      const goesOn = /^(?:\n|,|&&|\|\||\{|do|else|\?|:)$/u;
      if (!goesOn.test(tokens[index - 1]?.value ?? '')) printing = false;
    } else if (kind === 'mark') {
      if (value === '<' && getline) reads = true;
      if (value === '|' || value === '|&') return 'runs';
      // `@load`, `@include`, and a function called by a name in a variable.
      if (value === '@') return 'runs';
      if (value === '(' || value === '[') depth += 1;
      if (value === ')' || value === ']') depth -= 1;
      if (value === ';' || value === '}' || value === '{') printing = false;
      if ((value === '>' || value === '>>') && printing && depth <= 0) {
        const target = tokens[index + 1];
        const after = tokens[index + 2];
        const ends = after === undefined || after.kind === 'line' || /^[;}]$/u.test(after.value);
        if (target?.kind !== 'text' || !outputs.has(target.value) || !ends) writes = true;
      }
    }
  }
  if (writes) return 'writes';
  return reads ? 'reads' : 'harmless';
}
