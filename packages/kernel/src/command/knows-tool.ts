import { tools } from './tools/index.ts';

/** True for a tool of the tables, with its sub-command where it has any: `ls`, `git commit`. */
export function knowsTool(name: string): boolean {
  const [first = '', ...more] = name.split(' ');
  let tool = tools.get(first);
  for (const word of more) tool = tool?.commands?.get(word);
  return tool !== undefined && tool.commands === null;
}
