/** Forward only; the version of the schema is how many of these were run. Never edit one. */
export const migrations: readonly string[] = [
  `
  create table setting (key text primary key, value text not null) strict, without rowid;
  create table domain (name text primary key, body text not null) strict, without rowid;
  create table session (
    id text primary key, domain text not null, title text not null, started integer not null,
    imported integer not null default 0
  ) strict, without rowid;
  create index session_domain on session (domain);
  create table message (
    session text not null references session (id) on delete cascade,
    sequence integer not null, time integer not null, body text not null,
    primary key (session, sequence)
  ) strict, without rowid;
  create table usage (
    id integer primary key, session text not null references session (id) on delete cascade,
    time integer not null, model text not null, input integer not null, output integer not null
  ) strict;
  create index usage_session on usage (session);
  create table permission (
    id text primary key, session text not null, body text not null
  ) strict, without rowid;
  create index permission_session on permission (session);
  create table undo (
    position integer primary key, id text not null unique, time integer not null,
    session text not null, domain text not null, operation text not null, path text not null,
    destination text, snapshot text, digest text, undone integer not null default 0
  ) strict;
  create table pin (
    path text primary key, domain text not null, digest text not null, time integer not null
  ) strict, without rowid;
  `,
  // Grants of before ended with their boot, and were signed otherwise.
  `
  delete from permission;
  alter table permission add column uses integer not null default 0;
  alter table permission add column used integer;
  `,
];
