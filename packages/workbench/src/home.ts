import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel';
import { realPlace } from '@gatehouse/host/machine';

/** The person's home, real: nothing below it is mistaken for another place by a link on the way. */
export const personHome = (): string => realPlace(homedir());

/**
 * Gatehouse's own home: `GATEHOUSE_HOME`, else the platform's place for an application's data. The
 * folders on the way are real; that it is no link itself is checked where it is made.
 * Throws `home_malformed` where the variable is no absolute path.
 */
export function gatehouseHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const named = resolve(namedHome(environment, platform));
  return join(realPlace(dirname(named)), basename(named));
}

function namedHome(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
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
  const data = environment['XDG_DATA_HOME'] ?? '';
  // A relative one is to be ignored (XDG Base Directory Specification 0.8): it would be any folder.
  return join(isAbsolute(data) ? data : join(home, '.local', 'share'), 'gatehouse');
}
