'use strict';
// Installs what the tests need of the operating system where it may (root with apt); otherwise names
// what is missing and how to get it. Runs under any Node, asks nothing, is quick when all is there.

var fs = require('fs');
var path = require('path');
var spawnSync = require('child_process').spawnSync;

/** Command, Debian package, what the tests do with it. */
var NEEDED = [
  ['bwrap', 'bubblewrap', 'run commands in the sandbox'],
  ['gnome-keyring-daemon', 'gnome-keyring', 'keep keys in a real keychain'],
  ['dbus-run-session', 'dbus', 'give that keychain a bus of its own'],
  ['dbus-send', 'dbus-bin', 'find that keychain on the bus'],
  ['rg', 'ripgrep', 'compare search with'],
  ['strace', 'strace', 'trace the network and tear writes'],
  ['sudo', 'sudo', 'run an elevated command once'],
  ['openssl', 'openssl', 'make certificates for pinning'],
  ['chromium', 'chromium', 'look at rendered notes with a real browser'],
  ['git', 'git', 'read-only commands, and hooks that must not run'],
  ['setpriv', 'util-linux', 'run the same tests as an ordinary user'],
];

function installed(command) {
  var folders = String(process.env.PATH || '').split(path.delimiter);
  folders.push('/usr/bin', '/bin', '/usr/sbin', '/sbin');
  return folders.some(function (folder) {
    try {
      fs.accessSync(path.join(folder, command), fs.constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missing() {
  return NEEDED.filter(function (row) {
    return !installed(row[0]);
  });
}

function packages(rows) {
  return rows.map(function (row) {
    return row[1];
  });
}

function apt(args) {
  var environment = Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' });
  var run = spawnSync('apt-get', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  return run.status === 0;
}

function main() {
  if (process.platform !== 'linux') {
    process.stderr.write('The tests of sandbox, keychain and containment need Linux.\n');
    return 1;
  }
  var rows = missing();
  if (rows.length === 0) return 0;
  var mayInstall = process.getuid() === 0 && installed('apt-get');
  if (mayInstall) {
    process.stdout.write('Installing for the tests: ' + packages(rows).join(' ') + '\n');
    var args = ['install', '-y', '-qq', '--no-install-recommends'].concat(packages(rows));
    if (!apt(args) && apt(['update', '-qq'])) apt(args);
    rows = missing();
    if (rows.length === 0) return 0;
  }
  process.stderr.write('The tests need programs which are not installed:\n');
  rows.forEach(function (row) {
    process.stderr.write('  ' + row[0] + ' – to ' + row[2] + ' (Debian package ' + row[1] + ')\n');
  });
  process.stderr.write('Install them: sudo apt-get install ' + packages(rows).join(' ') + '\n');
  return 1;
}

process.exitCode = main();
