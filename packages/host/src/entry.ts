/**
 * Programs of their own, worker threads and the broker: their names, and where the source of each
 * lies beside this file. The bundle gives each an entry of the same name (`<name>.js`).
 */
export const entries = {
  'ledger-worker': './ledger/ledger-worker.ts',
  'index-worker': './index/worker.ts',
  broker: './shell/broker/main.ts',
} as const;

export type EntryName = keyof typeof entries;

/** Where an entry lies: the TypeScript source in a clone, `<name>.js` beside the bundle's files. */
export function entryUrl(name: EntryName): URL {
  const source = import.meta.url.endsWith('.ts');
  return new URL(source ? entries[name] : `./${name}.js`, import.meta.url);
}
