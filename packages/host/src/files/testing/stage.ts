import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a granted root and a place outside it, and what must never change there. */
export interface Stage {
  readonly root: string;
  readonly outside: string;
  /** Throws where anything outside was made, changed, renamed or removed. */
  requireUntouched(): void;
  remove(): void;
}

/**
 * `root/d` holds `f` (`inside`) and `g`, a link to the file outside; `root/l` is a link to the folder
 * outside, which holds an `f` too (`outside`). A racer exchanges `d` with `l`, and `f` with `g`.
 */
export function createStage(): Stage {
  const home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'gatehouse-race-')));
  const [root, outside] = [join(home, 'root'), join(home, 'outside')];
  fs.mkdirSync(join(root, 'd'), { recursive: true });
  fs.mkdirSync(outside);
  fs.writeFileSync(join(root, 'd', 'f'), 'inside');
  fs.writeFileSync(join(outside, 'f'), 'outside');
  for (const name of ['moved', 'victim']) fs.writeFileSync(join(outside, name), 'outside');
  fs.mkdirSync(join(outside, 'folder'));
  fs.symlinkSync(join(outside, 'f'), join(root, 'd', 'g'));
  fs.symlinkSync(outside, join(root, 'l'));
  const state = () =>
    ['.', ...fs.readdirSync(outside).sort()].map((name) => {
      const { ino, size, mode, nlink, mtimeNs, ctimeNs } = fs.lstatSync(join(outside, name), {
        bigint: true,
      });
      return [name, ino, size, mode, nlink, mtimeNs, ctimeNs].join(' ');
    });
  // A directory's times change with every entry made or removed, so that nothing can come and go.
  const before = state();
  return {
    root,
    outside,
    requireUntouched() {
      const now = state();
      if (now.join('\n') !== before.join('\n')) {
        throw new Error(`outside changed:\n${before.join('\n')}\nnow:\n${now.join('\n')}`);
      }
    },
    remove: () => fs.rmSync(home, { recursive: true, force: true }),
  };
}
