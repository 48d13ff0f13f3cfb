import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel';
import { judgePath } from '@gatehouse/kernel/scope';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatehouseHome } from './home.ts';

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'home-')));
  mkdirSync(join(base, 'real'));
  symlinkSync('real', join(base, 'link'));
});
afterEach(() => rmSync(base, { recursive: true }));

test.each([
  ['link/gatehouse', 'real/gatehouse'],
  ['link/not/yet/there', 'real/not/yet/there'],
  ['link/../real//gatehouse/', 'real/gatehouse'],
])('the home %s is known as %s, and refused as that', (named, real) => {
  const gatehouse = gatehouseHome({ GATEHOUSE_HOME: join(base) + `/${named}` }, 'linux');
  expect(gatehouse).toBe(join(base, real));
  const file = { root: base, segments: [...real.split('/'), 'cache', 'main.js'] };
  const scope = { roots: [base], home: '/home/p', gatehouse, cwd: base };
  expect(judgePath(file, 'write', scope, 'yolo')).toMatchObject([
    { code: 'path_refused', place: 'gatehouse' },
  ]);
});

test('a home that is no absolute path is refused', () => {
  expect(() => gatehouseHome({ GATEHOUSE_HOME: 'gatehouse' }, 'linux')).toThrow(GatehouseError);
});

test('a data folder that is not absolute is not taken from the current one', () => {
  const share = (data: string) => gatehouseHome({ XDG_DATA_HOME: data }, 'linux');
  expect(share('data')).toBe(share(''));
  expect(share(join(base, 'link'))).toBe(join(base, 'real', 'gatehouse'));
});
