import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { row } from '../row.ts';
import type { Bench } from './bench.ts';

/** Traversal: no path that is accepted lies outside the root. */
export async function measurePaths(bench: Bench): Promise<void> {
  const rows = bench.rows('paths/traversal.jsonl');
  const root = join(bench.root, 'inner', 'root');
  // What a path leads to is there, inside and outside: nothing is refused for want of a file.
  for (const folder of [root, dirname(root), bench.root, dirname(bench.root)]) {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    writeFileSync(join(folder, 'etc/passwd'), 'text\n');
  }
  writeFileSync(join(root, 'note.md'), 'text\n');
  for (const access of ['read', 'write']) {
    const inputs = rows.map(({ id, path }) => ({
      id,
      path: String(path).replaceAll('{FILE}', 'etc/passwd'),
      access,
    }));
    const plain = { id: 'plain', path: 'note.md', access };
    const [own, ...answers] = await bench.explain(['path', '--root', root], [plain, ...inputs]);
    // Who refuses everything proves nothing.
    if (own?.verdict !== 'allow') throw new Error(`${access} of a note inside was not allowed`);
    const accepted = answers.filter(({ verdict }) => verdict === 'allow');
    const escaped = accepted.filter(({ resolved }) => {
      const inside = relative(root, resolve(root, resolved ?? '..'));
      return inside === '..' || inside.startsWith('../') || inside.startsWith('/');
    });
    for (const each of escaped) bench.show('outside', { id: each.id }, each.resolved ?? 'nowhere');
    bench.figure(
      row(
        `paths, ${access}: accepted outside the root`,
        escaped.length,
        { most: 0 },
        'rows',
        `of ${rows.length}; accepted inside ${accepted.length - escaped.length}`,
      ),
    );
  }
}
