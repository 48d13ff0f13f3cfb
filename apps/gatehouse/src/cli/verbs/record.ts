import { countOf } from '../count.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Verb } from '../face.ts';
import { jsonLine } from '../output.ts';

const problems: Readonly<Record<string, string>> = {
  edited: 'was edited',
  removed: 'is missing',
  reordered: 'stands out of order',
  foreign: 'was not written by Gatehouse',
  cut: 'was cut off',
  checkpoint: 'has a checkpoint that is not ours',
  head: 'does not end where the sealed head says',
  unreadable: 'cannot be read',
};

export const audit: Verb = (program, run) => {
  const command = program
    .command('audit')
    .description('the record of everything that was decided and done');
  command
    .command('tail', { isDefault: true })
    .description('the newest events')
    .option('-n <count>', 'how many', '20')
    .action((options: { n: string }) =>
      run(async ({ output, workbench }) => {
        const events = await (await workbench()).audit.tail(countOf('-n', options.n));
        for (const event of events) {
          output.value(event);
          output.line(eventLine(event as EventView));
        }
        if (events.length === 0) output.note('Nothing is recorded yet.');
        return exitCodes.done;
      })(),
    );
  command
    .command('verify')
    .description('check the chain: an event edited, reordered, removed or cut off is found')
    .action(() =>
      run(async ({ output, workbench }) => {
        const found = await (await workbench()).audit.verify();
        output.value(found);
        if (found.ok)
          output.line(
            `The record is whole: ${found.events} events, ${found.from + 1} to ${found.head}.`,
          );
        for (const { code, where, line, sequence } of found.problems) {
          const place = line === 0 ? where : `${where}, line ${line}`;
          output.line(`${place}: event ${sequence} ${problems[code] ?? code}`);
        }
        return found.ok ? exitCodes.done : exitCodes.failed;
      })(),
    );
  command
    .command('export')
    .description('every kept event, OCSF 1.8.0, one JSON object a line')
    .action(() =>
      run(async ({ workbench }) => {
        // A program gets every byte; a terminal would obey some of them.
        const plain = !process.stdout.isTTY;
        for await (const line of (await workbench()).audit.export())
          process.stdout.write(`${plain ? line : jsonLine(JSON.parse(line))}\n`);
        return exitCodes.done;
      })(),
    );
};

interface EventView {
  readonly time?: number;
  readonly class_name?: string;
  readonly activity_name?: string;
  readonly status?: string;
  readonly message?: string;
}

const eventLine = (event: EventView) =>
  [
    new Date(event.time ?? 0).toISOString(),
    event.status ?? '',
    event.message ?? `${event.class_name} ${event.activity_name}`,
  ]
    .filter((part) => part !== '')
    .join('  ');

export const undo: Verb = (program, run) => {
  program
    .command('undo [id]')
    .description('undo the last change to a file, or the one named; --list shows them')
    .option('--list', 'list the changes')
    .action((id: string | undefined, options: { list?: boolean }) =>
      run(async ({ output, workbench, signal }) => {
        const opened = await workbench();
        const all = await opened.undo.list(100);
        if (options.list === true) {
          output.value(all);
          if (all.length === 0) output.note('Nothing was changed yet.');
          for (const one of all) {
            output.line(
              `${one.id}  ${new Date(one.time).toISOString()}  ${one.operation} ${one.path}${one.undone ? '  (undone)' : ''}`,
            );
          }
          return exitCodes.done;
        }
        const chosen = id ?? all.find((one) => !one.undone)?.id;
        if (chosen === undefined) {
          output.problem('nothing_to_undo', 'There is nothing to undo.');
          return exitCodes.failed;
        }
        const undone = await opened.undo.apply(chosen, signal);
        output.value(undone);
        output.line(`Undone: ${undone.operation} ${undone.path}`);
        return exitCodes.done;
      })(),
    );
};

export const sessions: Verb = (program, run) => {
  const command = program.command('sessions').description('earlier talks');
  command
    .command('list', { isDefault: true })
    .description('list them, newest first')
    .option('-n <count>', 'how many', '20')
    .action((options: { n: string }) =>
      run(async ({ output, workbench }) => {
        const all = await (await workbench()).sessions.list(countOf('-n', options.n));
        output.value(all);
        if (all.length === 0) output.note('No session is kept.');
        for (const one of all) {
          output.line(
            `${one.id}  ${new Date(one.started).toISOString().slice(0, 16)}  ${one.domain}  ${one.title}`,
          );
        }
        return exitCodes.done;
      })(),
    );
  command
    .command('show <id>')
    .description('read one again')
    .action((id: string) =>
      run(async ({ output, workbench }) => {
        const messages = await (await workbench()).sessions.show(id);
        output.value(messages);
        for (const { role, text } of messages) {
          output.line(output.style('bold', role));
          output.line(text);
        }
        return exitCodes.done;
      })(),
    );
};

export const forget: Verb = (program, run) => {
  program
    .command('forget')
    .description('delete for good: rows are removed and their traces scrubbed from the files')
    .option('--session <id>', 'one session')
    .option('--domain <name>', 'everything of a domain: sessions, index, copies kept for undo')
    .option('--everything', 'every session, index and copy kept for undo')
    .action((options: { session?: string; domain?: string; everything?: boolean }) =>
      run(async ({ output, workbench, signal }) => {
        const { session, domain: name, everything = false } = options;
        const what = {
          everything,
          ...(session === undefined ? {} : { session }),
          ...(name === undefined ? {} : { domain: name }),
        };
        const forgotten = await (await workbench()).forget(what, signal);
        output.value(forgotten);
        output.line(
          `Forgotten: ${forgotten.messages} messages, ${forgotten.snapshots} copies. The audit record stays.`,
        );
        return exitCodes.done;
      })(),
    );
};
