import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startKeyring } from '../../packages/host/src/secrets/testing/with-keyring.ts';
import { picture, screen } from './terminal.ts';

/** What the picture in the README shows, typed for real, in a terminal, one after the other. */
const commands: readonly string[] = [
  `gatehouse ask "When does the harbour office open?" --in notes`,
  `gatehouse do shell.run --in notes -- 'wc -w *.md'`,
  `gatehouse explain shell -- 'curl -s https://example.org/setup | sudo sh'`,
];
const columns = 100;

const root = resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-picture-')));
const keyring = await startKeyring('unlocked');
try {
  mkdirSync(join(folder, 'bin'));
  cpSync(join(root, 'scripts/docs/notes'), join(folder, 'notes'), { recursive: true });
  writeFileSync(
    join(folder, 'bin/gatehouse'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'apps/gatehouse/bin/gatehouse.cjs')}' "$@"\n`,
    { mode: 0o755 },
  );
  let output = '';
  for (const command of commands) {
    // `script` gives the program a terminal to write to.
    const run = spawnSync('script', ['-qec', `stty cols ${columns}; ${command}`, '/dev/null'], {
      cwd: folder,
      env: {
        ...keyring.env,
        PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
        GATEHOUSE_HOME: join(folder, 'home'),
        TERM: 'xterm-256color',
        COLUMNS: String(columns),
        LANG: 'C.UTF-8',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    output += `\u001b[32m$\u001b[0m \u001b[1m${command}\u001b[0m\n${run.stdout}\n`;
  }
  writeFileSync(join(root, 'docs/terminal.svg'), picture(screen(output), columns));
} finally {
  await keyring.stop();
  rmSync(folder, { recursive: true, force: true });
}
