import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startKeyring } from '../secrets/testing/with-keyring.ts';
import { startTlsServer } from './testing/tls-server.ts';

const program = fileURLToPath(new URL('./testing/key-in-memory-program.ts', import.meta.url));

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: 'pipe' });
  let out = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  await once(child, 'close');
  return out === '' ? errors : (JSON.parse(out) as unknown);
}

it('from the keychain to the wire, no copy of a key stays in memory', async () => {
  const keyring = await startKeyring('unlocked');
  const seen: (string | undefined)[] = [];
  const server = await startTlsServer(['api.models.example.org'], (request, response) => {
    seen.push(request.headers.authorization);
    response.end('heard');
  });
  try {
    const certificate = join(keyring.home, 'certificate.pem');
    writeFileSync(certificate, server.authorities);
    const args = [join(keyring.home, 'gatehouse'), String(server.port), certificate];
    expect(await run(['set', ...args], keyring.env)).toEqual({ answer: '', held: true, after: 0 });
    expect(await run(['use', ...args], keyring.env)).toEqual({
      answer: 'heard',
      held: true,
      after: 0,
    });
    expect(seen).toEqual([expect.stringMatching(/^Bearer [\x30-\x79]{48}$/)]);
  } finally {
    await server.close();
    await keyring.stop();
  }
});
