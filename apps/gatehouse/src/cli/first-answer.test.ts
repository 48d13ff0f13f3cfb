import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';
import type { Program } from './testing/program.ts';

const BACKUP = '# Backups\n\nTo restore a backup, run `tool restore FILE`.\n';

describe('on a bare machine: no keychain, nobody to ask', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('no-bus');
    program.note('backup.md', BACKUP);
    program.note('garden.md', '# Garden\n\nTomatoes want sun.\n');
  });
  afterAll(() => program.stop());

  test('one line answers from the notes with file and heading, and one line says what is not kept', async () => {
    const { code, stdout, stderr } = await program.run([
      'ask',
      'how do I restore a backup?',
      '--in',
      program.notes,
    ]);
    expect([code, stdout]).toEqual([
      0,
      '> To restore a backup, run `tool restore FILE`.\n\n[1] backup.md › Backups\n',
    ]);
    const lines = stderr.trim().split('\n');
    expect(lines.filter((line) => line.includes('not kept'))).toHaveLength(1);
  });

  test('nothing secret touches the disk: no database, no audit, no snapshot', async () => {
    await program.run(['ask', 'tomatoes', '--in', program.notes]);
    const left = existsSync(program.home)
      ? readdirSync(program.home, { recursive: true, encoding: 'utf8' })
      : [];
    expect(
      left.filter((path) => !path.startsWith('cache') && !path.startsWith('keys.lock')),
    ).toEqual([]);
  });

  test('as JSON: the answer on stdout, nothing else', async () => {
    const { code, stdout } = await program.run([
      'ask',
      'tomatoes',
      '--in',
      program.notes,
      '--json',
    ]);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    expect([code, answer['model'], answer['citations']]).toEqual([
      0,
      'offline',
      [{ path: 'garden.md', heading: 'Garden', line: 3 }],
    ]);
  });

  test.each([
    [
      'a folder that is not there',
      ['ask', 'x', '--in', '/nowhere/at/all'],
      1,
      /There is no folder/,
    ],
    ['no folder at all', ['ask', 'x'], 1, /Which folder\?/],
    ['a verb that does not exist', ['frobnicate'], 2, /There is no verb/],
    ['an operation that does not exist', ['do', 'file.explode', 'x'], 2, /There is no operation/],
    [
      'an operation that is refused',
      ['do', 'file.read', '/etc/shadow', '--in', '.'],
      3,
      /never touched/,
    ],
    [
      'an operation nobody can approve',
      ['do', 'file.delete', 'garden.md', '--in', '.'],
      3,
      /nobody is here/,
    ],
    ['a key where nothing is kept', ['keys', 'set', 'openai'], 1, /no key is kept/],
  ] as const)('%s: a clear error and its exit code', async (_name, args, code, message) => {
    const ended = await program.run(args, 'some-key-value');
    expect([ended.code, message.test(ended.stderr)]).toEqual([code, true]);
    expect(ended.stderr).not.toMatch(/at .*\.ts:\d+/u);
  });

  test('reading, listing, searching and running a harmless command work', async () => {
    const read = await program.run(['do', 'file.read', 'backup.md', '--in', '.']);
    const list = await program.run(['do', 'file.list', '.', '--in', '.', '--json']);
    const found = await program.run(['do', 'file.search', 'tomatoes', '--in', '.', '--json']);
    const shell = await program.run([
      'do',
      'shell.run',
      '--in',
      '.',
      '--',
      'wc',
      '-l',
      'backup.md',
    ]);
    expect(read.stdout.trim()).toBe(BACKUP.trim());
    expect(
      (JSON.parse(list.stdout) as { entries: { name: string }[] }).entries
        .map((one) => one.name)
        .sort(),
    ).toEqual(['backup.md', 'garden.md']);
    expect(
      (JSON.parse(found.stdout) as { matches: { line: number }[] }).matches.map((one) => one.line),
    ).toEqual([3]);
    expect([shell.code, shell.stdout]).toEqual([0, '3 backup.md\n']);
  });
});

describe('with a keychain', () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram('unlocked');
    program.note('backup.md', BACKUP);
  });
  afterAll(() => program.stop());

  test('a domain is added, asked, listed, changed and removed', async () => {
    const added = await program.run(['domain', 'add', '.', '--name', 'notes', '--json']);
    expect(JSON.parse(added.stdout)).toMatchObject({
      name: 'notes',
      roots: [program.notes],
      mode: 'standard',
    });
    expect((await program.run(['ask', 'restore a backup'])).stdout).toContain(
      'backup.md › Backups',
    );
    expect((await program.run(['domain', 'set', 'notes', '--mode', 'read-only'])).code).toBe(0);
    expect((await program.run(['do', 'file.write', 'new.md', '--domain', 'notes'], 'x')).code).toBe(
      3,
    );
    expect((await program.run(['domain', 'remove', 'notes'])).code).toBe(0);
    expect((await program.run(['ask', 'restore a backup'])).code).toBe(1);
  });

  test('a note is written at once and undone; the deletion asks, is done, and undone', async () => {
    expect((await program.run(['do', 'file.write', 'day.md', '--in', '.'], 'first\n')).code).toBe(
      0,
    );
    expect((await program.run(['do', 'file.write', 'day.md', '--in', '.'], 'second\n')).code).toBe(
      0,
    );
    expect((await program.run(['undo'])).code).toBe(0);
    expect((await program.run(['do', 'file.read', 'day.md', '--in', '.'])).stdout).toBe(
      'first\n\n',
    );
    const question = { after: '[y] once', keys: 'y' };
    const deleted = await program.onTerminal(
      ['do', 'file.delete', 'day.md', '--in', '.'],
      [question],
    );
    expect(deleted.stdout).toContain('would be deleted; a copy is kept');
    expect(existsSync(join(program.notes, 'day.md'))).toBe(false);
    expect((await program.run(['undo'])).code).toBe(0);
    expect(existsSync(join(program.notes, 'day.md'))).toBe(true);
  });

  test('a no keeps everything as it is', async () => {
    const denied = await program.onTerminal(
      ['do', 'file.delete', 'backup.md', '--in', '.'],
      [{ after: '[y] once', keys: 'n' }],
    );
    expect([denied.code, existsSync(join(program.notes, 'backup.md'))]).toEqual([3, true]);
  });

  test('the audit is whole, and doctor finds everything in order', async () => {
    const verified = await program.run(['audit', 'verify', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, problems: [] });
    const doctor = await program.run(['doctor', '--json']);
    const checks = JSON.parse(doctor.stdout) as { name: string; ok: boolean }[];
    expect(checks.map((one) => [one.name, one.ok])).toEqual([
      ['sandbox', true],
      ['keychain', true],
      ['containment', true],
      ['policy', true],
      ['stores', true],
      ['audit', true],
      ['models', true],
    ]);
  });
});
