import { exitCodes } from '../exit-codes.ts';
import type { Verb } from '../face.ts';
import { readSecret } from '../secret-input.ts';

export const data: Verb = (program, run) => {
  program
    .command('export <folder>')
    .description('write everything you said and set as Markdown and JSON; no keys')
    .action((file: string) =>
      run(async ({ output, workbench, signal }) => {
        const { files } = await (await workbench()).data.export({ file }, signal);
        output.value({ files });
        output.line(`${files} files written to ${file}.`);
        return exitCodes.done;
      })(),
    );
  program
    .command('import <folder>')
    .description('take in what `export` wrote')
    .action((file: string) =>
      run(async ({ output, workbench, signal }) => {
        const taken = await (await workbench()).data.import({ file }, signal);
        output.value(taken);
        output.line(`Taken in: ${taken.sessions} sessions, ${taken.domains} domains.`);
        return exitCodes.done;
      })(),
    );
  program
    .command('backup <file>')
    .description('one encrypted file with everything; it asks for a passphrase')
    .action((file: string) =>
      run(async ({ output, workbench, signal, stdin }) => {
        const opened = await workbench();
        const passphrase = await readSecret(
          stdin,
          process.stderr,
          'Passphrase for this backup (hidden): ',
        );
        await opened.data.backup({ file }, passphrase, signal);
        output.value({ file });
        output.line(`Written: ${file}. Without its passphrase nobody can read it, you included.`);
        return exitCodes.done;
      })(),
    );
  program
    .command('restore <file>')
    .description('bring back a backup; what is here now is kept beside it')
    .action((file: string) =>
      run(async ({ output, workbench, signal, stdin }) => {
        const opened = await workbench();
        const passphrase = await readSecret(
          stdin,
          process.stderr,
          'Passphrase of the backup (hidden): ',
        );
        await opened.data.restore({ file }, passphrase, signal);
        output.value({ file });
        output.line('Restored.');
        return exitCodes.done;
      })(),
    );
};
