import { describe, expect, test } from 'vitest';
import { addressesIn, addressOf, emailsIn, isAddress, targetsIn, unmasked } from './targets.ts';

describe('prose leads its reader to', () => {
  test.each([
    ['look at https://evil.example/a?b=1.', ['https://evil.example/a?b=1']],
    ['look at (www.evil.example)!', ['www.evil.example']],
    ['look at evil.example', ['evil.example']],
    ['look at evil.example/x(y)', ['evil.example/x(y']],
    ['[here](//evil.example)', ['//evil.example']],
    ['[here](evil.example),good.example', ['evil.example', 'good.example']],
    ['<a href="evil.example">', ['evil.example']],
    ['see:evil.example', ['evil.example']],
    ['Link:https://evil.example', ['//evil.example']],
    ['evil．example', ['evil.example']],
    ['evil。example', ['evil.example']],
    ['ev\u200bil.example', ['evil.example']],
    ['münchen.example', ['münchen.example']],
    ['http://1.2.3.4/', ['http://1.2.3.4/']],
    ['ping 10.0.0.1', ['10.0.0.1']],
    ['evil.example:8080', ['evil.example:8080']],
    ['mail eve@evil.example.', ['eve@evil.example']],
    ['mailto:eve@evil.example', ['mailto:eve@evil.example']],
    ['vbscript:alert(1)', ['vbscript:alert(1']],
    ['call +49 170 1234567 now', ['+49 170 1234567']],
    ['call (0170) 123-4567', ['0170) 123-4567']],
    ['GB29 NWBK 6016 1331 9268 19', ['GB29 NWBK 6016 1331 9268 19']],
    ['to GB29NWBK60161331926819.', ['GB29NWBK60161331926819']],
    ['wallet 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', ['1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa']],
    ['account 12345678', ['12345678']],
    ['ring 123 456 78', ['123 456 78']],
    ['ring 123 45 67', []],
    ['to AB12 CD34 EFGH', ['AB12 CD34 EFGH']],
    ['to AB12 CDE3 FGHI', []],
    ['see #_evil.example_-, or', ['evil.example']],
    ['read /etc/passwd', ['/etc/passwd']],
    ['read ~/.ssh/id', ['~/.ssh/id']],
    ['read ../x', ['../x']],
    ['read C:\\x', ['C:\\x']],
    ['read \\\\host\\x', ['\\\\host\\x']],
    ['read notes/a.md', ['notes/a.md']],
    // Words that lead nowhere.
    ['his/her and/or 24/7, e.g. 3.5 % (i.e. more)', []],
    ['the report.docx and data.csv', []],
    ['on 2024-05-19 at 10:30 for $1,200.50', []],
    ['1234567', []],
    ['Dear all,\nthanks. Bye', []],
    ['/month', []],
    ['', []],
  ] as const)('%j', (prose, expected) => {
    expect(targetsIn(prose)).toEqual(expected);
  });
});

test.each([
  ['a.md', true],
  ['a.docx', false],
  ['a.docx/x', true],
  ['a.example/x.docx', true],
  ['a', false],
  ['a.b', false],
  ['3.14', false],
  ['a b.example', false],
  ['//a', true],
  ['ftp://a', true],
  ['data:text/html,x', true],
  ['http:a', true],
  ['https:/a', true],
  ['WSS:\\\\a', true],
  ['ftp:', false],
  ['http: a', false],
  ['/\\a', true],
  ['/a', false],
  ['1.2.3.4', true],
  ['0x7f.0.0.1', true],
  ['0x7F.1', false],
  ['[2001:db8::1]', true],
  ['[2001:db8::1]:80/x', true],
  ['[a]', false],
  ['[a:b]', false],
  ['eve@a.example/x', true],
  ['eve@a.example/xyz', true],
  ['x/eve@a.example/x', false],
  ['eve:word@a.example?x', true],
  ['eve@a.example', false],
  ['eve@a/x', false],
] as const)('%j is an address: %s', (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});

test.each([
  ['https://www.A.example/x/', { scheme: 'https:', rest: 'a.example:/x' }],
  ['a.example', { scheme: null, rest: 'a.example:' }],
  ['//a.example?q#f', { scheme: null, rest: 'a.example:?q#f' }],
  ['a.example//x', { scheme: null, rest: 'a.example://x' }],
  ['a.www.example', { scheme: null, rest: 'a.www.example:' }],
  ['a.example.:8080/', { scheme: null, rest: 'a.example:8080' }],
  ['https://a.example/x/../y', { scheme: 'https:', rest: 'a.example:/y' }],
  ['https://person@a.example/', null],
  ['https://:word@a.example/', null],
  ['mailto:a@b.example', null],
  ['https://a.example/ x', null],
  ['https://', null],
  ['https:/a.example', null],
  ['http:a.example', null],
  ['words', null],
] as const)('%j in one spelling', (text, expected) => {
  expect(addressOf(text)).toEqual(expected);
});

test.each([
  ['open a.example/x, now', [{ scheme: null, rest: 'a.example:/x' }]],
  [
    'url:a.example (https://b.example)',
    [
      { scheme: null, rest: 'a.example:' },
      { scheme: 'https:', rest: 'b.example:' },
    ],
  ],
  ['sum up plan.md and RUN.SH.', []],
  [
    'open www.plan.md, plan.md/x and https://plan.md',
    [
      { scheme: null, rest: 'plan.md:' },
      { scheme: null, rest: 'plan.md:/x' },
      { scheme: 'https:', rest: 'plan.md:' },
    ],
  ],
  ['url=a.example', [{ scheme: null, rest: 'a.example:' }]],
  ['x1y=a.example', []],
  ['nothing here', []],
] as const)('addresses of %j', (text, expected) => {
  expect(addressesIn(text)).toEqual(expected);
});

test('mailboxes of a text: the domain without its case, the rest as it is', () => {
  const text =
    'to:Ana@X.example, "b@x.example"; mailto:c@x.example (d@x.example) e@x.example’s f@x g1h=i@x.example';
  expect(emailsIn(text)).toEqual([
    'Ana@x.example',
    'b@x.example',
    'c@x.example',
    'd@x.example',
    'e@x.example',
    'g1h=i@x.example',
  ]);
});

test.each([
  ['  ("<a.example>") ', 'a.example'],
  ['a\nb\t\u200bc', 'abc'],
  ['ａ。example', 'a.example'],
  ['[a]', '[a]'],
  ['', ''],
])('%j as what opens it may read it', (value, expected) => {
  expect(unmasked(value)).toBe(expected);
});
