/** Writes over `n.md` in a folder and deletes `gone.md`; meant to be killed on the way. */
import { join } from 'node:path';
import { createClearances, type Operand } from '@gatehouse/kernel';
import { createNative } from '../../native/index.ts';
import { createFiles } from '../files.ts';
import { createOpenat2Containment } from '../openat2.ts';
import { createPathResolver } from '../path-resolver.ts';
import { createSnapshots } from '../snapshots/index.ts';
import { finish } from './files-stage.ts';

const [root = '', directory = ''] = process.argv.slice(2);
const containment = createOpenat2Containment(createNative());
const maxBytes = 1 << 20;
const { issue, spend } = createClearances();
const { effects } = createFiles({
  spend,
  containment,
  snapshots: createSnapshots({
    directory,
    keys: { kept: 'keychain', derive: () => Buffer.alloc(32, 7) },
  }),
  scope: () => ({ home: '/nonexistent', gatehouse: '/nonexistent', roots: [root] }),
  maxFileBytes: () => maxBytes,
});
const resolver = createPathResolver({ containment, roots: () => [root], maxBytes });
const { signal } = new AbortController();
const factOf = (name: string) =>
  resolver.resolve({ kind: 'path', path: { root, segments: [name] }, contents: true }, signal);

const rest = { binding: '', requestId: '' };
const write = { intent: { text: 'new'.repeat(1000) }, facts: { target: await factOf('n.md') } };
await finish(
  effects['file.write'](
    issue('file.write', { ...write, ...rest } as unknown as Operand<'file.write'>),
    signal,
  ),
);
const remove = { intent: {}, facts: { target: await factOf('gone.md') } };
await finish(
  effects['file.delete'](
    issue('file.delete', { ...remove, ...rest } as unknown as Operand<'file.delete'>),
    signal,
  ),
);
process.stdout.write(join(root, 'done'));
