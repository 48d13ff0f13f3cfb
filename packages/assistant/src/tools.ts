import { operations } from '@gatehouse/kernel';
import type { Name } from '@gatehouse/kernel';

/** A tool as a model is told of it. `schema` is JSON Schema, draft 2020-12. */
export interface Tool {
  readonly name: string;
  readonly operation: Name;
  readonly description: string;
  readonly schema: unknown;
}

/**
 * The tools of a turn: one for each operation that a model may ask for, and that `rights`, where a
 * protocol declared them, names. `toSchema` turns an operation's input into JSON Schema.
 */
export function toolsFor(
  rights: readonly string[] | null,
  toSchema: (operation: Name) => unknown,
): readonly Tool[] {
  const tools: Tool[] = [];
  for (const name of Object.keys(operations) as Name[]) {
    const description = operations[name].tool;
    if (description === null || (rights !== null && !rights.includes(name))) continue;
    tools.push({
      name: name.replace('.', '_'),
      operation: name,
      description,
      schema: toSchema(name),
    });
  }
  return tools;
}
