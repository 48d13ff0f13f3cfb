import type { Random } from './random.ts';

/** Bytes that mean something to the shell, and a few that do not. */
const noise = [
  ...`' " \` $ ( ) { } [ ] < > | & ; # ! ~ * ? = \\ - + : , @ / % ^ . 0 a z`.split(' '),
  ...[' ', '\n', '\t'],
  ...['$(', '${', '$((', '((', '))', '[[ ', ' ]]', '<<E', '\nE\n', '<(', "$'", '$"', '\\\n', ';;'],
  ...['&&', '||', '|&', '<<<', '>|', '&>', '<>', 'do ', 'done', ' in ', 'if ', 'fi', 'esac', '$@'],
];

/** Damages a program in one to three places. */
export function spoil(text: string, { below, chance, pick }: Random): string {
  let made = text;
  for (let more = 1 + below(3); more > 0; more -= 1) {
    const at = below(made.length + 1);
    const end = at + below(4);
    const put = chance(0.3)
      ? ''
      : chance(0.2)
        ? made.slice(below(at + 1), at).slice(0, 12)
        : pick(noise);
    made = made.slice(0, at) + put + made.slice(chance(0.5) ? at : end);
  }
  return made;
}
