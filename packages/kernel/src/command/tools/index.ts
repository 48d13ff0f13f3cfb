import { prepareAll, type Tool } from '../grammar.ts';
import { fileTools } from './files.ts';
import { gitTools } from './git.ts';
import { networkTools } from './network.ts';
import { packageTools } from './packages.ts';
import { shellTools } from './shell.ts';
import { systemTools } from './system.ts';
import { textTools } from './text.ts';

export const tables = [
  textTools,
  fileTools,
  shellTools,
  gitTools,
  systemTools,
  packageTools,
  networkTools,
] as const;

/** Every tool whose options are known, by name. The only list of them. */
export const tools: ReadonlyMap<string, Tool> = new Map(
  tables.flatMap((table) => [...prepareAll(table)]),
);
