import { describe, expect, test } from 'vitest';
import { amountOf, amountsIn } from './amounts.ts';

describe('amounts are read by value', () => {
  test.each([
    ['pay 50', [[50, null]]],
    ['pay $1,200 now', [[1200, 'USD']]],
    ['pay 1200.00.', [[1200, null]]],
    ['1.200,00 €', [[1200, 'EUR']]],
    ['1,200.50 dollars', [[1200.5, 'USD']]],
    ['12,10', [[12.1, null]]],
    ['0,125', [[0.125, null]]],
    ['12,345', [[12_345, null]]],
    ["1'200.5", [[1200.5, null]]],
    ['1,200,300', [[1_200_300, null]]],
    ['1.200.300', [[1_200_300, null]]],
    ["1'200 CHF", [[1200, 'CHF']]],
    ['-50', [[-50, null]]],
    ['3 %', [[3, '%']]],
    ['¥500', [[500, 'JPY']]],
    [
      '£5 and 7 pounds',
      [
        [5, 'GBP'],
        [7, 'GBP'],
      ],
    ],
    ['(50)', [[50, null]]],
    ['0.125', [[0.125, null]]],
    ['50 usdx', [[50, null]]],
    // What may be read two ways is no amount.
    ['1.200', []],
    ['12.345', []],
    ['1,20,300', []],
    ['1.2.3', []],
    ['1,2,3', []],
    ['1.200,30.4', []],
    ['1.200.300.4', []],
    ["1'200.300.4", []],
    ["1.200'50", []],
    ["1'20", []],
    // Parts of something else.
    ['a50', []],
    ['50a', []],
    ['x_50', []],
    ['50_x', []],
    ['v1.2.3-4', []],
    ['GB29', []],
    ['2024-05', []],
    ['5/19', []],
    ['10:30', []],
    ['13.docx', []],
    ['13-inch', []],
    ['#13', []],
    ['ana+5@x', []],
    ['5 million', []],
    ['5k', []],
    ['5 k', []],
    ['5 kings', [[5, null]]],
    ['50 cents', []],
    ['1 cent', []],
    ['5 pence', []],
    ['50 centuries', [[50, null]]],
    ['', []],
  ] as const)('%j', (text, expected) => {
    expect(amountsIn(text).map(({ value, unit }) => [value, unit])).toEqual(expected);
  });
});

test.each([
  ['1200', { value: 1200, unit: null }],
  ['$1,200', { value: 1200, unit: 'USD' }],
  ['12 EUR', { value: 12, unit: 'EUR' }],
  ['1.200', null],
  ['12 30', null],
  ['12 12', null],
  ['12,1,2', null],
  ['12 notes', null],
  ['a 12', null],
  ['', null],
] as const)('%j as a value is %j', (text, expected) => {
  expect(amountOf(text)).toEqual(expected);
});
