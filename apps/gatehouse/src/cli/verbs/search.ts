import { english } from '@gatehouse/contract/words';
import { countOf } from '../count.ts';
import { exitCodes } from '../exit-codes.ts';
import { ending, follow, placeOf } from '../face.ts';
import type { Place, Verb } from '../face.ts';

/** So many notes are named for each problem. */
const SHOWN = 10;

export const search: Verb = (program, run) => {
  program
    .command('search <query...>')
    .description('find notes: words, "phrases", prefix*, tag:, path:, link:, -not')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .option('--limit <n>', 'how many at most', '20')
    .action((words: string[], options: Place & { limit: string }) =>
      run(async ({ output, workbench, signal }) => {
        const opened = await workbench('notes');
        const query = {
          query: words.join(' '),
          limit: countOf('--limit', options.limit),
          ...placeOf(options),
        };
        const found = await opened.search(query, signal);
        output.value(found);
        if (found.length === 0) output.note('Nothing matches.');
        for (const { path, heading, line, snippet } of found) {
          const place = heading === '' ? path : `${path} › ${heading}`;
          output.line(`${output.style('bold', place)}${output.style('dim', `:${line}`)}`);
          output.line(`  ${snippet.replaceAll(/\s+/gu, ' ')}`);
        }
        return exitCodes.done;
      })(),
    );

  program
    .command('index')
    .description('read the notes of a domain into its index (asking does it too)')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .action((options: Place) =>
      run(async ({ output, workbench, signal }) => {
        const opened = await workbench();
        const outcome = await follow(output, opened.index(placeOf(options), signal));
        if (outcome.status !== 'done') return ending(output, outcome);
        const { notes, links, tags, removed, problems, milliseconds } = outcome.result.value;
        output.value(outcome.result.value);
        output.line(
          `${notes} notes, ${links} links, ${tags} tags, ${removed} removed, in ${(milliseconds / 1000).toFixed(1)} s`,
        );
        for (const code of new Set(problems.map((one) => one.code))) {
          const paths = problems.filter((one) => one.code === code).map((one) => one.path);
          output.line(`${paths.length} × ${english.problem(code)}`);
          for (const path of paths.slice(0, SHOWN)) output.line(`  ${path.replaceAll('\n', '␊')}`);
          if (paths.length > SHOWN) {
            output.line(`  and ${paths.length - SHOWN} more; --json names all`);
          }
        }
        return exitCodes.done;
      })(),
    );
};
