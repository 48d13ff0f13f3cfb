/**
 * Parts of the shell that a trace shows as they were called. Those that declare variables are left
 * out: bash shows an array's elements as one word.
 */
const parts: ReadonlySet<string> = new Set(
  `: . [ alias bg bind break builtin cd command compgen complete continue dirs echo enable eval exec
  exit false fc getopts hash help history jobs kill let mapfile popd printf pushd pwd read readarray
  return set shift shopt source test times trap true type ulimit umask unalias unset wait`.split(
    /\s+/u,
  ),
);

/** One word as bash quotes it in a trace: plain, in single quotes, in `$'…'`, or escaped. */
const piece = /\$'((?:[^'\\]|\\[^])*)'|'([^']*)'|\\([^])|([^\s'\\]+)/uy;

/** The calls of the shell's own parts in what bash wrote under `set -x`, in order. */
export function readTrace(trace: string): readonly (readonly string[])[] {
  const calls: (readonly string[])[] = [];
  let words: string[] = [];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCall = (): void => {
    endWord();
    const [mark = '', name = ''] = words;
    if (/^\++$/u.test(mark) && parts.has(name)) calls.push(words.slice(1));
    words = [];
  };
  for (let at = 0; at < trace.length;) {
    piece.lastIndex = at;
    const [all, ansi, single, escaped, plain] = piece.exec(trace) ?? [];
    if (all === undefined) {
      if (trace[at] === '\n') endCall();
      else endWord();
      at += 1;
    } else {
      word =
        (word ?? '') + (ansi === undefined ? (single ?? escaped ?? plain ?? '') : decoded(ansi));
      at += all.length;
    }
  }
  endCall();
  return calls;
}

const letters: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

const decoded = (text: string): string =>
  text.replaceAll(/\\(?:([0-7]{1,3})|([^]))/gu, (_, octal: string | undefined, letter: string) =>
    octal === undefined
      ? (letters[letter] ?? letter)
      : String.fromCharCode(Number.parseInt(octal, 8)),
  );
