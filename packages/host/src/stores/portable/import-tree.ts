import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { z } from 'zod';
import { isCode } from '../../database/private-file.ts';
import type { Stores } from '../create-stores.ts';
import type { KeptDomain } from '../domains.ts';
import { asDomain, asMessage, manifestSchema, sessionSchema } from './schema.ts';
import type { PortableSession } from './schema.ts';

export interface ImportLimits {
  readonly fileBytes: number;
  readonly allBytes: number;
  readonly sessions: number;
}

/** Far above what a person writes; a bomb stops here. No requirement sets them. */
export const importLimits: ImportLimits = {
  fileBytes: 32 * 1024 * 1024,
  allBytes: 512 * 1024 * 1024,
  sessions: 20_000,
};

export interface Imported {
  /** Sessions that were taken in; those that are there already are left as they are. */
  readonly sessions: number;
  /**
   * Domains the folder proposes. Not taken in: the caller adds each by the way any domain is added,
   * so that a folder never widens what may be touched. Never in the mode `yolo`.
   */
  readonly domains: readonly KeptDomain[];
}

/**
 * Takes in a folder that `exportTree` wrote, or anyone: nothing in it is believed. Only names that
 * can be an export's are opened, as plain files without links, within limits. All sessions are taken
 * in or none; they can be read, not continued, and bring no rights. Throws `import_refused` (link,
 * special file, too large), `import_malformed`.
 */
export function importTree(
  stores: Stores,
  directory: string,
  limits: ImportLimits = importLimits,
): Imported {
  requireDirectory(directory);
  const read = createReader(limits);
  const manifest = read(join(directory, 'gatehouse.json'), 'gatehouse.json', manifestSchema);
  const folder = join(directory, 'sessions');
  requireDirectory(folder);
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (names.length > limits.sessions) throw refused('it holds too many sessions', 'sessions');
  const { database, transact } = stores.rows;
  const session = database.prepare(
    `insert into session (id, domain, title, started, imported) values (?, ?, ?, ?, 1)
     on conflict do nothing`,
  );
  const message = database.prepare(
    'insert into message (session, sequence, time, body) values (?, ?, ?, ?)',
  );
  const usage = database.prepare(
    'insert into usage (session, time, model, input, output) values (?, ?, ?, ?, ?)',
  );

  function insert(one: PortableSession): number {
    const { id, domain, title, started } = one;
    if (session.run(id, domain, title, started).changes === 0) return 0;
    one.messages.forEach(({ time, message: said }, index) => {
      message.run(id, index + 1, time, JSON.stringify(asMessage(said)));
    });
    for (const { time, model, input, output } of one.usage)
      usage.run(id, time, model, input, output);
    return 1;
  }

  const sessions = transact('write', () => {
    let taken = 0;
    for (const name of names) {
      if (!/^[0-9a-f]{32}\.json$/.test(name))
        throw refused('it has a name that is none of ours', name);
      const one = read(join(folder, name), name, sessionSchema);
      if (`${one.id}.json` !== name) throw malformed(name, 'the id is not that of its name');
      taken += insert(one);
    }
    return taken;
  });
  const domains = manifest.domains.map(asDomain).map((domain) => ({
    ...domain,
    mode: domain.mode === 'yolo' ? ('standard' as const) : domain.mode,
  }));
  return { sessions, domains };
}

function createReader(limits: ImportLimits) {
  let left = limits.allBytes;
  return <T>(path: string, name: string, schema: z.ZodType<T>): T => {
    const bytes = readPlain(path, name, Math.min(limits.fileBytes, left));
    left -= bytes.length;
    try {
      const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      const parsed = schema.parse(value);
      // What cannot be written again (too deep) must not be found out half way.
      JSON.stringify(parsed);
      return parsed;
    } catch (cause) {
      throw malformed(name, 'it is not what an export holds', cause);
    }
  };
}

function readPlain(path: string, name: string, most: number): Buffer {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) throw malformed(name, 'it is not there', cause);
    throw refused('it is a link or cannot be opened', name, cause);
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw refused('it is not a plain file', name);
    if (found.nlink !== 1) throw refused('it is linked from elsewhere', name);
    if (found.size > most) throw refused('it is too large', name);
    const bytes = Buffer.alloc(found.size);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(descriptor, bytes, done, bytes.length - done, done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(descriptor);
  }
}

function requireDirectory(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw malformed('the folder', 'it is not there');
  if (!found.isDirectory()) throw refused('it is a link or not a folder', 'the folder');
}

const refused = (why: string, name: string, cause?: unknown) =>
  new GatehouseError('import_refused', `Nothing was imported. ${name}: ${why}.`, cause);
const malformed = (name: string, why: string, cause?: unknown) =>
  new GatehouseError('import_malformed', `Nothing was imported. ${name}: ${why}.`, cause);
