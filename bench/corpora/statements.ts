import { row } from '../row.ts';
import { describe, most, percent } from './bench.ts';
import type { Bench } from './bench.ts';

/** The dialects, and the share of plain reads that must pass, in percent. */
const dialects = { postgres: 97, cypher: 90 } as const;

/** Statements: what is no plain read never passes, and plain reads do. */
export async function measureStatements(bench: Bench): Promise<void> {
  for (const [dialect, least] of Object.entries(dialects)) {
    const rows = bench.rows(`statements/${dialect}.jsonl`);
    const inputs = rows.map(({ id, statement }) => ({ id, statement }));
    const answers = await bench.explain(['statement', '--dialect', dialect], inputs);
    const judged = rows.map((each, at) => ({ each, answer: answers[at] ?? { id: each.id } }));
    const reads = judged.filter(({ each }) => each['label'] === 'read');
    const others = judged.filter(({ each }) => each['label'] !== 'read');
    const passed = others.filter(({ answer }) => answer.verdict === 'allow');
    const stopped = reads.filter(({ answer }) => answer.verdict !== 'allow');
    for (const { each } of passed) {
      bench.show(`allowed, ${String(each['label'])}`, each, String(each['statement']));
    }
    for (const { each, answer } of stopped) {
      bench.show('a read asked about', each, `${String(each['statement'])} -> ${describe(answer)}`);
    }
    bench.figure(
      row(
        `statements, ${dialect}: allowed though no plain read`,
        passed.length,
        { most: 0 },
        'rows',
        `of ${others.length}: ${most(others.map(({ each }) => String(each['label'])))}`,
      ),
    );
    bench.figure(
      row(
        `statements, ${dialect}: plain reads allowed`,
        percent(reads.length - stopped.length, reads.length),
        { least },
        '%',
        `of ${reads.length}; the rest: ${most(stopped.map(({ answer }) => answer.reasons?.find(({ code }) => code !== 'statement_read')?.code ?? ''))}`,
      ),
    );
  }
}
