import { GatehouseError } from '@gatehouse/kernel';

const LONGEST = 64 * 1024;
const [ENTER, NEWLINE, CTRL_C, CTRL_D, BACKSPACE, DELETE] = [13, 10, 3, 4, 8, 127];

/**
 * A secret from a hidden prompt, or from stdin where it is no terminal. Only ever bytes: it never
 * becomes a string here. Throws `cancelled` on Ctrl-C and `secret_empty` where nothing came.
 */
export async function readSecret(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  prompt: string,
): Promise<Uint8Array> {
  const secret = stdin.isTTY ? await typed(stdin, stderr, prompt) : await piped(stdin);
  if (secret.length === 0) throw new GatehouseError('secret_empty', 'No key was given.');
  return secret;
}

async function piped(stdin: NodeJS.ReadStream): Promise<Uint8Array> {
  const held = Buffer.alloc(LONGEST);
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = chunk as Buffer;
    if (length + bytes.length > LONGEST)
      throw new GatehouseError('secret_too_long', 'That is too long for a key.');
    bytes.copy(held, length);
    length += bytes.length;
    bytes.fill(0);
  }
  while (length > 0 && (held[length - 1] === NEWLINE || held[length - 1] === ENTER)) length--;
  return taken(held, length);
}

function typed(
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  prompt: string,
): Promise<Uint8Array> {
  const held = Buffer.alloc(LONGEST);
  let length = 0;
  stderr.write(prompt);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const onData = (bytes: Buffer) => {
      for (const byte of bytes) {
        if (byte === CTRL_C) return end(() => reject(new GatehouseError('cancelled', 'Stopped.')));
        if (byte === ENTER || byte === NEWLINE || byte === CTRL_D) {
          return end(() => resolve(taken(held, length)));
        }
        if (byte === BACKSPACE || byte === DELETE) length = Math.max(0, length - 1);
        else if (byte >= 32 && length < LONGEST) held[length++] = byte;
      }
      bytes.fill(0);
    };
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', onData);
  });
}

function taken(held: Buffer, length: number): Uint8Array {
  const secret = new Uint8Array(length);
  secret.set(held.subarray(0, length));
  held.fill(0);
  return secret;
}
