import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../native/index.ts';
import { CREATE, LOOK, READ, type Containment, type Directory } from '../containment.ts';
import { createStage, type Stage } from './stage.ts';
import { startRacer } from './start-racer.ts';

/** What a contained call may answer while its names are exchanged; anything else is a defect. */
const RACING = ['ELOOP', 'ENOTDIR', 'EXDEV', 'EAGAIN'];

/**
 * The suite every adapter of `Containment` must pass: the refusals one by one, then a real process
 * that exchanges folders and files with links to the outside, `attempts` times for reading and for
 * changing, and not one escape. `attempts` 0 leaves the races out: for the adapter that is best
 * effort, and says so.
 */
export function describeContainment(
  name: string,
  create: () => Containment,
  attempts = 100_000,
): void {
  describe(`containment by ${name}`, () => {
    const containment = create();
    let stage: Stage;
    let root: Directory;
    beforeEach(() => {
      stage = createStage();
      root = containment.enter('/', stage.root.slice(1).split('/'));
    });
    afterEach(() => {
      fs.closeSync(root.fd);
      stage.requireUntouched();
      stage.remove();
    });

    const outcome = (act: () => unknown): string => {
      try {
        act();
        return 'done';
      } catch (error) {
        return codeOf(error);
      }
    };
    const contents = (segments: readonly string[]): string => {
      const fd = containment.open(root, segments, READ);
      try {
        return fs.readFileSync(fd, 'utf8');
      } finally {
        fs.closeSync(fd);
      }
    };
    const inFolder = <T>(segments: readonly string[], act: (folder: Directory) => T): T => {
      const folder = containment.enter(root, segments);
      try {
        return act(folder);
      } finally {
        fs.closeSync(folder.fd);
      }
    };

    it('reads what lies inside', () => {
      expect(contents(['d', 'f'])).toBe('inside');
      expect(inFolder([], (folder) => fs.fstatSync(folder.fd).ino)).toBe(
        fs.statSync(stage.root).ino,
      );
    });

    it.each([
      { segments: ['..', 'outside', 'f'], codes: ['path_parent_segment'] },
      { segments: ['d', '..', '..', 'outside', 'f'], codes: ['path_parent_segment'] },
      { segments: ['l', 'f'], codes: ['ELOOP', 'ENOTDIR'] },
      { segments: ['d', 'g'], codes: ['ELOOP'] },
      { segments: ['d', 'f', 'x'], codes: ['ENOTDIR'] },
      { segments: ['d', 'absent'], codes: ['ENOENT'] },
      { segments: ['d/f'], codes: ['path_malformed'] },
      { segments: ['/etc/hostname'], codes: ['path_malformed'] },
      { segments: [''], codes: ['path_malformed'] },
      { segments: ['.'], codes: ['path_malformed'] },
      { segments: ['d', 'f\0'], codes: ['path_nul'] },
      { segments: ['d', '\ud800'], codes: ['path_malformed'] },
      { segments: ['x'.repeat(300)], codes: ['ENAMETOOLONG'] },
      { segments: ['exe'], codes: ['ELOOP'], through: 'exe' },
      { segments: ['root', 'etc', 'passwd'], codes: ['ELOOP', 'ENOTDIR'], through: 'root' },
    ])('refuses to open $segments', ({ segments, codes, through }) => {
      if (through !== undefined) fs.symlinkSync(`/proc/self/${through}`, join(stage.root, through));
      expect(codes).toContain(outcome(() => contents(segments)));
    });

    it('does not follow magic links below /proc', () => {
      const codes = ['ELOOP', 'ENOTDIR', 'EXDEV'];
      const slash = containment.enter('/', []);
      const own = ['proc', String(process.pid)];
      expect(codes).toContain(outcome(() => containment.open(slash, [...own, 'exe'], READ)));
      expect(codes).toContain(outcome(() => containment.enter(slash, [...own, 'root', 'etc'])));
      fs.closeSync(slash.fd);
    });

    it('answers at once for a FIFO that nobody writes to', () => {
      execFileSync('mkfifo', [join(stage.root, 'fifo')]);
      for (const flags of [READ, LOOK]) {
        const fd = containment.open(root, ['fifo'], flags);
        expect(fs.fstatSync(fd).isFIFO()).toBe(true);
        fs.closeSync(fd);
      }
    });

    it('makes, renames and removes by one name only', () => {
      inFolder(['d'], (d) => {
        for (const bad of ['..', '../x', 'a/b', '.', '', 'n\0']) {
          for (const act of [
            () => containment.makeDirectory(d, bad, 0o700),
            () => containment.rename(d, bad, d, 'new', 'fresh'),
            () => containment.rename(d, 'f', d, bad, 'replace'),
            () => containment.remove(d, bad, 'file'),
            () => containment.remove(d, bad, 'directory'),
          ]) {
            expect(['path_parent_segment', 'path_malformed', 'path_nul']).toContain(outcome(act));
          }
        }
        containment.makeDirectory(d, 'sub', 0o700);
        fs.closeSync(containment.open(d, ['sub', 'one'], CREATE, 0o600));
        expect(outcome(() => containment.open(d, ['sub', 'one'], CREATE, 0o600))).toBe('EEXIST');
        expect(outcome(() => containment.open(d, ['g'], CREATE, 0o600))).toBe('EEXIST');
        expect(outcome(() => containment.rename(d, 'sub', d, 'f', 'fresh'))).toBe('EEXIST');
        expect(outcome(() => containment.rename(d, 'f', d, 'g', 'fresh'))).toBe('EEXIST');
        expect(outcome(() => containment.remove(d, 'sub', 'directory'))).toBe('ENOTEMPTY');
        containment.rename(d, 'sub', d, 'other', 'fresh');
        inFolder(['d', 'other'], (other) => containment.rename(other, 'one', d, 'two', 'fresh'));
        containment.remove(d, 'other', 'directory');
        containment.rename(d, 'two', d, 'g', 'replace'); // takes the link's place, not its target's
      });
      expect(fs.readdirSync(join(stage.root, 'd')).sort()).toEqual(['f', 'g']);
      expect(fs.lstatSync(join(stage.root, 'd', 'g')).isFile()).toBe(true);
    });

    if (attempts === 0) return;

    /** Runs `act` while both names are exchanged; returns how often it ended how. */
    const inRace = async (pair: readonly [string, string], tries: number, act: () => void) => {
      const racer = await startRacer([pair]);
      const seen: Record<string, number> = {};
      try {
        for (let at = 0; at < tries; at++) {
          const key = outcome(act);
          seen[key] = (seen[key] ?? 0) + 1;
        }
      } finally {
        await racer.stop();
      }
      const { done = 0, ...refused } = seen;
      return {
        done,
        refused: Object.values(refused).reduce((a, b) => a + b, 0),
        codes: Object.keys(refused),
      };
    };

    it.each([
      { swaps: 'a folder', pair: ['d', 'l'] },
      { swaps: 'a file', pair: ['d/f', 'd/g'] },
    ] as const)(
      `reads ${String(attempts / 2)} times while $swaps is exchanged, without an escape`,
      async ({ pair: [one, other] }) => {
        const path = join(stage.root, 'd', 'f');
        const read = { inside: 0, outside: 0, plain: 0 };
        const pair = [join(stage.root, one), join(stage.root, other)] as const;
        const seen = await inRace(pair, attempts / 2, () => {
          // The race is real: a plain read by name does escape.
          if (read.plain === 0 && fs.readFileSync(path, 'utf8') === 'outside') read.plain++;
          read[contents(['d', 'f']) as 'inside' | 'outside']++;
        });
        expect(seen.codes.filter((code) => !RACING.includes(code))).toEqual([]);
        expect(read).toEqual({ inside: seen.done, outside: 0, plain: 1 });
        expect(seen.done).toBeGreaterThan(0);
        expect(seen.refused).toBeGreaterThan(0);
      },
    );

    it(`changes a folder ${String(attempts)} times in a race without an escape`, async () => {
      const pair = [join(stage.root, 'd'), join(stage.root, 'l')] as const;
      const seen = await inRace(pair, attempts, () => {
        // Names that lie outside too: any of these calls would leave a mark there.
        inFolder(['d'], (folder) => {
          fs.closeSync(containment.open(folder, ['written'], CREATE, 0o600));
          containment.rename(folder, 'written', folder, 'moved', 'fresh');
          containment.rename(folder, 'moved', folder, 'victim', 'replace');
          containment.remove(folder, 'victim', 'file');
          containment.makeDirectory(folder, 'folder', 0o700);
          containment.remove(folder, 'folder', 'directory');
        });
      });
      expect(seen.codes.filter((code) => !RACING.includes(code))).toEqual([]);
      expect(seen.done).toBeGreaterThan(0);
      expect(seen.refused).toBeGreaterThan(0);
      stage.requireUntouched();
    });

    it('replaces and truncates a name in a race with a link, and never its target', async () => {
      const at = (name: string) => join(stage.root, 'd', name);
      const d = containment.enter(root, ['d']);
      const seen = await inRace([at('f'), at('g')], attempts / 10, () => {
        fs.closeSync(containment.open(d, ['written'], CREATE, 0o600));
        containment.rename(d, 'written', d, 'f', 'replace');
        fs.symlinkSync(join(stage.outside, 'f'), at('link'));
        fs.renameSync(at('link'), at('g'));
        fs.closeSync(containment.open(d, ['f'], fs.constants.O_WRONLY | fs.constants.O_TRUNC));
      });
      fs.closeSync(d.fd);
      expect(seen.codes.filter((code) => code !== 'ELOOP')).toEqual([]);
      expect(seen.done).toBeGreaterThan(0);
      expect(seen.refused).toBeGreaterThan(0);
      stage.requireUntouched();
    });
  });
}
