import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel';

/**
 * Gatehouse's own home: `GATEHOUSE_HOME`, else the platform's place for an application's data.
 * Throws `home_malformed` where the variable is no absolute path.
 */
export function gatehouseHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const chosen = environment['GATEHOUSE_HOME'];
  if (chosen !== undefined && chosen !== '') {
    if (!isAbsolute(chosen)) {
      throw new GatehouseError('home_malformed', 'GATEHOUSE_HOME must be an absolute path.');
    }
    return chosen;
  }
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'gatehouse');
  if (platform === 'win32') {
    return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'gatehouse');
  }
  return join(environment['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'gatehouse');
}
