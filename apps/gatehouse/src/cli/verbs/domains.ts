import { exitCodes } from '../exit-codes.ts';
import { placeOf } from '../face.ts';
import type { Place, Verb } from '../face.ts';
import type { Domain } from '@gatehouse/contract';
import type { Output } from '../output.ts';

interface Options {
  readonly name?: string;
  readonly mode?: 'read-only' | 'standard' | 'yolo';
  readonly model?: string[];
  readonly localOnly?: boolean;
}

export const domain: Verb = (program, run) => {
  const command = program.command('domain').description('the folders you work in');
  command
    .command('add <folder...>')
    .description('add a domain: its folders are the workspace of what is done in it')
    .option('--name <name>', 'what to call it; the folder’s name otherwise')
    .option('--mode <mode>', 'read-only, standard or yolo')
    .option('--model <provider...>', 'model providers, tried in this order; none is offline')
    .option('--local-only', 'no provider that is not on this machine')
    .action((folders: string[], options: Options) =>
      run(async ({ output, workbench, signal }) => {
        const opened = await workbench();
        const added = await opened.domains.add(
          {
            ...(options.name === undefined ? {} : { name: options.name }),
            roots: folders,
            mode: options.mode ?? 'standard',
            models: options.model ?? [],
            localOnly: options.localOnly ?? false,
          },
          signal,
        );
        output.value(added);
        show(output, added);
        output.note(`Ask it: gatehouse ask "…" --domain ${JSON.stringify(added.name)}`);
        return exitCodes.done;
      })(),
    );
  command
    .command('list', { isDefault: true })
    .description('list your domains')
    .action(() =>
      run(async ({ output, workbench }) => {
        const domains = await (await workbench()).domains.list();
        output.value(domains);
        if (domains.length === 0) output.note('No domain yet: gatehouse domain add <folder>');
        for (const one of domains) show(output, one);
        return exitCodes.done;
      })(),
    );
  command
    .command('set <name>')
    .description('change a domain')
    .option('--mode <mode>', 'read-only, standard or yolo')
    .option('--model <provider...>', 'model providers, tried in this order')
    .option('--offline', 'no model')
    .option('--local-only', 'no provider that is not on this machine')
    .option('--no-local-only', 'providers elsewhere may be used')
    .action((name: string, options: Options & { offline?: boolean }) =>
      run(async ({ output, workbench, signal }) => {
        const models = options.offline === true ? [] : options.model;
        const changed = await (
          await workbench()
        ).domains.change(
          {
            name,
            ...(options.mode === undefined ? {} : { mode: options.mode }),
            ...(models === undefined ? {} : { models }),
            ...(options.localOnly === undefined ? {} : { localOnly: options.localOnly }),
          },
          signal,
        );
        output.value(changed);
        show(output, changed);
        return exitCodes.done;
      })(),
    );
  command
    .command('remove <name>')
    .description('forget a domain and its index; its files stay as they are')
    .action((name: string) =>
      run(async ({ output, workbench, signal }) => {
        await (await workbench()).domains.remove({ name }, signal);
        output.value({ removed: name });
        output.line(`Removed ${name}. Its files stay as they are.`);
        return exitCodes.done;
      })(),
    );
};

function show(output: Output, { name, roots, mode, models, localOnly }: Domain): void {
  const said = [
    mode,
    models.length === 0 ? 'offline' : models.join(' → '),
    ...(localOnly ? ['local only'] : []),
  ];
  output.line(`${output.style('bold', name)}  ${output.style('dim', said.join(' · '))}`);
  for (const root of roots) output.line(`  ${root}`);
}

export const protocol: Verb = (program, run) => {
  const command = program
    .command('protocol')
    .description('Markdown files that say how to do something, and what they may use');
  command
    .command('list', { isDefault: true })
    .description('list the protocols of a domain')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .action((options: Place) =>
      run(async ({ output, workbench, signal }) => {
        const protocols = await (await workbench()).protocols.list(placeOf(options), signal);
        output.value(protocols);
        if (protocols.length === 0)
          output.note('No protocol here: add protocols/<name>.md or a SKILL.md.');
        for (const one of protocols) {
          output.line(
            `${output.style('bold', one.name)}  ${output.style('dim', one.state)}  ${one.description}`,
          );
          output.line(
            `  ${one.path} · may use ${one.operations === null || one.operations.length === 0 ? 'nothing' : one.operations.join(', ')}`,
          );
          for (const { name, description, required } of one.inputs) {
            output.line(`  --with ${name}=…  ${description}${required ? '' : ' (optional)'}`);
          }
          for (const problem of one.problems) output.line(`  ${problem}`);
        }
        return exitCodes.done;
      })(),
    );
  command
    .command('trust <name>')
    .description('pin a protocol as it is now, after you read it')
    .option('--in <folder>', 'a folder, made into a temporary domain')
    .option('--domain <name>', 'a domain you added')
    .action((name: string, options: Place) =>
      run(async ({ output, workbench, signal }) => {
        const pinned = await (
          await workbench()
        ).protocols.trust({ name, ...placeOf(options) }, signal);
        output.value(pinned);
        output.line(`${pinned.name} is pinned as it is now.`);
        return exitCodes.done;
      })(),
    );
};
