import { closeSync, fsyncSync, mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { createMask, type Mask } from '@gatehouse/kernel/redact';
import { isCode, openPrivateFile } from '../../database/private-file.ts';
import type { Stores } from '../create-stores.ts';
import { markdownOf } from './markdown.ts';
import type { Manifest, PortableSession } from './schema.ts';

/**
 * Writes everything that is kept as a new folder of Markdown and JSON: `gatehouse.json`, and for
 * each session `sessions/ID.json` and `.md`. No keys, no copies of files, no grants; secrets that were
 * said, read or run are redacted, the same one by the same label in all of it. 0700 and 0600.
 * Throws `export_exists` where something has that name. Returns the number of files.
 */
export function exportTree(stores: Stores, directory: string): { readonly files: number } {
  try {
    mkdirSync(directory, { mode: 0o700 });
    mkdirSync(join(directory, 'sessions'), { mode: 0o700 });
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
    throw new GatehouseError('export_exists', 'Something has that name already.', cause);
  }
  const { database, transact, now } = stores.rows;
  const mask = createMask();
  const manifest: Manifest = {
    format: 'gatehouse export',
    version: 1,
    exported: new Date(now()).toISOString(),
    settings: mask.value(stores.settings.all()) as Manifest['settings'],
    domains: stores.domains.list().map((domain) => ({
      ...domain,
      roots: [...domain.roots],
      protocols: [...domain.protocols],
      models: [...domain.models],
    })),
  };
  write(join(directory, 'gatehouse.json'), manifest);
  const ids = database.prepare<[], string>('select id from session order by id').pluck();
  const head = database.prepare<[string], Head>(
    'select id, domain, title, started from session where id = ?',
  );
  const messages = database.prepare<[string], { time: number; body: string }>(
    'select time, body from message where session = ? order by sequence',
  );
  const usage = database.prepare<[string], PortableSession['usage'][number]>(
    'select time, model, input, output from usage where session = ? order by id',
  );
  let files = 1;
  for (const id of transact('read', () => ids.all())) {
    const session = transact('read', () => {
      const found = head.get(id);
      return found && { found, messages: messages.all(id), usage: usage.all(id) };
    });
    if (session === undefined) continue; // forgotten meanwhile
    const whole: PortableSession = {
      ...session.found,
      title: mask.text(session.found.title),
      messages: session.messages.map(({ time, body }) => ({
        time,
        message: masked(JSON.parse(body) as Message, mask),
      })),
      usage: session.usage,
    };
    write(join(directory, 'sessions', `${id}.json`), whole);
    writeText(join(directory, 'sessions', `${id}.md`), markdownOf(whole));
    files += 2;
  }
  return { files };
}

type Message = PortableSession['messages'][number]['message'];

/** What a tool said is JSON in a text. */
function masked(message: Message, mask: Mask): Message {
  const shown = mask.value(message) as Message;
  return shown.role === 'tool' ? { ...shown, text: mask.json(message.text) } : shown;
}

type Head = Pick<PortableSession, 'id' | 'domain' | 'title' | 'started'>;

const write = (path: string, value: object) =>
  writeText(path, `${JSON.stringify(value, null, 2)}\n`);

function writeText(path: string, text: string): void {
  const descriptor = openPrivateFile(path, 'new');
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
