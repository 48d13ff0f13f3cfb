import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createSecrets } from '../../secrets/index.ts';
import { createProviderFetch } from '../provider-fetch.ts';

/**
 * Keeps a key (`set`), or takes it out of the keychain and sends one request with it (`use`), and then
 * looks for it in its own memory (Linux). argv: what to do, home, port, the server's certificate.
 * Writes the answer, whether the key was found while it was held, and how often afterwards.
 */
const [act = '', home = '', port = '', certificate = ''] = process.argv.slice(2);
const host = 'api.models.example.org';
const LENGTH = 48;

/** The key is computed, so that it stands nowhere but in the one Buffer. */
const keyByte = (at: number) => 0x30 + ((at * at * 31 + at * 17 + 11) % 74);

/** Enough to find it by, and not enough to be it. */
const head = Buffer.from([0, 1, 2, 3, 4, 5].map(keyByte));

function occursAt(piece: Buffer, from: number): boolean {
  for (let at = 0; at < LENGTH; at++) if (piece[from + at] !== keyByte(at)) return false;
  return true;
}

function occurrences(): number {
  const memory = openSync('/proc/self/mem', 'r');
  const piece = Buffer.alloc(1 << 20);
  let count = 0;
  for (const line of readFileSync('/proc/self/maps', 'utf8').split('\n')) {
    const [, start = '', stop = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
    const last = Number.parseInt(stop, 16);
    // Pieces overlap by one key less a byte: none is missed at a border, none counted twice.
    for (let at = Number.parseInt(start, 16); at < last; at += piece.length - LENGTH + 1) {
      const got = readMemory(memory, piece, at, Math.min(piece.length, last - at));
      const end = got - LENGTH;
      for (let from = piece.indexOf(head); from !== -1 && from <= end;) {
        if (occursAt(piece, from)) count++;
        from = piece.indexOf(head, from + 1);
      }
      piece.fill(0); // what was found must not be found here again
    }
  }
  closeSync(memory);
  return count;
}

function readMemory(memory: number, piece: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, piece, 0, length, at);
  } catch {
    return 0; // a guard page or a device: nothing of ours
  }
}

async function send(key: Buffer): Promise<string> {
  const fetcher = createProviderFetch({
    hosts: [`${host}:${port}`],
    reach: 'private',
    pins: [],
    key: { name: 'authorization', prefix: 'Bearer ', take: () => Promise.resolve(key) },
    onContact: () => undefined,
    authorities: readFileSync(certificate, 'utf8'),
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  const answer = await fetcher(`https://${host}:${port}/`, { method: 'POST', body: 'hello' });
  return answer.text();
}

const secrets = await createSecrets({
  home,
  service: 'gatehouse-test',
  choose: null,
  env: { folder: null, variables: {} },
});
if (act === 'set') {
  const key = Buffer.alloc(LENGTH);
  for (let at = 0; at < LENGTH; at++) key[at] = keyByte(at);
  const held = occurrences() > 0;
  await secrets.set('openai', key);
  process.stdout.write(JSON.stringify({ answer: '', held, after: occurrences() }));
} else {
  const key = (await secrets.read('openai')) ?? Buffer.alloc(0);
  const held = occurrences() > 0;
  const answer = await send(secrets.leases.take(secrets.leases.put(key)));
  process.stdout.write(JSON.stringify({ answer, held, after: occurrences() }));
}
