import { describe, expect, test } from 'vitest';
import { instantOf, momentOf, momentsIn } from './moments.ts';

const day = (text: string) =>
  momentsIn(text, null).days.map(
    ({ year, month, day: on }) => `${String(year ?? '?')}-${String(month)}-${String(on)}`,
  );

describe('days are read in every way people write them', () => {
  test.each([
    ['on 2024-05-19', ['2024-5-19']],
    ['on 2024/05/19.', ['2024-5-19']],
    ['2024-01-01 and 2024-12-31', ['2024-1-1', '2024-12-31']],
    ['on 2024.05.19', ['2024-5-19']],
    ['am 19.05.2024', ['2024-5-19']],
    ['May 19', ['?-5-19']],
    ['May 19th, 2024.', ['2024-5-19']],
    ['may the 19th', ['?-5-19']],
    ['Sept. 3', ['?-9-3']],
    ['19 May 2024', ['2024-5-19']],
    ['the 19th of May', ['?-5-19']],
    ['5/19', ['?-5-19']],
    ['19/5/2024', ['2024-5-19']],
    ['5/19/2024', ['2024-5-19']],
    ['4/4', ['?-4-4']],
    ['November 12 to 17, 2024', ['2024-11-12', '2024-11-17']],
    ['16-20 May', ['?-5-16', '?-5-20']],
    ['from May 16 until the 20th', ['?-5-16', '?-5-20']],
    ['2024-05-19T10:00', ['2024-5-19']],
    // Two readings, or none.
    ['5/6', []],
    ['5/6/2024', []],
    ['5/12', []],
    ['12/5', []],
    ['13/13', []],
    ['2024-00-10', []],
    ['2024-13-01', []],
    ['2024-05-32', []],
    ['2024-05-00', []],
    ['May 2024', []],
    ['2024-05/19', []],
    ['May 10:30', []],
    ['May 5pm', []],
    ['12024-05-19', []],
    ['x/5/19', []],
    ['5/19/20', []],
    ['Mayor 5', []],
    ['marching 5', []],
    ['dismay 5', []],
    ['tomorrow', []],
  ] as const)('%j', (text, expected) => {
    expect(day(text)).toEqual(expected);
  });
});

test.each([
  ['tomorrow', ['2025-1-1']],
  ['today', ['2024-12-31']],
  ['tonight', ['2024-12-31']],
  ['Yesterday', ['2024-12-30']],
  ['todays', []],
] as const)('with a trusted clock %j is a day', (text, expected) => {
  const { days } = momentsIn(text, { year: 2024, month: 12, day: 31 });
  expect(
    days.map(({ year, month, day: on }) => `${String(year)}-${String(month)}-${String(on)}`),
  ).toEqual(expected);
});

describe('times are read in every way people write them', () => {
  const h = 3600;
  test.each([
    ['at 10am', [10 * h]],
    ['at 10 a.m. sharp', [10 * h]],
    ['at 10:30 PM', [22.5 * h]],
    ['at 17:00', [17 * h]],
    ['at 5:00', [5 * h]],
    ['at 5:00:10', [5 * h + 10]],
    ['12am', [0]],
    ['12pm', [12 * h]],
    ['12:15am', [900]],
    ['noon', [12 * h]],
    ['midday', [12 * h]],
    ['midnight', [0]],
    ["3 o'clock", [3 * h]],
    ['2 to 4pm', [14 * h, 16 * h]],
    ['2:30-4:15 pm', [14.5 * h, 16.25 * h]],
    ['11 to 1pm', [11 * h, 13 * h]],
    ['11 to 1am', [23 * h, h]],
    ['3 to 3:30pm', [15 * h, 15.5 * h]],
    ['10:00 to 10:15', [10 * h, 10.25 * h]],
    ['10:00-11:00', [10 * h, 11 * h]],
    ['2024-05-19T10:00:00.000', [10 * h]],
    ['at 10', []],
    ['25:00', []],
    ['10:60', []],
    ['24:00', []],
    ['13pm', []],
    ['1:2', []],
    ['10:30:', []],
    ['a10:30', []],
    ['10:30:20:40', []],
    ['5 amps', []],
    ['afternoon', []],
  ] as const)('%j', (text, expected) => {
    expect(momentsIn(text, null).times).toEqual(expected);
  });
});

