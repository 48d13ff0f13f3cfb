import { noteKey, resolveLink } from '@gatehouse/vault';
import type { Link, LinkCandidate, Problem } from '@gatehouse/vault';
import type { Connection } from '../../database/index.ts';
import type { Backlink, IndexedNote, NoteProblem, TagCount } from '../messages.ts';

/** Problems handed over at most; the rest is only counted by their kind. */
const MAX_PROBLEMS = 1000;

/** What is known of single notes, links, tags and problems below `roots`. */
export function createNotes(database: Connection) {
  const marks = (roots: readonly number[]) => roots.map(() => '?').join(',') || 'null';

  /** Notes that a link of this name may mean: by file name or by alias. */
  function candidates(root: number, name: string): LinkCandidate[] {
    const rows = database
      .prepare<[number, string, number, string], { path: string; content: number | null }>(
        `select path, content from note where root = ? and name = ?
         union select note.path, note.content from alias join note on note.content = alias.content
         where note.root = ? and alias.name = ?`,
      )
      .all(root, name, root, name);
    return rows.map(({ path, content }) => ({
      path,
      aliases: content === null ? [] : aliases(content),
    }));
  }

  const aliases = (content: number) =>
    database
      .prepare<[number], string>('select shown from alias where content = ?')
      .pluck()
      .all(content);

  interface LinkRow {
    readonly kind: Link['kind'];
    readonly target: string;
    readonly heading: string | null;
    readonly line: number;
  }

  return {
    note(roots: readonly number[], path: string): IndexedNote | null {
      const row = database
        .prepare<
          (number | string)[],
          {
            rootId: number;
            root: string;
            title: string | null;
            private: number;
            size: number;
            content: number;
          }
        >(
          `select root.id as rootId, root.path as root, content.title as title,
             content.private as private, note.size as size, content.id as content
           from note join root on root.id = note.root join content on content.id = note.content
           where note.path = ? and note.root in (${marks(roots)})`,
        )
        .get(path, ...roots);
      if (row === undefined) return null;
      const links = database
        .prepare<[number], LinkRow>(
          'select kind, target, heading, line from link where content = ? order by line, rowid',
        )
        .all(row.content);
      return {
        root: row.root,
        path,
        title: row.title,
        private: row.private === 1,
        size: row.size,
        tags: database
          .prepare<[number], string>('select shown from tag where content = ? order by tag')
          .pluck()
          .all(row.content),
        aliases: aliases(row.content),
        links: links.map((link) => {
          const meant = resolveLink(link, path, candidates(row.rootId, noteKey(link.target)));
          return { ...link, path: meant.kind === 'note' ? meant.path : null };
        }),
      };
    },

    backlinks(roots: readonly number[], path: string): Backlink[] {
      const found: Backlink[] = [];
      for (const root of roots) {
        const own = database
          .prepare<[number, string], number | null>(
            'select content from note where root = ? and path = ?',
          )
          .pluck()
          .get(root, path);
        if (own === undefined) continue;
        const names = new Set([
          noteKey(path),
          ...(own === null ? [] : aliases(own).map((alias) => noteKey(alias))),
        ]);
        for (const name of names) found.push(...linksTo(root, name, path));
      }
      return found;
    },

    tags: (roots: readonly number[]): TagCount[] =>
      database
        .prepare<number[], TagCount>(
          `select min(tag.shown) as tag, count(*) as notes from note
           join tag on tag.content = note.content where note.root in (${marks(roots)})
           group by tag.tag order by notes desc, tag.tag`,
        )
        .all(...roots),

    problems(roots: readonly number[]): NoteProblem[] {
      const files = database
        .prepare<number[], NoteProblem>(
          `select root.path as root, note.path as path, note.problem as code, null as line
           from note join root on root.id = note.root
           where note.problem is not null and note.root in (${marks(roots)}) limit ${String(MAX_PROBLEMS)}`,
        )
        .all(...roots);
      const written = database
        .prepare<number[], { root: string; path: string; problems: string }>(
          `select root.path as root, note.path as path, content.problems as problems
           from note join root on root.id = note.root join content on content.id = note.content
           where content.problems <> '[]' and note.root in (${marks(roots)}) limit ${String(MAX_PROBLEMS)}`,
        )
        .all(...roots)
        .flatMap(({ root, path, problems }) =>
          (JSON.parse(problems) as Problem[]).map((problem) => ({ root, path, ...problem })),
        );
      const twice = database
        .prepare<number[], NoteProblem>(
          `select root.path as root, note.path as path, 'duplicate_name' as code, null as line
           from note join root on root.id = note.root
           where note.root in (${marks(roots)}) and note.name in (select name from note
             where root in (${marks(roots)}) group by name having count(*) > 1)
           limit ${String(MAX_PROBLEMS)}`,
        )
        .all(...roots, ...roots);
      return [...files, ...written, ...twice]
        .toSorted((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0))
        .slice(0, MAX_PROBLEMS);
    },

    counts(roots: readonly number[]) {
      const count = (sql: string) =>
        database
          .prepare<number[], number>(sql)
          .pluck()
          .get(...roots) ?? 0;
      const below = `note.root in (${marks(roots)})`;
      return {
        notes: count(`select count(*) from note where content is not null and ${below}`),
        links: count(
          `select count(*) from note join link on link.content = note.content where ${below}`,
        ),
        tags: count(
          `select count(distinct tag) from note join tag on tag.content = note.content where ${below}`,
        ),
        // Of what could not be read nobody knows that it is not marked.
        privateNotes: count(
          `select count(*) from note left join content on content.id = note.content
           where (content.private = 1
             or (note.content is null and coalesce(note.problem, '') <> 'not_regular'))
             and ${below}`,
        ),
      };
    },
  };

  function linksTo(root: number, name: string, path: string): Backlink[] {
    const meant = candidates(root, name);
    return database
      .prepare<
        [number, string],
        LinkRow & { root: string; path: string; title: string | null; private: number }
      >(
        `select root.path as root, note.path as path, content.title as title,
           content.private as private, link.kind as kind, link.target as target,
           link.heading as heading, link.line as line
         from link join note on note.content = link.content join root on root.id = note.root
         join content on content.id = note.content
         where note.root = ? and link.name = ? order by note.path, link.line`,
      )
      .all(root, name)
      .filter((link) => {
        const resolved = resolveLink(link, link.path, meant);
        return resolved.kind === 'note' && resolved.path === path && link.path !== path;
      })
      .map(({ target: _, ...link }) => ({ ...link, private: link.private === 1 }));
  }
}
