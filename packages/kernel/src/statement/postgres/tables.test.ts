import { describe, expect, test } from 'vitest';
import { functionEffects } from './effects.ts';
import { namedColumns, pureByCount, pureFunctions, rowFunctions } from './functions.ts';
import { statementKinds } from './kinds.ts';
import { plannedParts, readParts } from './parts.ts';

describe('the tables agree', () => {
  test('no function is both pure and with an effect, but by how many arguments it has', () => {
    expect([...pureFunctions].filter((name) => functionEffects.has(name))).toEqual([]);
    expect([...pureByCount.keys()].filter((name) => !functionEffects.has(name))).toEqual([]);
  });

  test('functions whose columns are known are pure', () => {
    const named = [...rowFunctions, ...Object.keys(namedColumns)];
    expect(named.filter((name) => !pureFunctions.has(name))).toEqual([]);
  });

  test('names are as the server folds them', () => {
    const names = [...pureFunctions, ...functionEffects.keys()];
    expect(names.filter((name) => !/^[a-z][a-z0-9_]{1,62}$/.test(name))).toEqual([]);
  });

  test('no part of a read is a kind of statement that acts', () => {
    expect(Object.keys(readParts).filter((part) => statementKinds.has(part))).toEqual([]);
  });

  test('every node that a part holds is a part or a kind', () => {
    const held = Object.values(plannedParts).flatMap((fields) => Object.values(fields));
    const unknown = held.filter(
      (kind) => !Object.hasOwn(plannedParts, kind) && !statementKinds.has(kind),
    );
    expect(unknown).toEqual([]);
  });
});
