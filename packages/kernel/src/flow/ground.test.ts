import { describe, expect, test } from 'vitest';
import type { Sink } from './arguments.ts';
import { computed, voiced } from './ground.ts';
import { createSaid } from './said.ts';

/** The request stands between two others, as in a conversation. */
const texts = (request: string) =>
  ['Hello there.', request, 'Thanks!'].map((value) =>
    createSaid({ trust: 'person', origin: 'you', value }, null),
  );

/** How the request said it; null where nobody did. */
function how(request: string, value: Sink['value'], rest: Partial<Sink> = {}) {
  const all = texts(request);
  const found = voiced({ argument: 'x', as: 'name', ...rest, value }, all);
  expect([all[1], undefined]).toContain(found?.said);
  return found?.how ?? null;
}

type Row = readonly [request: string, value: Sink['value'], expected: string | null];

describe('a name', () => {
  test.each<Row>([
    ['Tell Ana', 'Ana', 'said'],
    ['Tell Ana', ' Ana ', 'said'],
    ['Tell ANA SILVA', 'Ana  Silva', 'same'],
    ['Tell d’Angelo & sons', 'D’ANGELO & SONS', 'same'],
    ['open Plan_A', 'plan_a', null],
    ['open _Plan', '_plan', null],
    ['open Plan_', 'plan_', null],
    ['open *Plan', '*plan', null],
    ['open Plan*', 'plan*', null],
    ['tell Ana', '', null],
    ['tell Ana', '   ', null],
    // Words of every request, and what tells nothing.
    ['open "all"', 'all', 'said'],
    ['open all', 'all', null],
    ['open All', 'all', null],
    ['grade A', 'A', null],
    ['open "A"', 'A', 'said'],
    ['open *', '*', null],
    ['open "*"', '*', 'said'],
    ['take é', 'é', null],
    ['take x1', 'x1', 'said'],
    ['in Ōe', 'Ōe', 'said'],
  ])('of %j: %j is %j', (request, value, expected) => {
    expect(how(request, value)).toBe(expected);
  });

  test.each<[string, Partial<Sink>, string | null]>([
    ['with grade A', { argument: 'grade' }, 'said'],
    ['with class A', { argument: 'grade', nouns: ['class'] }, 'said'],
    ['with number A', { argument: 'grade' }, 'said'],
    ['with class A', { argument: 'grade' }, null],
    ['with A', { argument: 'with' }, null],
  ])('of one letter, in %j, as %j', (request, rest, expected) => {
    expect(how(request, 'A', rest)).toBe(expected);
  });

  const list = (length: number) => Array(length).fill('Ana').join(',');
  test.each<Row>([
    ['Tell Ana, Ben', 'Ana and Ben', 'same'],
    ['Tell Ana, Ben', 'Ben & Ana', 'same'],
    ['Tell Ana, Ben', 'Ana|Ben\nAna', 'same'],
    ['Tell Ana, Ben', 'Ana, , Ben,', 'same'],
    ['Tell Ana', 'Ana, Eve', null],
    ['Tell Ana', 'Eve, Ana', null],
    ['Tell Ana, Ben', 'Ana andBen', null],
    ['Tell Ana', list(32), 'same'],
    ['Tell Ana', list(33), null],
  ])('several, of %j: %j is %j', (request, value, expected) => {
    expect(how(request, value)).toBe(expected);
  });
});

test.each<[string, string, Partial<Sink>, string | null]>([
  ['tidy a.md now', ' a.md ', {}, 'said'],
  ['tidy ./a.md now', 'a.md', { alike: ['a.md/', './a.md'] }, 'same'],
  ['tidy A.md now', 'a.md', { alike: ['a.md/', './a.md'] }, null],
  ['open https://a.example/x', 'https://a.example/x/', {}, 'same'],
  ['open https://a.example/x', 'a.example/x', {}, null],
  ['open HARBOUR', 'harbour', {}, null],
])('exactly, of %j: %j', (request, value, rest, expected) => {
  expect(how(request, value, { as: 'exact', ...rest })).toBe(expected);
});

test.each<Row>([
  ['run make', 'make', 'said'],
  ['please execute `make`', 'make', 'said'],
  ['please make it', 'make', null],
  ['just npm run build', 'npm run build', 'said'],
  ['just NPM run build', 'npm run build', null],
])('a command, of %j: %j is %j', (request, value, expected) => {
  expect(how(request, value, { as: 'command' })).toBe(expected);
});

