import { readFileSync } from 'node:fs';
import { linked, splitLine } from '@gatehouse/kernel/record/line';
import type { LedgerProblem, ProblemCode, Verification } from '@gatehouse/kernel/record';
import { requirePlainOrAbsent } from '../database/index.ts';
import type { ChainStore } from './chain-store.ts';
import { fileName, HEAD_NAME, readCheckpoint } from './projection.ts';
import type { Projection } from './projection.ts';
import { sha256 } from './seal.ts';
import type { Seal } from './seal.ts';

/** Problems named at most; the first ones tell where to look. */
const MOST = 100;

/**
 * Checks the chain in ledger.db against its signed floor and head, then every line of the projection
 * against the chain by its bytes. `projection` is null where nothing is kept on disk.
 */
export function verifyLedger(
  store: ChainStore,
  seal: Seal,
  projection: { readonly files: Projection; readonly rotated: number } | null,
): Verification {
  const problems: LedgerProblem[] = [];
  const note = (code: ProblemCode, where: string, line: number, sequence: number) => {
    if (problems.length < MOST) problems.push({ code, where, line, sequence });
  };
  const chain = store.transact(() => {
    const known = verifyChain(store, seal, note);
    if (projection !== null) verifyFiles(store, seal, projection, known.hashes, note);
    return known;
  });
  const { sequence: from, hash: fromHash } = chain.floor;
  return {
    ok: problems.length === 0,
    events: chain.hashes.size,
    from: { sequence: from, hash: fromHash },
    head: { sequence: chain.head.sequence, hash: chain.head.hash },
    problems,
  };
}

type Note = (code: ProblemCode, where: string, line: number, sequence: number) => void;

function verifyChain(store: ChainStore, seal: Seal, note: Note) {
  const floor = store.floor();
  const head = store.head();
  if (!seal.check('ledger floor', floor.sequence, floor.hash, floor.mac)) {
    note('checkpoint', 'ledger', 0, floor.sequence);
  }
  if (!seal.check('ledger head', head.sequence, head.hash, head.mac)) {
    note('head', 'ledger', 0, head.sequence);
  }
  const hashes = new Map<number, string>();
  const rows = store.database.prepare<[], { sequence: number; hash: string; body: string }>(
    'select sequence, hash, body from event order by sequence',
  );
  let sequence = floor.sequence;
  let previous = floor.hash;
  for (const row of rows.iterate()) {
    if (row.sequence > head.sequence || row.sequence <= floor.sequence) {
      note('foreign', 'ledger', 0, row.sequence);
    } else if (row.sequence !== sequence + 1) note('removed', 'ledger', 0, sequence + 1);
    else if (sha256(linked(row.sequence, previous, row.body)) !== row.hash) {
      note('edited', 'ledger', 0, row.sequence);
    }
    sequence = row.sequence;
    previous = row.hash;
    hashes.set(row.sequence, row.hash);
  }
  if (sequence < head.sequence) note('cut', 'ledger', 0, sequence + 1);
  else if (previous !== head.hash) note('edited', 'ledger', 0, head.sequence);
  return { floor, head, hashes };
}

function verifyFiles(
  store: ChainStore,
  seal: Seal,
  projection: { readonly files: Projection; readonly rotated: number },
  hashes: ReadonlyMap<number, string>,
  note: Note,
): void {
  const kept = store.database
    .prepare<[], { start: number; bytes: number; projected: number; headed: number }>(
      'select start, bytes, projected, headed from file order by position desc',
    )
    .all();
  kept.forEach(({ start, bytes, projected }, index) => {
    const where = fileName(index);
    // A file that holds nothing yet may not be there yet.
    const lines = readLines(projection.files.path(index), bytes === 0, where, note);
    if (lines === null) return;
    const end = index === 0 ? projected : (kept[index - 1]?.start ?? projected);
    verifyFile(lines, { where, start, end, written: bytes > 0 }, seal, hashes, note);
  });
  const headed = kept[0]?.headed ?? 0;
  if (headed > 0) verifyHead(projection.files.headPath, headed, seal, hashes, note);
}

function readLines(path: string, mayLack: boolean, where: string, note: Note): string[] | null {
  let text: string;
  try {
    requirePlainOrAbsent(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const absent = error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!(absent && mayLack)) note(absent ? 'removed' : 'unreadable', where, 0, 0);
    return null;
  }
  const lines = text.split('\n');
  const rest = lines.pop();
  if (rest !== '') lines.push(rest ?? '');
  return lines;
}

interface FileCheck {
  readonly where: string;
  /** The sequences that belong in the file: after `start`, up to `end`. */
  readonly start: number;
  readonly end: number;
  readonly written: boolean;
}

function verifyFile(
  lines: readonly string[],
  { where, start, end, written }: FileCheck,
  seal: Seal,
  hashes: ReadonlyMap<number, string>,
  note: Note,
): void {
  if (written && readCheckpoint(lines[0] ?? '', seal) !== start)
    note('checkpoint', where, 1, start);
  let expected = start + 1;
  const skipped = written ? 1 : 0;
  lines.slice(skipped).forEach((line, index) => {
    const number = index + skipped + 1;
    const found = splitLine(line);
    if (found === null) {
      note('edited', where, number, expected);
      const following = splitLine(lines[number] ?? '');
      // It stands in the place of an event, rather than between two.
      if (following === null || following.link.sequence === expected + 1) expected += 1;
      return;
    }
    const { sequence, previous, hash } = found.link;
    if (sequence > end || sequence <= start) return note('foreign', where, number, sequence);
    if (sequence < expected) return note('reordered', where, number, sequence);
    if (sequence > expected) note('removed', where, number, expected);
    expected = sequence + 1;
    const own = hashes.get(sequence);
    if (
      sha256(linked(sequence, previous, found.body)) !== hash ||
      (own !== undefined && own !== hash)
    ) {
      note('edited', where, number, sequence);
    }
  });
  if (expected <= end) note('cut', where, lines.length, expected);
}

function verifyHead(
  path: string,
  headed: number,
  seal: Seal,
  hashes: ReadonlyMap<number, string>,
  note: Note,
): void {
  try {
    requirePlainOrAbsent(path);
    const head = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    const { sequence, hash, mac } = head;
    const sound =
      sequence === headed &&
      typeof hash === 'string' &&
      typeof mac === 'string' &&
      hashes.get(headed) === hash &&
      seal.check('audit head', headed, hash, mac);
    if (!sound) note('head', HEAD_NAME, 0, headed);
  } catch {
    note('head', HEAD_NAME, 0, headed); // gone or unreadable is as telling as changed
  }
}
