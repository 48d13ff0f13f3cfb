import { startScriptedServer } from '@gatehouse/models/testing';
import type { Received, Said, Script, ScriptedServer } from '@gatehouse/models/testing';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

/** The program with a keychain, and a scripted provider it is set up to use in the domain `notes`. */
export interface WithModel {
  readonly program: Program;
  readonly server: ScriptedServer;
  stop(): Promise<void>;
}

/** `key` is given on stdin, as a person would paste it; null where the provider wants none. */
export async function startWithModel(key: string | null): Promise<WithModel> {
  const program = await startProgram('unlocked');
  const server = await startScriptedServer('chat');
  await done(program, [
    'models',
    'set',
    'compatible',
    '--model',
    'scripted',
    '--address',
    `${server.address}/v1`,
  ]);
  if (key !== null) await done(program, ['keys', 'set', 'compatible'], key);
  await done(program, ['domain', 'add', '.', '--name', 'notes', '--model', 'compatible']);
  return {
    program,
    server,
    async stop() {
      await server.close();
      await program.stop();
    },
  };
}

/** Runs a verb that has to go well, and gives what it said. */
export async function done(program: Program, args: readonly string[], stdin = ''): Promise<string> {
  const { code, stdout, stderr } = await program.run(args, stdin);
  if (code !== 0)
    throw new Error(`gatehouse ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
  return stdout;
}

export const say = (...text: readonly string[]): Script => ({ kind: 'say', say: { text } });

/** The scripted model asks for tools, in this order, at once. */
export const call = (...calls: readonly (readonly [name: string, input: object])[]): Script => ({
  kind: 'say',
  say: { calls: calls.map(([name, input], at) => callOf(`call-${String(at)}`, name, input)) },
});

const callOf = (id: string, name: string, input: object): NonNullable<Said['calls']>[number] => ({
  id,
  name,
  input: [JSON.stringify(input)],
});

/** What the model was told its tools said, in the newest request. */
export function toolResults(requests: readonly Received[]): readonly string[] {
  const body = requests.at(-1)?.body as
    { messages: { role: string; content: string }[] } | undefined;
  return (body?.messages ?? []).filter((one) => one.role === 'tool').map((one) => one.content);
}
