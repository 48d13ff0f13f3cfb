import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Grammar } from '../grammar.ts';
import { tables, tools } from './index.ts';

const rows = tables.flatMap((table) => Object.entries(table));
const names = rows.flatMap(([keys]) => keys.split(/\s+/u));

/** Every option name written in a grammar and its sub-commands, with where it stands. */
function optionNames(where: string, grammar: Grammar): readonly (readonly [string, string])[] {
  const texts = [
    grammar.flags,
    ...Object.values(grammar.takes ?? {}),
    ...Object.values(grammar.two ?? {}),
    ...Object.values(grammar.may ?? {}),
    ...Object.values(grammar.risks ?? {}),
  ];
  const own = texts.flatMap((text) => (text ?? '').split(/\s+/u)).filter((name) => name !== '');
  const inner = Object.entries(grammar.commands ?? {}).flatMap(([name, one]) =>
    optionNames(`${where} ${name}`, one),
  );
  return [...own.map((name) => [where, name] as const), ...inner];
}

describe('the tables of tools', () => {
  test('no tool is described twice', () => {
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('a plain object behind them answers for no name', () => {
    expect(['constructor', '__proto__', 'toString'].filter((name) => tools.has(name))).toEqual([]);
  });

  test('every option is written as it is typed', () => {
    const wrong = rows
      .flatMap(([name, grammar]) => optionNames(name, grammar))
      .filter(([, option]) => !/^(?:-|--?[\w?@%~#:.+0-9,-]+|[a-z]+=)$/u.test(option));
    expect(wrong).toEqual([]);
  });

  test('two hundred and fifty tools and more have options that are told apart', () => {
    // A row that asks whatever it is given tells nothing apart.
    const told = rows.filter(([, grammar]) => grammar.risk === undefined);
    const known = told.flatMap(([keys]) => keys.split(' '));
    expect({ enough: known.length > 450, rows: told.length > 250 }).toEqual({
      enough: true,
      rows: true,
    });
  });

  test('the judging code names no tool', () => {
    // Words that mean something else there: roles, small languages, kinds of beginnings.
    const others = new Set(
      'read write host script command find test sed awk jq printf dash sudo'.split(' '),
    );
    const folder = join(import.meta.dirname, '..');
    const named = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !/(?:\.test|^testing)\.ts$/u.test(file))
      .flatMap((file) => {
        const literals = readFileSync(join(folder, file), 'utf8').matchAll(/'([\w.+-]{2,})'/gu);
        return [...literals].map(([, word = '']) => `${file}: ${word}`);
      });
    expect(named.length).toBeGreaterThan(100);
    expect(
      named.filter((one) => {
        const word = one.slice(one.indexOf(' ') + 1);
        return tools.has(word) && !others.has(word);
      }),
    ).toEqual([]);
  });

  test('what runs, writes or reaches out has no harmless file names', () => {
    const both = rows.filter(
      ([, grammar]) =>
        grammar.safe === true &&
        (grammar.takes?.execute !== undefined || grammar.takes?.write !== undefined),
    );
    expect(both.map(([name]) => name)).toEqual([]);
  });
});
