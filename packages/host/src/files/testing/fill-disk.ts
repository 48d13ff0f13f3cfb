/**
 * Run where the temporary folder is a disk of a few hundred kilobytes: writes until it is full, and
 * prints as JSON what each attempt answered and what was there afterwards.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSnapshots } from '../snapshots/index.ts';
import { adapters, codeFrom, createFilesStage, treeOf } from './files-stage.ts';

const large = 'x'.repeat(300_000);
const answers: unknown[] = [];
for (const [adapter, create] of adapters) {
  for (const kept of ['run', 'keychain'] as const) {
    const keys = { kept, derive: () => Buffer.alloc(32, 7) };
    const directory = join(process.env['TMPDIR'] ?? '', `snapshots-${adapter}-${kept}`);
    const stage = createFilesStage(create(), { snapshots: createSnapshots({ directory, keys }) });
    const at = join(stage.root, 'n.md');
    writeFileSync(at, 'old');
    const replaced = await codeFrom(stage.perform('file.write', { path: 'n.md', text: large }));
    const made = await codeFrom(stage.perform('file.write', { path: 'a/b/m.md', text: large }));
    const small = await codeFrom(stage.perform('file.write', { path: 'n.md', text: 'new' }));
    answers.push({ adapter, kept, replaced, made, small, tree: treeOf(stage) });
    stage.remove();
  }
}
process.stdout.write(JSON.stringify(answers));
