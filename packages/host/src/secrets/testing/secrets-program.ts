import { createInterface } from 'node:readline';
import { createSecrets } from '../index.ts';
import type { KeysAnswer, KeysQuestion, Secrets } from '../index.ts';

/**
 * A program over `createSecrets` for tests, which need processes of their own: the keychain library
 * looks for its bus once in a process. argv: home, patience in milliseconds, and the answers a person
 * gives, as JSON (`null`: nobody is there). Reads one JSON command a line, writes one JSON line each.
 */
const [home = '', patience = '3000', answers = 'null', folder = ''] = process.argv.slice(2);
const waiting = JSON.parse(answers) as (string | null)[] | null;
const asked: KeysQuestion[] = [];

function choose(question: KeysQuestion): Promise<KeysAnswer> {
  asked.push(question);
  const next = waiting?.shift() ?? null;
  return Promise.resolve(
    next === null ? { keep: 'run' } : { keep: 'passphrase', passphrase: Buffer.from(next) },
  );
}

interface Command {
  readonly do: 'set' | 'read' | 'delete' | 'names' | 'derive' | 'end';
  readonly name?: string;
  readonly value?: string;
}

async function obey(secrets: Secrets, command: Command): Promise<unknown> {
  const name = command.name ?? '';
  switch (command.do) {
    case 'set':
      await secrets.set(name, Buffer.from(command.value ?? ''));
      return 'set';
    case 'read':
      return (await secrets.read(name))?.toString() ?? null;
    case 'delete':
      return secrets.delete(name);
    case 'names':
      return secrets.names();
    case 'derive':
      return secrets.keys.derive(name).toString('hex');
    case 'end':
      return process.exit(7);
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error
    ? { code: error.code, ...('problem' in error ? { problem: error.problem } : {}) }
    : { code: String(error) };
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const secrets = await createSecrets({
    home,
    service: 'gatehouse-test',
    choose: waiting === null ? null : choose,
    env: {
      folder: folder === '' ? null : folder,
      variables: {
        openai: { variable: 'OPENAI_API_KEY', fromFolder: true },
        'ollama-url': { variable: 'OLLAMA_BASE_URL', fromFolder: false },
      },
    },
    patience: Number(patience),
  });
  say({ kept: secrets.keys.kept, runOnly: secrets.runOnly, asked });
  for await (const line of createInterface({ input: process.stdin })) {
    say(await obey(secrets, JSON.parse(line) as Command).catch(codeOf));
  }
  secrets.close();
} catch (error) {
  say({ ...codeOf(error), asked });
}
