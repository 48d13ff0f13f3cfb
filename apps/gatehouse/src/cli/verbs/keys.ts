import { english } from '@gatehouse/contract/words';
import { exitCodes } from '../exit-codes.ts';
import type { Verb } from '../face.ts';
import { readSecret } from '../secret-input.ts';
import { usageError } from '../usage-error.ts';

export const keys: Verb = (program, run) => {
  const command = program
    .command('keys')
    .description('your providers’ keys, kept in the keychain and never shown again');
  command
    .command('list', { isDefault: true })
    .description('which keys there are; never the keys themselves')
    .action(() =>
      run(async ({ output, workbench }) => {
        const all = await (await workbench()).keys.list();
        output.value(all);
        for (const { provider, source, locked } of all) {
          const state =
            source === 'none'
              ? 'no key'
              : `${source}${locked ? ' (locked: edit the .env file)' : ''}`;
          output.line(`${provider.padEnd(20)} ${state}`);
        }
        return exitCodes.done;
      })(),
    );
  command
    .command('set <provider> [nothing...]')
    .usage('<provider>')
    .description('take a key from a hidden prompt, or from stdin; never from an argument')
    .action((provider: string, more: string[]) =>
      run(async ({ output, workbench, signal, stdin }) => {
        refuseArguments(more);
        const opened = await workbench();
        const key = await readSecret(stdin, process.stderr, `Key for ${provider} (hidden): `);
        await opened.keys.set({ provider }, key, signal);
        output.value({ provider, set: true });
        output.line(`The key for ${provider} is kept. It is not shown again.`);
        return exitCodes.done;
      })(),
    );
  command
    .command('remove <provider>')
    .description('delete a key')
    .action((provider: string) =>
      run(async ({ output, workbench, signal }) => {
        await (await workbench()).keys.remove({ provider }, signal);
        output.value({ provider, removed: true });
        output.line(`The key for ${provider} is gone.`);
        return exitCodes.done;
      })(),
    );
  command
    .command('test <provider>')
    .description('one small request: does the key work?')
    .action((provider: string) =>
      run(async ({ output, workbench, signal }) => {
        const tested = await (await workbench()).keys.test({ provider }, signal);
        output.value({ provider, ...tested });
        output.line(tested.ok ? 'The key works.' : `It does not work: ${tested.detail}`);
        return tested.ok ? exitCodes.done : exitCodes.failed;
      })(),
    );
  command
    .command('rotate <provider> [nothing...]')
    .usage('<provider>')
    .description('replace a key that may have leaked: revoke, replace, verify')
    .action((provider: string, more: string[]) =>
      run(async ({ output, workbench, signal, stdin }) => {
        refuseArguments(more);
        const opened = await workbench();
        output.note(`1. Revoke the old key at ${provider} now; nothing here can do that for you.`);
        output.note('2. Make a new key there and give it here.');
        const key = await readSecret(stdin, process.stderr, `New key for ${provider} (hidden): `);
        await opened.keys.set({ provider }, key, signal);
        output.note('3. Verifying the new key …');
        const tested = await opened.keys.test({ provider }, signal);
        output.value({ provider, rotated: true, ...tested });
        output.line(
          tested.ok
            ? 'The new key works; the old one is gone from here.'
            : `The new key does not work: ${tested.detail}`,
        );
        return tested.ok ? exitCodes.done : exitCodes.failed;
      })(),
    );
};

/** What was typed there lies in the shell's history and was seen by every process. It is not repeated. */
function refuseArguments(more: readonly string[]): void {
  if (more.length === 0) return;
  throw usageError(
    'A key is never taken from the command line: your shell keeps it and other programs see it. Revoke that one, and give the new one at the prompt or on stdin.',
  );
}

interface ModelOptions {
  readonly model?: string;
  readonly address?: string;
  readonly pin?: string[];
}

export const models: Verb = (program, run) => {
  const command = program.command('models').description('the model providers you may use');
  command
    .command('list', { isDefault: true })
    .description('list the providers')
    .action(() =>
      run(async ({ output, workbench }) => {
        const all = await (await workbench()).models.list();
        output.value(all);
        for (const one of all) {
          const where = one.local ? 'on this machine' : one.host;
          output.line(
            `${one.id.padEnd(20)} ${one.configured ? 'ready' : 'not set up'}  ${one.model}  ${output.style('dim', where)}`,
          );
        }
        return exitCodes.done;
      })(),
    );
  command
    .command('set <provider>')
    .description('choose a provider’s model, address or certificate pins')
    .option('--model <name>', 'the model to use')
    .option('--address <url>', 'for your own host: an OpenAI-compatible one, or Ollama')
    .option('--pin <pin...>', 'sha256/… of the public key its certificate must have')
    .action((provider: string, options: ModelOptions) =>
      run(async ({ output, workbench, signal }) => {
        await (
          await workbench()
        ).models.configure(
          {
            provider,
            ...(options.model === undefined ? {} : { model: options.model }),
            ...(options.address === undefined ? {} : { address: options.address }),
            ...(options.pin === undefined ? {} : { pins: options.pin }),
          },
          signal,
        );
        output.value({ provider, set: true });
        output.line(
          `${provider} is set up. Use it: gatehouse domain set <name> --model ${provider}`,
        );
        return exitCodes.done;
      })(),
    );
};

export const settings: Verb = (program, run) => {
  const command = program.command('settings').description('what the program may do');
  command
    .command('list', { isDefault: true })
    .description('list the settings')
    .action(() =>
      run(async ({ output, workbench }) => {
        const all = await (await workbench()).settings.list();
        output.value(all);
        for (const [key, value] of Object.entries(all))
          output.line(`${key.padEnd(22)} ${JSON.stringify(value)}`);
        return exitCodes.done;
      })(),
    );
  command
    .command('set <key> <value>')
    .description('change a setting; the value is JSON, or a word')
    .action((key: string, value: string) =>
      run(async ({ output, workbench, signal }) => {
        await (await workbench()).settings.change({ key, value: jsonOrWord(value) }, signal);
        output.value({ key, set: true });
        output.line(`${key} is set.`);
        return exitCodes.done;
      })(),
    );
};

function jsonOrWord(text: string): string | number | boolean | string[] {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text; // a word as people type it: `standard`
  }
}

export const doctor: Verb = (program, run) => {
  program
    .command('doctor')
    .description(
      'check the sandbox, the keychain, containment, your rules, the stores, the audit and the models',
    )
    .action(() =>
      run(async ({ output, workbench, signal }) => {
        const checks = await (await workbench()).doctor(signal);
        output.value(checks);
        for (const { name, ok, detail, mend } of checks) {
          output.line(
            `${ok ? output.style('green', '✓') : output.style('red', '✗')} ${name.padEnd(12)} ${detail}`,
          );
          if (mend !== '') output.line(`    ${mend}`);
        }
        for (const { code, detail } of (await workbench()).notices)
          output.note(english.notice(code, detail));
        return checks.every((one) => one.ok) ? exitCodes.done : exitCodes.failed;
      })(),
    );
};
