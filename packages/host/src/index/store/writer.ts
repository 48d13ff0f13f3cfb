import { noteKey } from '@gatehouse/vault';
import type { Connection } from '../../database/index.ts';
import type { Content, Known, ReadFile } from '../messages.ts';
import { chunksOf } from './chunks.ts';
import { PLACE_BITS } from './schema.ts';

/** Takes what the reader read. All of it runs inside the transaction that the caller holds. */
export interface Writer {
  /** Ids of the roots, in their order, made where new; the domain means exactly these from now on. */
  settle(domain: string, roots: readonly string[]): number[];
  known(root: number): Known[];
  digests(): string[];
  take(file: ReadFile): void;
  remove(root: number, paths: readonly string[]): number;
  /** Lets go of contents that no note has any more, and of roots that no domain has. */
  sweep(): void;
}

export function createWriter(database: Connection): Writer {
  const run = <P extends unknown[]>(sql: string) => database.prepare<P>(sql);
  const rootId = database.prepare<[string], number>('select id from root where path = ?').pluck();
  const addRoot = run<[string]>('insert into root (path) values (?) on conflict do nothing');
  const clearDomain = run<[string]>('delete from domain where name = ?');
  const addDomain = run<[string, number]>('insert into domain (name, root) values (?, ?)');
  const known = database.prepare<[number], Known>(
    'select path, size, modified, inode from note where root = ?',
  );
  const digests = database.prepare<[], string>('select lower(hex(digest)) from content').pluck();
  const contentId = database
    .prepare<[Uint8Array], number>('select id from content where digest = ?')
    .pluck();
  const addContent = run<[Uint8Array, string | null, number, string, number]>(
    'insert into content (digest, title, private, problems, passages) values (?, ?, ?, ?, ?)',
  );
  const addChunk = run<[number, number, string]>(
    `insert into chunk (id, row) values ((? << ${String(PLACE_BITS)}) + ?, ?)`,
  );
  const titleOf = database
    .prepare<[number], string | null>('select title from content where id = ?')
    .pluck();
  const noteId = database
    .prepare<[number, string], number>('select id from note where root = ? and path = ?')
    .pluck();
  // No upsert and no `returning`: both open a savepoint, at which FTS5 writes out all it gathered.
  const addNote = run<
    [number, string, string, number | null, number, string, string, string | null]
  >(
    `insert into note (root, path, name, content, size, modified, inode, problem)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const changeNote = run<[number | null, number, string, string, string | null, number]>(
    'update note set content = ?, size = ?, modified = ?, inode = ?, problem = ? where id = ?',
  );
  const addWords = run<[number, number, string, string, string]>(
    `insert into words (rowid, title, heading, text)
     values ((? << ${String(PLACE_BITS)}) + ?, ?, ?, ?)`,
  );
  const addName = run<[number, string, string]>(
    'insert into names (rowid, path, title) values (?, ?, ?)',
  );
  const addLink = run<[number, string, string, string, string | null, number]>(
    'insert into link (content, kind, target, name, heading, line) values (?, ?, ?, ?, ?, ?)',
  );
  const addTag = run<[number, string, string]>(
    'insert or ignore into tag (content, tag, shown) values (?, ?, ?)',
  );
  const addAlias = run<[number, string, string]>(
    'insert or ignore into alias (content, name, shown) values (?, ?, ?)',
  );
  const dropName = run<[number]>('delete from names where rowid = ?');
  const dropNote = run<[number]>('delete from note where id = ?');
  const orphans = database.prepare<[], { id: number; passages: number }>(
    `select id, passages from content
       where not exists (select 1 from note where note.content = content.id)`,
  );
  const idleRoots = database
    .prepare<[], number>('select id from root where id not in (select root from domain)')
    .pluck();
  const notesOf = database.prepare<[number], number>('select id from note where root = ?').pluck();
  const dropWords = run<[number, number]>(
    `delete from words where rowid = (? << ${String(PLACE_BITS)}) + ?`,
  );
  const dropChunks = run<[number, number]>(
    `delete from chunk where id >= (? << ${String(PLACE_BITS)})
       and id < ((? + 1) << ${String(PLACE_BITS)})`,
  );
  const drops = ['link', 'tag', 'alias'].map((table) =>
    run<[number]>(`delete from ${table} where content = ?`),
  );
  const dropContent = run<[number]>('delete from content where id = ?');
  const dropRoot = run<[number]>('delete from root where id = ?');

  function insert(digest: Uint8Array, content: Content): number {
    const id = Number(
      addContent.run(
        digest,
        content.title,
        Number(content.private),
        JSON.stringify(content.problems),
        content.passages.length,
      ).lastInsertRowid,
    );
    const names = [content.title ?? '', ...content.aliases].join('\n');
    for (const [place, { headings, start, end }] of content.passages.entries()) {
      const text = content.text.slice(start, end);
      addWords.run(id, place, place === 0 ? names : '', headings.at(-1) ?? '', text);
    }
    for (const { place, row } of chunksOf(content.text, content.passages)) {
      addChunk.run(id, place, row);
    }
    for (const link of content.links) {
      const name = noteKey(link.target);
      addLink.run(id, link.kind, link.target, name, link.heading ?? link.block, link.line);
    }
    for (const tag of content.tags) addTag.run(id, tag.toLowerCase(), tag);
    for (const alias of content.aliases) addAlias.run(id, noteKey(alias), alias);
    return id;
  }

  function forgetNote(id: number): void {
    dropName.run(id);
    dropNote.run(id);
  }

  return {
    settle(domain, roots) {
      clearDomain.run(domain);
      return roots.map((path) => {
        addRoot.run(path);
        const id = rootId.get(path) ?? 0;
        addDomain.run(domain, id);
        return id;
      });
    },
    known: (root) => known.all(root),
    digests: () => digests.all(),
    take(file) {
      let content: number | null = null;
      if (file.digest !== null) {
        content = contentId.get(file.digest) ?? null;
        if (content === null && file.content !== null) content = insert(file.digest, file.content);
      }
      // A digest whose content was never sent: look at the file again next time.
      const modified = file.digest !== null && content === null ? '0' : file.modified;
      const { root, path, size, inode, problem } = file;
      let id = noteId.get(root, path);
      if (id === undefined) {
        const name = noteKey(path);
        const added = addNote.run(root, path, name, content, size, modified, inode, problem);
        id = Number(added.lastInsertRowid);
      } else {
        dropName.run(id);
        changeNote.run(content, size, modified, inode, problem, id);
      }
      addName.run(id, path, content === null ? '' : (titleOf.get(content) ?? ''));
    },
    remove(root, paths) {
      let removed = 0;
      for (const path of paths) {
        const id = noteId.get(root, path);
        if (id === undefined) continue;
        forgetNote(id);
        removed += 1;
      }
      return removed;
    },
    sweep() {
      for (const root of idleRoots.all()) {
        for (const id of notesOf.all(root)) forgetNote(id);
        dropRoot.run(root);
      }
      for (const { id, passages } of orphans.all()) {
        for (let place = 0; place < passages; place += 1) dropWords.run(id, place);
        dropChunks.run(id, id);
        for (const drop of drops) drop.run(id);
        dropContent.run(id);
      }
    },
  };
}
