import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { begin } from './testing/begin.ts';
import { contactsOf, traceWith } from './testing/network-trace.ts';
import { call, say, startWithModel, toolResults } from './testing/with-model.ts';
import type { WithModel } from './testing/with-model.ts';

/** Whether strace can read addresses out of a program that keeps others out of its memory. */
const READABLE = process.getuid?.() === 0;

let stage: WithModel;
let other: { readonly port: number; close(): void };
beforeAll(async () => {
  stage = await startWithModel('sk-' + 'traced'.repeat(6));
  stage.program.note('plan.md', '# Plan\n\nThe plan is to plant beans.\n');
  other = await startOther();
});
afterAll(async () => {
  other.close();
  await stage.stop();
});

/** Runs a verb with every network call of every process and thread written down. */
async function traced(args: readonly string[], stdin = '') {
  const file = join(stage.program.person, `trace-${args[0] ?? ''}`);
  const running = begin(stage.program, args, {
    stdin,
    under: traceWith(file),
    // Otherwise libuv may hand calls to the kernel by a ring, where strace does not see them.
    environment: { UV_USE_IO_URING: '0' },
  });
  const { code, stdout, stderr } = await running.ended;
  return { code, stdout, stderr, contacts: contactsOf(readFileSync(file, 'utf8')) };
}

/** The message bus of the keychain, and what glibc looks for in the sandbox and does not find. */
const local = () => [
  /unix:path=([^,]+)/u.exec(stage.program.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '')?.[1],
  '/var/run/nscd/socket',
];

describe('every socket of a whole run, in every process', () => {
  test('offline: the keychain’s bus, and nothing else', async () => {
    const { code, stdout, contacts } = await traced(['ask', 'beans?', '--provider', 'offline']);
    expect([code, stdout]).toEqual([0, '> The plan is to plant beans.\n\n[1] plan.md › Plan\n']);
    expect(contacts.listening).toEqual([]);
    expect([contacts.sockets, contacts.internet]).toEqual([0, []]);
    expect(contacts.local.filter((path) => !local().includes(path))).toEqual([]);
    if (READABLE) expect(contacts.local).toContain(local()[0]);
  });

  test('a turn that reads, is denied a write and runs commands: the configured address, and nothing else', async () => {
    const { server } = stage;
    const elsewhere = `127.0.0.1:${String(other.port)}`;
    server.script(
      call(
        ['file_read', { path: 'plan.md' }],
        ['file_write', { path: 'plan.md', text: 'x' }],
        ['shell_run', { command: 'wc -l plan.md' }],
        ['web_fetch', { url: `https://${elsewhere}/` }],
        ['shell_run', { command: `curl http://${elsewhere}/`, network: true }],
      ),
      say('Beans.'),
    );
    const { code, contacts } = await traced(['chat'], 'what is the plan?\n');
    expect(code).toBe(0);
    expect(toolResults(server.requests).map((one) => one.split(':')[0])).toEqual([
      '{"text"',
      'denied',
      '{"exit"',
      'denied',
      'denied',
    ]);
    expect(contacts.listening).toEqual([]);
    // One connection for each request the server saw, and none to anybody else.
    expect([contacts.sockets, server.requests.length]).toEqual([2, 2]);
    const configured = `127.0.0.1:${String(server.port)}`;
    expect(contacts.internet).toEqual(READABLE ? [configured, configured] : []);
    expect(contacts.local.filter((path) => !local().includes(path))).toEqual([]);
  });

  test('searching, and looking after the keys, the models and the record: nobody at all', async () => {
    for (const args of [
      ['search', 'beans'],
      ['keys'],
      ['models'],
      ['doctor'],
      ['audit', 'verify'],
    ]) {
      const { contacts } = await traced(args);
      const { listening, sockets, internet } = contacts;
      expect([args, listening, sockets, internet]).toEqual([args, [], 0, []]);
    }
  });
});

test('the trace sees what it is to rule out: a listener, a dial, a name looked up', async () => {
  const file = join(stage.program.person, 'trace-control');
  const script = `
    require('net').createServer().listen(0, '127.0.0.1', function () { this.close(); });
    require('net').connect(${String(other.port)}, '127.0.0.1', function () { this.destroy(); });
    const udp = require('dgram').createSocket('udp4');
    udp.send('query', 53, '127.0.0.1', () => udp.close());`;
  const [command, ...rest] = [...traceWith(file), process.execPath, '-e', script];
  await once(spawn(command, rest, { env: { UV_USE_IO_URING: '0' } }), 'close');
  const { listening, internet } = contactsOf(readFileSync(file, 'utf8'));
  expect(listening.length).toBeGreaterThan(0);
  expect(internet).toEqual(
    expect.arrayContaining([`127.0.0.1:${String(other.port)}`, '127.0.0.1:53']),
  );
});

/** Somebody on this machine whom nobody configured. */
async function startOther() {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
