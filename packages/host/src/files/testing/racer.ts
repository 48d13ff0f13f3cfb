/**
 * A process that does nothing but exchange two names, as fast as the kernel lets it. Started with
 * pairs of absolute paths; each pair is exchanged in turn, atomically, until the process is ended.
 */
import { AT, codeOf, createNative, RENAME } from '../../native/index.ts';

const native = createNative();
const names = process.argv.slice(2);
process.stdout.write('racing\n');
// Left again every so often, so that a closed parent ends the race.
const race = () => {
  for (let round = 0; round < 2000; round++) {
    for (let at = 0; at + 1 < names.length; at += 2) {
      const [one = '', other = ''] = names.slice(at, at + 2);
      try {
        native.renameat2(AT.FDCWD, one, AT.FDCWD, other, RENAME.EXCHANGE);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error; // the other side has just replaced a name
      }
    }
  }
  setImmediate(race);
};
process.stdin.on('end', () => process.exit(0)).resume();
race();
