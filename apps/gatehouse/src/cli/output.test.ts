import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createOutput, jsonLine } from './output.ts';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', '1');
});
afterEach(() => void vi.unstubAllEnvs());

/** What stands on the screen after `act`: standard output and error, as bytes went out. */
function screen(json: boolean, act: (output: ReturnType<typeof createOutput>) => void): string {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    hasColors: () => true,
    getColorDepth: () => 8,
  }) as unknown as NodeJS.WriteStream;
  const wrote: string[] = [];
  stream.write = (text: unknown) => wrote.push(String(text)) > 0;
  act(createOutput({ json, stdout: stream, stderr: stream }));
  return wrote.join('');
}

/** Texts of a note, a model, a file name or an error that a terminal would obey or hide. */
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['clears the screen', '\u001b[2J\u001b[H'],
  ['takes our own dim', '\u001b[2m'],
  ['takes our own red', '\u001b[31mdone\u001b[39m'],
  ['sets the title', '\u001b]0;title\u0007'],
  ['writes the clipboard', '\u001b]52;c;ZXZpbA==\u001b\\\\'],
  ['a C1 sequence', '\u009b2J'],
  ['a string terminator', '\u0090x\u009c'],
  ['overwrites its line', 'rm -rf\rls'],
  ['backspaces', 'rm\b\bls'],
  ['right to left', '\u202etxt.exe'],
  ['isolates', '\u2066a\u2069'],
  ['hides', 'a\u200bb\u2060c'],
  ['a tag', '\u{e0041}\u{e007f}'],
  ['an escape cut in two', '\u001b'],
];
const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

describe('nothing that is shown reaches the terminal as more than text', () => {
  test.each(hostile)('%s', (_name, text) => {
    for (const json of [false, true]) {
      const wrote = screen(json, (output) => {
        output.write(text);
        output.line(text);
        output.note(text);
        output.problem('code', text);
        output.value({ [text]: [text] });
      });
      expect([json, harmful.exec(wrote)]).toEqual([json, null]);
    }
  });

  test('styles stay, around text that has none', () => {
    expect(
      screen(false, (output) => output.line(`${output.style('bold', 'a\u001b[22mb')} c`)),
    ).toBe('\u001b[1ma⟨U+001B⟩[22mb\u001b[22m c\n');
  });

  test('a mark of before is worth nothing to another text', () => {
    const wrote = screen(false, (output) => output.line(`\u001b${crypto.randomUUID()}[2J`));
    expect(harmful.exec(wrote)).toBe(null);
  });
});

test.each(hostile)('as JSON the same value comes out again: %s', (_name, text) => {
  expect(JSON.parse(jsonLine({ text }))).toEqual({ text });
});
