import { describe, expect, test } from 'vitest';
import { redact } from './redactor.ts';

const mixed = 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga';
const fill = (source: string, length: number): string =>
  source.repeat(Math.ceil(length / source.length)).slice(0, length);
const p = 'pass' + 'word';

// Quadratic work on a megabyte would outlast the runner's own limit many times over.
describe('a megabyte of the worst text comes to an end', () => {
  const worst = [
    'eyJ',
    '-eyJ',
    '.eyJa',
    'sk-',
    '_sk-',
    'sk-ant-',
    'ghp_',
    '=',
    ':',
    ': ',
    'token=',
    `${p}:`,
    `"${p}":"`,
    "'",
    '://',
    'a:b@',
    'https://a:',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY----- ',
    '$2b$',
    '{SSHA}',
    'Authorization: ',
    'Cookie: a=',
    'Bearer ',
    'a',
    'a.',
    'A3-',
    'M',
    '0',
    'f',
    '-u a:',
    'heroku',
    'mysql -p',
    ' --token',
    'AAAA:AA',
    '<token>',
    'x-api-key',
    '\\',
    '%3D',
    '\u001b[32m',
    'AKIA ',
    '1//0',
    'xoxb-1-',
    'thin:a/',
    "password '",
    ' login -p ',
    'a:11:a:a:',
    'a\tTRUE\t/\t',
    'abc-',
    'a_1_',
    ': a=',
    '\\\\"',
    'name: a\n',
    'password=\n',
    `${p}='abc1'+\n`,
    '-----BEGIN PRIVATE KEY-----\nabcd\n',
    '[secret:a#1]',
    'token\t',
    '%22a%22%3A',
    '&quot;',
    `${p}: a;`,
    '-u a -p ',
    'echo a:',
    '"Basic " + "',
  ];
  test.each(worst)('%j', (piece) => {
    const secret = `ghp_${fill(mixed, 36)}`;
    const found = redact(`${fill(piece, 1_000_000)}\n${secret} end\n`);
    expect(found).not.toContain(secret);
    expect(found.endsWith(' end\n')).toBe(true);
  });
});
