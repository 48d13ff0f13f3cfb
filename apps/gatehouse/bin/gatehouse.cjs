#!/usr/bin/env node
'use strict';
// Plain, old JavaScript on purpose: this file must parse and answer under any Node, before a native
// module or a line of TypeScript is loaded. In the sources it starts src/cli/main.ts, in the
// installed package main.js; both export `main(argv)`, which resolves to the exit code.

var fs = require('fs');
var path = require('path');

var NEEDED = 24;
/** EX_UNAVAILABLE: this Node is too old and no newer one is installed beside Gatehouse. */
var EXIT_NODE_TOO_OLD = 69;

function major(version) {
  return parseInt(String(version).split('.')[0], 10);
}

/** The Node that npm installed beside Gatehouse (the pinned package `node`), or null. */
function pinnedNode() {
  var name = process.platform === 'win32' ? 'node.exe' : 'node';
  var folder = fs.realpathSync(__dirname);
  for (;;) {
    var found = path.join(folder, 'node_modules', 'node', 'bin', name);
    if (fs.existsSync(found)) return found;
    var parent = path.dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

function refuse() {
  process.stderr.write(
    'Gatehouse needs Node ' +
      NEEDED +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Run `npm ci` (it installs the right one beside Gatehouse) or get it from https://nodejs.org.\n',
  );
  process.exitCode = EXIT_NODE_TOO_OLD;
}

function runUnder(node) {
  var environment = Object.assign({}, process.env, { GATEHOUSE_UNDER_PINNED_NODE: '1' });
  var child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), {
    stdio: 'inherit',
    env: environment,
  });
  // The terminal sends Ctrl-C to both; the child decides what it means, this process only waits.
  ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'].forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== 'SIGINT') child.kill(signal);
    });
  });
  child.on('error', refuse);
  child.on('exit', function (code, signal) {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** Gatehouse's own home, as packages/workbench/src/home.ts finds it. */
function gatehouseHome() {
  var env = process.env;
  var home = require('os').homedir();
  if (env.GATEHOUSE_HOME) return env.GATEHOUSE_HOME;
  if (process.platform === 'darwin') {
    return path.join(home, 'Library', 'Application Support', 'gatehouse');
  }
  if (process.platform === 'win32') {
    return path.join(env.APPDATA || path.join(home, 'AppData', 'Roaming'), 'gatehouse');
  }
  var data = env.XDG_DATA_HOME || '';
  return path.join(path.isAbsolute(data) ? data : path.join(home, '.local', 'share'), 'gatehouse');
}

/**
 * Lets Node keep compiled code (half of the time to start), for this thread and the workers. Compiled
 * code is run as it is, so it lies only in Gatehouse's home, which no operation may touch, and only
 * where that is a folder that nobody else may enter; a home that is not there yet is not made.
 */
function keepCompiledCode() {
  var home;
  var found;
  try {
    home = gatehouseHome();
    found = fs.lstatSync(home);
  } catch {
    return; // no home yet, or a user without a name and a home: the program says so, or makes one
  }
  var ours = process.platform === 'win32' || found.uid === process.getuid();
  var closed = process.platform === 'win32' || (found.mode & 63) === 0;
  if (!path.isAbsolute(home) || !found.isDirectory() || !ours || !closed) return;
  var folder = path.join(home, 'cache');
  require('module').enableCompileCache(folder);
  process.env.NODE_COMPILE_CACHE = folder;
}

function start() {
  delete process.env.GATEHOUSE_UNDER_PINNED_NODE;
  keepCompiledCode();
  var bundled = path.join(__dirname, '..', 'main.js');
  var entry = fs.existsSync(bundled)
    ? bundled
    : path.join(__dirname, '..', 'src', 'cli', 'main.ts');
  import(require('url').pathToFileURL(entry).href)
    .then(function (program) {
      return program.main(process.argv.slice(2));
    })
    .then(
      function (code) {
        process.exitCode = code;
      },
      function (error) {
        process.stderr.write('Gatehouse could not start: ' + (error && error.message) + '\n');
        process.exitCode = 70;
      },
    );
}

if (major(process.versions.node) >= NEEDED) {
  start();
} else {
  var node = process.env.GATEHOUSE_UNDER_PINNED_NODE ? null : pinnedNode();
  if (node === null) refuse();
  else runUnder(node);
}
