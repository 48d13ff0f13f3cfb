import type { Connection, Transact } from '../database/index.ts';

/** What the person set, by key; values are plain JSON. */
export interface SettingsStore {
  all(): Readonly<Record<string, unknown>>;
  set(key: string, value: unknown): void;
  remove(key: string): void;
}

export function createSettings(database: Connection, transact: Transact): SettingsStore {
  const all = database.prepare<[], { key: string; value: string }>(
    'select key, value from setting order by key',
  );
  const set = database.prepare('insert or replace into setting (key, value) values (?, ?)');
  const remove = database.prepare('delete from setting where key = ?');
  return {
    all() {
      const rows = transact('read', () => all.all());
      return Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
    },
    set(key, value) {
      const text = JSON.stringify(value);
      transact('write', () => set.run(key, text));
    },
    remove: (key) => void transact('write', () => remove.run(key)),
  };
}