test.each<[string, string, string | null]>([
  ['Make it urgent', 'urgent', 'said'],
  ['Make it URGENT', 'flags.isUrgent', 'said'],
  ['Make it urgent', 'flags[12].urgent[12]', 'said'],
  ['Make it urgent', 'enable_urgent', 'said'],
  ['Make it so', 'urgent', null],
  ['I urgent need', 'urgent.other', null],
  ['Send a copy', 'send_copy', 'said'],
  ['Send it', 'archive_copy', null],
  ['Archive it', 'archive_copy', null],
  ['Use it', 'use', null],
  ['Pay it every month', 'recurring', 'said'],
  ['Pay it every month', 'repeats', 'said'],
  ['Pay it every month', 'nonrecurring', null],
])('a switch, of %j: %s', (request, argument, expected) => {
  expect([how(request, true, { argument }), how(request, false, { argument })]).toEqual([
    expected,
    expected,
  ]);
});

describe('a number', () => {
  test.each<[string, Sink['value'], Partial<Sink>, string | null]>([
    ['open note 13', 13, { argument: 'note_id' }, 'said'],
    ['open note 13', '13', { argument: 'notes[0].value' }, null],
    ['open note 13', '13', { argument: 'note[0]' }, 'said'],
    ['open note -5', -5, { argument: 'note' }, 'said'],
    ['open "-5"', -5, { argument: 'note' }, 'said'],
    ['open 13', 13, { argument: 'note' }, null],
    ['open 13', 13, { as: 'count' }, 'same'],
    ['open -13', -13, { as: 'count' }, 'same'],
    ['open 131', 131, {}, 'same'],
    ['a table for two', 2, { as: 'count' }, 'same'],
    ['a table for Twelve', 12, { as: 'count' }, 'same'],
    ['one table', 1, { as: 'count' }, null],
    ['a table for two', 3, { as: 'count' }, null],
    ['pay 1,050', '1050', {}, 'same'],
    ['pay 1,050', 1050, {}, 'same'],
    ['booking 0123', '0123', {}, 'said'],
    ['booking 123', '0123', {}, null],
    ['a table for two', '02', { as: 'count' }, null],
    ['a table for two', '002', {}, null],
    ['booking 0123 4567', 1_234_567, {}, null],
    ['call 1234 5678', 12_345_678, {}, 'same'],
    ['call 1234 5678', '12345678', {}, 'same'],
    ['call 1234 5679', 12_345_678, {}, null],
    ['on 12 34 56', 123_456, {}, null],
  ])('of %j: %j, %j', (request, value, rest, expected) => {
    expect(how(request, value, rest)).toBe(expected);
  });
});

test.each<Row>([
  ['open www.a.example', 'a.example', 'same'],
  ['open a.example', 'http://a.example/', 'same'],
  ['open a.example', 'https://a.example/', 'same'],
  ['open a.example', 'shttp://a.example', null],
  ['open a.example', 'ftp://a.example', null],
  ['open a.example', 'https://b.example/', null],
  ['open https://a.example', 'https://www.a.example/', 'same'],
  ['open https://a.example', 'a.example', 'same'],
  ['open https://a.example', 'http://a.example', null],
  ['open ftp://a.example', 'https://a.example', null],
])('an address, of %j: %j is %j', (request, value, expected) => {
  expect(how(request, value)).toBe(expected);
});

test.each<Row>([
  ['write to ana@X.example', 'ana@x.example', 'same'],
  ['write to Ana@x.example', 'ana@x.example', null],
  ['pay $5 and $7', '7 USD', 'same'],
  ['pay 5 dollars', '5.00', 'same'],
  ['pay 5', '5 USD', null],
  ['pay $5', '7 USD', null],
  ['pay $5', 'EUR', null],
  ['pay in eur', 'EUR', 'same'],
  ['pay $5, or 7 €', 'EUR', 'same'],
  ['pay $5', '$', 'same'],
])('a mailbox or an amount, of %j: %j is %j', (request, value, expected) => {
  expect(how(request, value)).toBe(expected);
});

