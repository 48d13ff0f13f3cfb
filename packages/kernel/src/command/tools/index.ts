import { prepareAll, type Tools } from '../grammar.ts';
import { archiveTools } from './archives.ts';
import { dataTools } from './data.ts';
import { fileTools } from './files.ts';
import { filterTools } from './filters.ts';
import { gitTools } from './git.ts';
import { inspectTools } from './inspect.ts';
import { installedTools } from './installed.ts';
import { networkTools } from './network.ts';
import { packageTools } from './packages.ts';
import { repositoryTools } from './repositories.ts';
import { shellTools } from './shell.ts';
import { systemTools } from './system.ts';
import { textTools } from './text.ts';

export const tables = [
  textTools,
  fileTools,
  archiveTools,
  dataTools,
  filterTools,
  shellTools,
  gitTools,
  repositoryTools,
  systemTools,
  inspectTools,
  packageTools,
  installedTools,
  networkTools,
] as const;

/** Every tool whose options are known, by name. The only list of them. */
export const tools: Tools = prepareAll(...tables);
