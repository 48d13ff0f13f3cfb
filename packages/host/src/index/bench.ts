import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIndex } from './create-index.ts';
import type { Index, IndexResult } from './create-index.ts';

export interface Row {
  readonly name: string;
  readonly goal: string;
  readonly got: string;
  readonly ok: boolean;
  readonly detail: string;
}

const NOTES = 10_000;
const WORDS = 50;
/** Words asked before it counts, for each that counts. */
const WARM = 5;
const COLD_GOAL = 3000;
const SEARCH_GOAL = 50;
const DOMAIN = 'bench';

/**
 * The Markdown of `node_modules` copied under new names until there are 10,000 notes: a cold index of
 * them, threads and file included; the same with a line of its own in every copy, so that no two are
 * equal and nothing is parsed only once; and on both 50 words, from rare to common, asked of the
 * index and of ripgrep in turn.
 */
export async function benchIndex(): Promise<Row[]> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-bench-')));
  try {
    const sources = markdownOf(fileURLToPath(new URL('../../../../node_modules', import.meta.url)));
    const copies = join(base, 'copies');
    const bytes = copy(sources, copies, false);
    const words = wordsOf(sources);
    const cold = await coldIndex(join(base, 'home-1'), copies);
    const search = await compare(cold.index, copies, words);
    await cold.index.close();
    rmSync(copies, { recursive: true });
    const distinct = join(base, 'distinct');
    copy(sources, distinct, true);
    const apart = await coldIndex(join(base, 'home-2'), distinct);
    const searchApart = await compare(apart.index, distinct, words);
    await apart.index.close();
    const of = `${String(NOTES)} notes, ${(bytes / 1e6).toFixed(0)} MB, from ${String(sources.length)} files`;
    return [
      {
        name: 'cold index of copies',
        goal: `>= ${String(COLD_GOAL)} notes/s`,
        got: `${String(speed(cold.result))} notes/s`,
        ok: speed(cold.result) >= COLD_GOAL,
        detail: `${of}; equal notes are parsed once; ${String(cold.result.milliseconds)} ms`,
      },
      {
        name: 'cold index, no two notes equal',
        goal: 'shown beside',
        got: `${String(speed(apart.result))} notes/s`,
        ok: true,
        detail: `${of}; ${((bytes / 1e3 / apart.result.milliseconds) | 0).toString()} MB/s`,
      },
      { name: 'search against ripgrep', ...search },
      {
        ...searchApart,
        name: 'search against ripgrep, no two notes equal',
        goal: 'shown beside',
        ok: true,
      },
    ];
  } finally {
    rmSync(base, { recursive: true });
  }
}

const speed = (result: IndexResult) => Math.round((result.notes / result.milliseconds) * 1000);

function markdownOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.md$/iu.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted((one, other) => (one < other ? -1 : 1));
}

/** Bytes copied. */
function copy(sources: readonly string[], target: string, distinct: boolean): number {
  let bytes = 0;
  const sizes = sources.map((source) => readFileSync(source).length);
  for (let at = 0; at < NOTES; at += 1) {
    const folder = join(target, String(Math.floor(at / 500)));
    if (at % 500 === 0) mkdirSync(folder, { recursive: true });
    const path = join(folder, `note-${String(at)}.md`);
    copyFileSync(sources[at % sources.length] ?? '', path);
    if (distinct) appendFileSync(path, `\n\nCopy number ${String(at)}.\n`);
    bytes += sizes[at % sources.length] ?? 0;
  }
  return bytes;
}

async function coldIndex(
  home: string,
  root: string,
): Promise<{ readonly index: Index; readonly result: IndexResult }> {
  const keys = { kept: 'keychain', derive: () => Buffer.alloc(32, 7) } as const;
  const index = createIndex({ home, keys });
  const run = index.index(DOMAIN, [root], new AbortController().signal);
  for (;;) {
    const next = await run.next();
    if (next.done === true) return { index, result: next.value };
  }
}

/** Words of four letters and more, evenly from those in two files to the most common; most are for warming up. */
function wordsOf(sources: readonly string[]): string[] {
  const files = new Map<string, number>();
  for (const source of sources) {
    const words =
      readFileSync(source, 'utf8')
        .toLowerCase()
        .match(/[a-z]{4,16}/gu) ?? [];
    for (const word of new Set(words)) files.set(word, (files.get(word) ?? 0) + 1);
  }
  const ordered = [...files]
    .filter(([, count]) => count >= 2)
    .toSorted(([one, few], [other, many]) => few - many || (one < other ? -1 : 1))
    .map(([word]) => word);
  return Array.from(
    { length: WORDS * (WARM + 1) },
    (_, at) => ordered[Math.floor((at * (ordered.length - 1)) / (WORDS * (WARM + 1) - 1))] ?? '',
  );
}

async function compare(
  index: Index,
  root: string,
  words: readonly string[],
): Promise<Omit<Row, 'name'>> {
  const ours: number[] = [];
  const theirs: number[] = [];
  // Page cache and code are warm for both; no word is asked twice.
  const counts = (_: string, at: number) => at % (WARM + 1) === 0;
  for (const word of words.filter((_, at) => !counts(_, at))) await index.search(DOMAIN, word);
  ripgrep(root, words[1] ?? '');
  for (const word of words.filter(counts)) {
    let started = performance.now();
    await index.search(DOMAIN, word);
    ours.push(performance.now() - started);
    started = performance.now();
    ripgrep(root, word);
    theirs.push(performance.now() - started);
  }
  const [fast, slow] = [median(ours), median(theirs)];
  const ratio = slow / fast;
  return {
    goal: `>= ${String(SEARCH_GOAL)} x faster, p50`,
    got: `${ratio.toFixed(0)} x`,
    ok: ratio >= SEARCH_GOAL,
    detail: `${fast.toFixed(2)} ms against ${slow.toFixed(0)} ms (rg -l -i -w), ${String(WORDS)} words, 20 ranked results with snippets; our slowest ${Math.max(...ours).toFixed(0)} ms`,
  };
}

function ripgrep(root: string, word: string): void {
  const { error } = spawnSync('rg', ['-l', '-i', '-w', '--no-ignore', '--', word, root], {
    maxBuffer: 64 << 20,
  });
  if (error !== undefined) {
    throw new Error('ripgrep is needed for this comparison (apt-get install ripgrep).', {
      cause: error,
    });
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