test.each<Row>([
  ['pay GB29 NWBK 6016 1331', 'GB29NWBK60161331', 'same'],
  ['pay GB29NWBK60161331', 'GB29 NWBK-6016 1331', 'same'],
  ['text +491701234567', '+49 170 1234567', 'same'],
  ['text 0170/1234567', '+49 170 1234567', null],
  ['text 49 170 1234567', '+491701234567', null],
  ['text +49 170 1234567', '491701234567', null],
  ['ask for AB 123456', 'AB123456', 'same'],
  ['ask for AB 12345C', 'AB12345C', null],
  ['ask for AB 12345', 'AB12345', null],
  ['ask for Anna-Bell', 'AnnaBell', null],
  ['ask for #1234 5678', '#12345678', null],
  ['ask for 1234 5678#', '12345678#', null],
  ['ask for x1234 5678', '12345678', null],
  ['ask for 1234 5678x', '12345678', null],
  ['ask for 1234 5678-9', '12345678', null],
  ['ask for 1234 5678, please', '12345678', 'same'],
])('an account or a telephone, of %j: %j is %j', (request, value, expected) => {
  expect(how(request, value)).toBe(expected);
});

describe('a day and a time', () => {
  test.each<Row>([
    ['at 10am', '10:00', 'same'],
    ['at 10am', '11:00', null],
    ['on 2024-05-19', 'May 19, 2024', 'same'],
    ['on 2024-05-19', '2024-06-19', null],
    ['on 2024-05-19', '2024-05-20', null],
    ['on 2024-05-19 at 10am', '2024-05-19T10:00', 'same'],
    ['on 2024-05-19', '2024-05-19T10:00', null],
    ['on 2024-05-19', '2024-05-19T00:00', 'same'],
    ['on 2024-05-19 at 10am', '2024-05-19T00:00', null],
    ['May 19, 2024, as in 2025', '2025-05-19', null],
    ['the 19th of May, as in 2023', 'May 19', 'same'],
    ['the 19th of May, as in 2023', '2023-05-19', 'same'],
    ['the 19th of May, as in 2023', '2024-05-19', null],
    ['the 19th of May', '2024-05-19', 'same'],
    ['at 10:00 UTC', '10:00Z', 'same'],
    ['at 10:00 UTC', '10:00 UTC', 'said'],
    ['at 10am, UTC', '10:00 UTC', 'same'],
    ['at 10:00 UTC', '10:00+02:00', null],
    ['at 10:00', '10:00Z', null],
  ])('of %j: %j is %j', (request, value, expected) => {
    expect(how(request, value)).toBe(expected);
  });

  test('each said in a text of its own', () => {
    const said = ['At 10am', 'On 2024-05-19', 'UTC'].map((value) =>
      createSaid({ trust: 'person', origin: 'you', value }, null),
    );
    const sink = { argument: 'x', as: 'name', value: '2024-05-19T10:00:00Z' } as const;
    expect(voiced(sink, said)).toEqual({ how: 'same', said: said[1] });
  });
});

describe('an end, from a start that is theirs', () => {
  const start = { argument: 'start', value: '12:00', as: 'name' } as const;
  const end = (request: string, value: Sink['value'], rest: Partial<Sink> = {}) =>
    computed({ argument: 'end', as: 'name', ...rest, value }, [start], texts(request))?.how ?? null;

  test.each<[string, Sink['value'], Partial<Sink>, string | null]>([
    ['for an hour', '13:00', {}, 'computed'],
    ['for 1 hour or 30 minutes', '12:30', {}, 'computed'],
    ['for an hour', '13:01', {}, null],
    ['for 0 hours', '12:00', {}, null],
    ['for an hour', '13:00', { as: 'exact' }, null],
    ['for an hour', '13:00', { as: 'command' }, null],
    ['for an hour', 13, {}, null],
    ['for an hour', 'later', {}, null],
  ])('%j: %j, %j', (request, value, rest, expected) => {
    expect(end(request, value, rest)).toBe(expected);
  });

  test('a name is no start', () => {
    const name = { ...start, value: 'Ana' } as const;
    const all = texts('Tell Ana in an hour');
    expect(computed({ argument: 'end', value: '01:00', as: 'name' }, [name], all)).toBe(null);
    expect(computed({ argument: 'end', value: '13:00', as: 'name' }, [name, start], all)).toEqual({
      how: 'computed',
      said: all[1],
    });
  });
});
