import { expect, test } from 'vitest';
import { judgeCommand } from './index.ts';
import { place } from './testing.ts';

/** Tools that are called, and after the bar those that the command asks for; `-` is no known tool. */
function toolsOf(command: string): string {
  const { called, asking } = judgeCommand(command, place).tools;
  return `${called.join(', ')} | ${asking.map((name) => name || '-').join(', ')}`;
}

test.each([
  ['git status', 'git, git status | '],
  ['git commit -m x', 'git, git commit | git commit'],
  ['/usr/bin/git commit -m x', 'git, git commit | git commit'],
  ['git status && git commit -m x', 'git, git commit, git status | git commit'],
  ['git add a && git commit -m x', 'git, git add, git commit | git add, git commit'],
  ['git commit -m x > log', 'git, git commit | -, git commit'],
  ['git commit -m "$(rm x)"', 'git, git commit, rm | git commit, rm'],
  ['env git commit -m x', 'env, git, git commit | git commit'],
  ['xargs git commit', 'git, git commit, xargs | git commit'],
  ['frobnicate git commit', 'frobnicate | frobnicate'],
  ['$X commit', ' | -'],
  ['./git commit', ' | -'],
  ['ls', 'ls | '],
  ['', ' | -'],
])('%j: %s', (command, tools) => {
  expect(toolsOf(command)).toBe(tools);
});
