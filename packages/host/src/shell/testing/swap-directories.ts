import { createNative, AT, RENAME } from '../../native/index.ts';

/** A process that exchanges two directories as fast as it can, until it is ended. */
const [, , one = '', other = ''] = process.argv;
const native = createNative();
process.stdout.write('racing\n');
for (;;) native.renameat2(AT.FDCWD, one, AT.FDCWD, other, RENAME.EXCHANGE);
