import { splits, type Argument } from '../argument.ts';
import type { Actions } from './find.ts';

/** Operators of test(1) and bash's own, with what they take. */
const aboutFiles = /^-[abcdefghkprstuwxLSGONC]$/u;
const aboutText = /^-[nzo]$/u;
const comparisons = /^(?:=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge)$/u;
const betweenFiles = /^-(?:nt|ot|ef)$/u;
const variableTest = /^-[vR]$/u;
const name = /^[A-Za-z_]\w*$/u;

/** Reads the words of `test` and `[`. Files named are only looked at, never opened. */
export function readTest(program: string, words: readonly Argument[], actions: Actions): void {
  const { add, use } = actions;
  const list = words.at(-1)?.text === ']' ? words.slice(0, -1) : words;
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at];
    if (word === undefined) return;
    // One word too many changes which word is the operator: `[ $x = y ]` with x='-v a[$(id)]'.
    if (splits(word)) add({ code: 'command_dynamic_option', program, option: word.written });
    const { text } = word;
    const after = list[at + 1];
    if (text !== null && betweenFiles.test(text) && at > 0) {
      for (const side of [list[at - 1], after]) if (side !== undefined) use(side, 'read');
    } else if (text !== null && variableTest.test(text) && after !== undefined) {
      if (after.text === null || !name.test(after.text)) {
        add({ code: 'command_evaluates', part: after.written });
      }
      at += 1;
    } else if (text !== null && aboutFiles.test(text) && after !== undefined) {
      if (after.text !== null && (comparisons.test(after.text) || aboutText.test(after.text)))
        continue;
      if (text === '-t' || (text === '-a' && at > 0)) continue;
      use(after, 'read');
      at += 1;
    } else if (text === null && !isOperand(list, at)) {
      add({ code: 'command_dynamic_option', program, option: word.written });
    }
  }
}

/** True where an unknown word can only be read as an operand: beside a fixed operator. */
function isOperand(list: readonly Argument[], at: number): boolean {
  if (list.length === 1) return true;
  const before = list[at - 1]?.text ?? '';
  const after = list[at + 1]?.text ?? '';
  return comparisons.test(after) || comparisons.test(before) || aboutText.test(before);
}
