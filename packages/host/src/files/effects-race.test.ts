import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PathFact } from '@gatehouse/kernel';
import { pathText } from '@gatehouse/kernel/scope';
import { describe, expect, it } from 'vitest';
import { adapters, codeFrom, createFilesStage } from './testing/files-stage.ts';
import { startRacer } from './testing/index.ts';

const ROUNDS = 1500;

/**
 * From the question to the effect, as the gate goes: facts are taken, judged by where they are, and
 * then the effect runs, while a process exchanges the folder with a link to the outside.
 */
describe.each(adapters)('whole operations by %s while a folder is exchanged', (_, create) => {
  it('reads, writes, moves and deletes inside only', async () => {
    const stage = createFilesStage(create());
    const outside = join(stage.home, 'outside');
    const d = join(stage.root, 'd');
    for (const folder of [outside, d]) {
      mkdirSync(folder);
      for (const name of ['n.md', 'victim.md']) writeFileSync(join(folder, name), folder);
    }
    symlinkSync(outside, join(stage.root, 'l'));
    const racer = await startRacer([[d, join(stage.root, 'l')]]);
    const seen: Record<string, number> = {};
    const inside = (fact: PathFact) => pathText(fact.real).startsWith(`${stage.root}/`);
    const attempt = async (what: string, act: () => Promise<string>) => {
      const key = `${what} ${await act()}`;
      seen[key] = (seen[key] ?? 0) + 1;
    };
    try {
      for (let round = 0; round < ROUNDS; round++) {
        await attempt('read', async () => {
          const target = await stage.fact('d/n.md').catch(() => null);
          if (target === null || !inside(target) || target.kind !== 'file') return 'elsewhere';
          try {
            const { text } = await stage.perform('file.read', {}, { facts: { target } });
            return text === outside ? 'ESCAPED' : 'done';
          } catch {
            return 'refused';
          }
        });
        const text = String(round);
        for (const [name, path] of [
          ['file.write', 'd/n.md'],
          ['file.write', 'd/victim.md'],
          ['file.delete', 'd/victim.md'],
        ] as const) {
          await attempt(name, async () => {
            const target = await stage.fact(path).catch(() => null);
            if (target === null || !inside(target)) return 'elsewhere';
            const code = await codeFrom(stage.perform(name, { text }, { facts: { target } }));
            return code === 'done' ? 'done' : 'refused';
          });
        }
      }
    } finally {
      await racer.stop();
    }
    const state = readdirSync(outside).map((name) => [
      name,
      readFileSync(join(outside, name), 'utf8'),
    ]);
    expect(state).toEqual([
      ['n.md', outside],
      ['victim.md', outside],
    ]);
    expect(Object.keys(seen).filter((key) => key.includes('ESCAPED'))).toEqual([]);
    for (const key of ['read done', 'file.write done', 'file.delete done', 'read elsewhere']) {
      expect(seen[key], key).toBeGreaterThan(0);
    }
    const own = existsSync(join(d, 'n.md')) ? d : join(stage.root, 'l');
    expect(readdirSync(own).filter((name) => name.startsWith('.gatehouse'))).toEqual([]);
    stage.remove();
  });
});
