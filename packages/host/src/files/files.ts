import type { Effects, Spend } from '@gatehouse/kernel';
import { allSegments, createRefusals, type Refusals, type Scope } from '@gatehouse/kernel/scope';
import type { Containment, Directory } from './containment.ts';
import { createContents } from './contents.ts';
import { deleteEntry } from './delete.ts';
import { digestOf } from './digest.ts';
import { immediate } from './immediate.ts';
import { listFolder } from './list.ts';
import { moveEntry } from './move.ts';
import { createReader } from './read.ts';
import { searchFolder } from './search.ts';
import type { Snapshots } from './snapshots/index.ts';
import { bytesToWrite, cleanText } from './text.ts';
import { requireRunning, type Tools } from './tools.ts';
import { createUndo, type Undo } from './undo.ts';
import { writeFile } from './write.ts';

export type FileEffects = Pick<
  Effects,
  'file.read' | 'file.list' | 'file.search' | 'file.write' | 'file.move' | 'file.delete'
>;

export interface FilesDeps {
  readonly spend: Spend;
  readonly containment: Containment;
  readonly snapshots: Snapshots;
  /** The scope of now: what is refused below a folder that is searched or deleted. */
  readonly scope: () => Pick<Scope, 'home' | 'gatehouse' | 'roots'>;
  /** The policy's `maxFileBytes` of now; 16 MiB unless the person sets another. */
  readonly maxFileBytes: () => number;
}

/**
 * The effects on files and what takes them back. Every place is opened by its real path without
 * following a link and compared with the facts; what is not what was judged is `changed`, and
 * nothing is done. Codes besides: `path_too_large`, `path_not_text`, `text_malformed`,
 * `path_hard_linked`, `path_not_regular`, `path_already_exists`, `path_not_permitted`,
 * `disk_full`, `disk_read_only`, `folder_too_large`, `other_disk`, `move_into_itself`, `cancelled`.
 */
export function createFiles(deps: FilesDeps): {
  readonly effects: FileEffects;
  readonly undo: Undo;
} {
  const { spend, containment } = deps;
  let slash: Directory | undefined;
  const tools: Tools = {
    containment,
    contents: createContents(containment),
    snapshots: deps.snapshots,
    top: () => (slash ??= containment.enter('/', [])),
    maxFileBytes: deps.maxFileBytes,
    refused: (place, access) => refusalsOf(deps.scope()).match(allSegments(place), access) !== null,
  };

  const read = createReader(containment, tools.contents);

  // A walk asks for every entry; the scope seldom changes.
  let lastScope: ReturnType<FilesDeps['scope']> | undefined;
  let lastRefusals: Refusals | undefined;
  function refusalsOf(scope: ReturnType<FilesDeps['scope']>): Refusals {
    if (lastRefusals === undefined || scope !== lastScope) lastRefusals = createRefusals(scope);
    lastScope = scope;
    return lastRefusals;
  }

  return {
    undo: createUndo(tools),
    effects: {
      'file.read': (clearance, signal) =>
        immediate(() => {
          requireRunning(signal);
          const bytes = read(spend(clearance, 'file.read').facts.target, deps.maxFileBytes());
          // `size` and `digest` are of the bytes on disk, `text` is cleaned.
          return { ...cleanText(bytes), size: bytes.length, digest: digestOf(bytes) };
        }),
      'file.list': (clearance, signal) =>
        immediate(() => {
          requireRunning(signal);
          return listFolder(tools, spend(clearance, 'file.list').facts.target);
        }),
      async *'file.search'(clearance, signal) {
        return yield* searchFolder(tools, spend(clearance, 'file.search'), signal);
      },
      'file.write': (clearance, signal) =>
        immediate(() => {
          requireRunning(signal);
          const { intent, facts } = spend(clearance, 'file.write');
          return writeFile(tools, facts.target, (old) => bytesToWrite(intent.text, old));
        }),
      async *'file.move'(clearance, signal) {
        const { facts } = spend(clearance, 'file.move');
        return yield* moveEntry(tools, facts.target, facts.destination, signal);
      },
      async *'file.delete'(clearance, signal) {
        const { facts } = spend(clearance, 'file.delete');
        return yield* deleteEntry(tools, facts.target, signal);
      },
    },
  };
}
