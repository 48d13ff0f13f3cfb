import { dropLead, leadOf, type Argument } from '../argument.ts';
import type { Tool } from '../grammar.ts';
import type { Actions } from './find.ts';

/** Reads `key=value` words (`dd`): keys are looked up as options written `key=`. */
export function readKeys(
  program: string,
  tool: Tool,
  words: readonly Argument[],
  { add, use }: Actions,
): void {
  for (const word of words) {
    const lead = leadOf(word);
    const equals = lead.indexOf('=');
    const option = equals < 0 ? undefined : tool.options.get(lead.slice(0, equals + 1));
    if (option === undefined) {
      add({ code: 'command_unknown_operand', program, operand: word.written });
      continue;
    }
    if (option.risk !== null) add({ code: option.risk, program, option: option.name });
    const value = dropLead(word, equals + 1);
    if (option.role === 'read') use(value, 'read');
    if (option.role === 'write') use(value, 'write');
  }
}
