import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { createNative } from '../../native/index.ts';
import { createBroker } from '../create-broker.ts';
import { commandLine } from '../spec.ts';

/**
 * A main process of its own: runs commands in a workspace, one after the other, and prints one JSON
 * line for each, `{output, exit, ended}` or `{code}`.
 */
const [, , workspace = '', ...commands] = process.argv;
const native = createNative();
const broker = createBroker({
  keys: { derive: () => randomBytes(32) },
  clock: { now: () => Date.now(), boot: () => native.bootTime() },
});
const { dev, ino } = statSync(workspace, { bigint: true });
const bound = { path: workspace, device: String(dev), inode: String(ino) };

const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const command of commands) {
  const spec = {
    command,
    argv: commandLine(command),
    cwd: bound,
    roots: [{ ...bound, writable: true }],
    masked: [],
    guarded: [],
    sealed: [],
    programs: [],
    env: {},
    network: false,
    limits: {
      seconds: 20,
      memoryBytes: 128 << 20,
      processes: 40,
      outputBytes: 100_000,
      fileBytes: 64 << 20,
    },
    elevated: false,
    unsandboxed: false,
  };
  const run = broker.run(spec, broker.mint(spec).token, new AbortController().signal);
  let output = '';
  try {
    for (;;) {
      const next = await run.next();
      if (next.done) {
        say({ output, exit: next.value.exit, ended: next.value.ended });
        break;
      }
      output += next.value.bytes.toString();
    }
  } catch (error) {
    say({
      code: error instanceof Error && 'code' in error ? error.code : String(error),
    });
  }
}
broker.close();
