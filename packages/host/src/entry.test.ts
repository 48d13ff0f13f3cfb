import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entries, entryUrl, type EntryName } from './entry.ts';

test.each(Object.keys(entries) as EntryName[])('%s lies where the table says', (name) => {
  expect(existsSync(entryUrl(name))).toBe(true);
});