test.each([
  ['for an hour', [3600]],
  ['for a day', [86_400]],
  ['for 1 hour', [3600]],
  ['half an hour', [1800]],
  ['an hour and a half', [5400]],
  ['90 min', [5400]],
  ['30 minutes', [1800]],
  ['2h', [7200]],
  ['2 hrs', [7200]],
  ['1.5 hours', [5400]],
  ['a one-hour talk', [3600]],
  ['five hours', [18_000]],
  ['twelve minutes', [720]],
  ['3 nights', [259_200]],
  ['two weeks', [1_209_600]],
  ['1 day', [86_400]],
  ['1 hour 30 minutes', [3600, 1800, 5400]],
  ['1 hour and 30 minutes', [3600, 1800, 5400]],
  ['1 hour  and  30 minutes', [3600, 1800, 5400]],
  ['1 hour, 30 minutes', [3600, 1800, 5400]],
  ['1 hour or 30 minutes', [3600, 1800]],
  ['hours', []],
  ['the hour', []],
  ['1,5 hours', []],
  ['2 hundred', []],
  ['nohour', []],
] as const)('%j lasts', (text, expected) => {
  expect(momentsIn(text, null).durations).toEqual(expected);
});

test.each([
  ['in 2024', [2024]],
  ['May 5, 2023', [2023]],
  ['$2024', []],
  ['2024 5', [2024]],
  ['2024.5', []],
  ['12024', []],
  ['2524', []],
] as const)('years that %j says', (text, expected) => {
  expect([...momentsIn(text, null).years]).toEqual(expected);
});

test('days and times are no numbers of the rest', () => {
  const { rest } = momentsIn('pay 12 on May 5 at 10:30 to 7', null);
  expect(rest.replace(/\s+/gu, ' ')).toBe('pay 12 on ; at ; to 7');
});

describe('a value that says when, and nothing else', () => {
  const at = { year: 2024, month: 5, day: 19 };
  test.each([
    ['2024-05-19', { day: at, time: null, zone: null }],
    ['2024-05-19 10:00', { day: at, time: 36_000, zone: null }],
    ['2024-05-19T10:00:00Z', { day: at, time: 36_000, zone: 'Z' }],
    ['2024-05-19T10:00+02:00', { day: at, time: 36_000, zone: '+02:00' }],
    ['2024-05-19 10:00 UTC', { day: at, time: 36_000, zone: 'UTC' }],
    ['2024-05-19T10:00:00.000+0200', { day: at, time: 36_000, zone: '+0200' }],
    ['10:00', { day: null, time: 36_000, zone: null }],
    ['May 19, 2024 at 10am', { day: at, time: 36_000, zone: null }],
    ['May 19th', { day: { year: null, month: 5, day: 19 }, time: null, zone: null }],
    ['2024-05-19 or later', null],
    ['2024-05-19 2024-05-20', null],
    ['10:00 11:00', null],
    ['now', null],
    ['', null],
    // As long as is looked at, and longer.
    [`2024-05-19${' '.repeat(54)}`, { day: at, time: null, zone: null }],
    [`2024-05-19${' '.repeat(55)}`, null],
  ] as const)('%j', (value, expected) => {
    expect(momentOf(value)).toEqual(expected);
  });

  test.each([
    ['1970-01-02 00:01', 86_460],
    ['00:01', 60],
    ['1970-01-02', 86_400],
    ['May 19', null],
  ] as const)('%j is at %j seconds', (value, expected) => {
    const moment = momentOf(value);
    expect(moment === null ? null : instantOf(moment)).toBe(expected);
  });
});
