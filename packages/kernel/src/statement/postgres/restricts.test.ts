import { describe, expect, test } from 'vitest';
import { codesOf } from '../testing/grammar.ts';

const every = [
  '',
  'where true',
  'where 1 = 1',
  "where 'a' = 'a'",
  'where $1',
  'where random() < 2',
  'where not false',
  'where (select true)',
  'where exists (select 1)',
  'where id = id',
  'where t.id >= t.id',
  'where id = t.id',
  'where public.t.id <= id',
  'where id is not distinct from id',
  'where lower(name) like lower(name)',
  'where id = 1 or true',
  'where id = 1 or (a = 2 or 1 = 1)',
  'where (id = 1 or true) and 1 = 1',
  'where not (id = 1 and false)',
  'where not (false and id = 1)',
  'where not not true',
  'where not (not (id = 1 or true))',
];

const some = [
  'where id = 1',
  'where id = 1 and true',
  'where true and id = 1',
  'where id = other',
  'where t.id = t.other',
  'where id = 1 + id',
  'where id in (1, 2)',
  'where exists (select 1 from u where u.id = t.id)',
  'where not (id = 1 or false)',
  'where not (id = 1 and a = 2)',
  'where (id = 1 or a = 2) and (true or b)',
  'where not (id = id)',
  'where active',
  'where not active',
  'where - id = id',
  'where current of c',
];

describe('no row is picked', () => {
  test.each(every.map((where) => [where]))('%s', (where) => {
    expect(codesOf(`delete from t ${where}`)).toBe('deletes_all writes');
    expect(codesOf(`update t set a = 1 ${where}`)).toBe('updates_all writes');
  });
});

describe('some rows are picked', () => {
  test.each(some.map((where) => [where]))('%s', (where) => {
    expect(codesOf(`delete from t ${where}`)).toBe('writes');
    expect(codesOf(`update t set a = 1 ${where}`)).toBe('writes');
  });
});

describe('other rows do not pick', () => {
  test.each([
    ['delete from t using t as u', 'deletes_all writes'],
    ['delete from t using u where t.id = u.id', 'writes'],
    ['delete from t using u where t.id = t.id', 'deletes_all writes'],
    ['update t set a = u.a from u', 'updates_all writes'],
    ['merge into t using s on true when matched then delete', 'deletes_all writes'],
    ['merge into t using s on 1 = 1 when matched then update set a = 1', 'updates_all writes'],
    ['merge into t using s on true when matched and t.a = 1 then delete', 'writes'],
    ['merge into t using s on true when matched and true then delete', 'deletes_all writes'],
    ['merge into t using s on t.id = s.id when matched then delete', 'writes'],
    ['merge into t using s on true when not matched then insert values (1)', 'writes'],
    ['merge into t using s on true when matched then do nothing', 'writes'],
    ['insert into t select * from u', 'writes'],
  ])('%s: %s', (sql, codes) => {
    expect(codesOf(sql)).toBe(codes);
  });
});
