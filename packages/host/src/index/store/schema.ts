import type { Connection } from '../../database/index.ts';

/** Raised whenever notes are read in another way: the index is then built anew. */
const READING = 2;

/**
 * `content` holds what a note says, once for all files of the same bytes; `note` is a file. Text is
 * kept once, packed; full text is contentless, its rows are passages.
 */
const schema = `
create table root (id integer primary key, path text not null unique) strict;
create table domain (name text not null, root integer not null references root (id),
  primary key (name, root)) strict, without rowid;
create table content (id integer primary key, digest blob not null unique, title text,
  private integer not null, problems text not null, passages integer not null) strict;
create index content_passages on content (passages);
create table note (id integer primary key, root integer not null references root (id),
  path text not null, name text not null, content integer references content (id), size integer not null,
  modified text not null, inode text not null, problem text, unique (root, path)) strict;
create index note_content on note (content, length(path), path);
create index note_name on note (name);
create table chunk (id integer primary key, row text not null) strict;
create table link (content integer not null, kind text not null, target text not null,
  name text not null, heading text, line integer not null) strict;
create index link_content on link (content);
create index link_name on link (name);
create table tag (content integer not null, tag text not null, shown text not null,
  primary key (tag, content)) strict, without rowid;
create index tag_content on tag (content);
create table alias (content integer not null, name text not null, shown text not null,
  primary key (name, content)) strict, without rowid;
create index alias_content on alias (content);
create virtual table words using fts5 (title, heading, text, content='', contentless_delete=1,
  tokenize='unicode61 remove_diacritics 2');
create virtual table vocabulary using fts5vocab (words, row);
create virtual table names using fts5 (path, title, content='', contentless_delete=1,
  tokenize='trigram');
insert into words (words, rank) values ('rank', 'bm25(8.0, 4.0, 1.0)');
`;

/** FNV-1a, 31 bits: an index of any other schema, older or newer, is built anew. */
export const VERSION = [...`${String(READING)}${schema}`].reduce(
  (sum, character) => Math.imul(sum ^ character.charCodeAt(0), 0x01000193) & 0x7fffffff,
  0x811c9dc5 & 0x7fffffff,
);

/** A content has at most 2^16 passages. */
export const PLACE_BITS = 16;

/** Full-text rows are gathered in memory up to this many bytes before a segment is written. */
const HASH_BYTES = 64n << 20n;

export function createSchema(database: Connection): void {
  database.exec('begin immediate');
  try {
    database.exec(schema);
    // Merging while everything is new only writes the same rows again and again.
    const configure = database.prepare('insert into words (words, rank) values (?, ?)');
    configure.run('automerge', 0n);
    configure.run('hashsize', HASH_BYTES);
    database.pragma(`user_version = ${String(VERSION)}`);
    database.exec('commit');
  } catch (error) {
    if (database.inTransaction) database.exec('rollback');
    throw error;
  }
}
