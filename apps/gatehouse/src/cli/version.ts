/** The program's version; package.json of the bundle is written from it. */
export const version = '0.1.0';
