import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle } from './bundle.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'dist');
for (const file of await bundle(root, out)) {
  console.log(
    `${(statSync(join(out, file)).size / 1024).toFixed(1).padStart(9)} KiB  dist/${file}`,
  );
}
console.log('\nPack it: npm pack ./dist');
