import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formats } from './formats.ts';
import { formatCount } from './known.ts';
import { createRedactor, redact } from './redactor.ts';

// Every key here is made at run time: a fixture that looks like a key is one to every scanner.
const mixed = 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga';
const hex = '9f86d081884c7d659a2feaa0c55ad015';
const fill = (source: string, length: number): string =>
  source.repeat(Math.ceil(length / source.length)).slice(0, length);

const rows = formats
  .split('\n')
  .filter((row) => row !== '')
  .map((row) => {
    const [label = '', prefix = '', kind = '', least = '0'] = row.split(' ');
    const source = kind === 'h' ? hex : kind === 'u' ? mixed.toUpperCase() : mixed;
    return { label: label.replace('?', ''), key: prefix + fill(source, Number(least) + 3) };
  });

describe('every format of the table', () => {
  test('there are many', () => {
    expect(formatCount()).toBeGreaterThan(250);
    expect(new Set(rows.map(({ label }) => label)).size).toBeGreaterThan(120);
  });

  test.each(rows)('$label $key', ({ key }) => {
    for (const [before, after] of [
      ['', ''],
      ['see ', ' now'],
      ['("', '")'],
      ['=', '&x'],
      ['\u001b[32m', '\u001b[0m'],
      ['a\\n', '\\n'],
      ['%3D', ''],
    ] as const) {
      const found = redact(`${before}${key}${after}`);
      expect(found).not.toContain(key.slice(-8));
      expect(found).toMatch(/\[secret:[a-z0-9-]+#1\]/u);
      expect(found.startsWith(before) && found.endsWith(after)).toBe(true);
    }
  });
});

const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', fill(mixed, 43)].join('.');
const pem = (kind: string): string =>
  [
    `-----BEGIN ${kind}-----`,
    fill(mixed, 64),
    fill(mixed, 64),
    `${fill(mixed, 20)}==`,
    `-----END ${kind}-----`,
  ].join('\n');
const p = 'pass' + 'word';

describe('what stands where a secret stands', () => {
  test.each([
    ['a JWT', `x ${jwt} y`, 'x [secret:jwt#1] y'],
    [
      'a header',
      `Authorization: Bearer ${mixed}`,
      'Authorization: Bearer [secret:authorization#1]',
    ],
    [
      'a header in curl',
      `curl -H 'Authorization: Basic ${mixed}=' https://h`,
      "curl -H 'Authorization: Basic [secret:authorization#1]' https://h",
    ],
    [
      'a digest header',
      'Authorization: Digest username="kim", response="0a1b"',
      'Authorization: [secret:authorization#1]',
    ],
    ['a header in JSON', `{"X-Api-Key": "${mixed}"}`, '{"X-Api-Key": "[secret:authorization#1]"}'],
    ['a cookie', 'Cookie: sid=abc123; theme=dark', 'Cookie: [secret:cookie#1]'],
    [
      'a set cookie',
      'Set-Cookie: sid=abc123; Path=/; HttpOnly\r',
      'Set-Cookie: [secret:cookie#1]\r',
    ],
    [
      'a connection',
      'postgres://app:hunter2@db.example.org/x',
      'postgres://[secret:url-password#1]@db.example.org/x',
    ],
    [
      'a connection, odd',
      'mysql://a:p@ss/w:rd@h:3306/x',
      'mysql://[secret:url-password#1]@h:3306/x',
    ],
    ['a connection, no user', 'redis://:s3cr3t@h:6379', 'redis://[secret:url-password#1]@h:6379'],
    [
      'a DSN',
      `Server=h;Database=d;User Id=sa;Password=Pa$$w0rd!;`,
      'Server=h;Database=d;User Id=sa;Password=[secret:password#1]',
    ],
    [
      'an env line',
      `DB_${p.toUpperCase()}=correcthorse`,
      `DB_${p.toUpperCase()}=[secret:password#1]`,
    ],
    ['an export', `export GITHUB_TOKEN=${hex}`, 'export GITHUB_TOKEN=[secret:secret-value#1]'],
    [
      'JSON',
      `{"${p}": "hunter two", "user": "kim"}`,
      `{"${p}": "[secret:password#1]", "user": "kim"}`,
    ],
    [
      'escaped JSON',
      `"{\\"client_secret\\": \\"${mixed}\\"}"`,
      '"{\\"client_secret\\": \\"[secret:secret-value#1]\\"}"',
    ],
    ['YAML', `${p}: hunter2!`, `${p}: [secret:password#1]`],
    ['camel case', `const apiKey = '${mixed}';`, "const apiKey = '[secret:secret-value#1]';"],
    ['Go', `token := "${mixed}"`, 'token := "[secret:secret-value#1]"'],
    ['Ruby', `:secret_key_base => '${hex}${hex}'`, ":secret_key_base => '[secret:secret-value#1]'"],
    ['XML', `<${p}>hunter2</${p}>`, `<${p}>[secret:password#1]</${p}>`],
    [
      'a query',
      `https://h/x?a=1&access_token=${mixed}&b=2`,
      'https://h/x?a=1&access_token=[secret:secret-value#1]&b=2',
    ],
    ['an option', `tool --api-key ${mixed} run`, 'tool --api-key [secret:secret-value#1] run'],
    ['an option with =', `tool --${p}=hunter2 run`, `tool --${p}=[secret:password#1] run`],
    ['curl -u', 'curl -u kim:hunter2 https://h', 'curl -u [secret:password#1] https://h'],
    ['netrc', `machine h login kim ${p} hunter2`, `machine h login kim ${p} [secret:password#1]`],
    ['prose', `My API key: ${mixed}.`, 'My API key: [secret:secret-value#1].'],
    [
      'AWS',
      `aws_secret_access_key = ${fill('wJal7rXUtnF/bPx9Rfi', 40)}`,
      'aws_secret_access_key = [secret:secret-value#1]',
    ],
    [
      'Azure',
      `AccountName=x;AccountKey=${fill(mixed, 86)}==;E=1`,
      'AccountName=x;AccountKey=[secret:secret-value#1];E=1',
    ],
    [
      'a hash',
      `kim:$6$saltsalt$${fill(mixed, 60)}:19000:0`,
      'kim:[secret:password-hash#1]:19000:0',
    ],
    [
      'a mnemonic',
      'seed phrase: legal winner thank year wave sausage worth useful legal winner thank yellow',
      'seed phrase: [secret:recovery-phrase#1]',
    ],
    [
      'a Slack hook',
      `https://hooks.slack.com/services/T000/B000/${mixed}`,
      'https://[secret:slack-webhook#1]',
    ],
    ['a Telegram bot', `12345678:AA${fill(mixed, 33)}`, '[secret:telegram-token#1]'],
    ['a Discord bot', `M${fill(mixed, 24)}.Ab12Cd.${fill(mixed, 27)}`, '[secret:discord-token#1]'],
    ['a provider name', `algolia_admin: "${hex}"`, 'algolia_admin: "[secret:secret-value#1]"'],
    ['an argument', `set("api_key", "${mixed}")`, 'set("api_key", "[secret:secret-value#1]")'],
    [
      'a fallback',
      `process.env.API_KEY || '${mixed}'`,
      "process.env.API_KEY || '[secret:secret-value#1]'",
    ],
    ['a table', `| API_KEY | ${mixed} |`, '| API_KEY | [secret:secret-value#1] |'],
    ['a Dockerfile', `ENV API_KEY ${mixed}`, 'ENV API_KEY [secret:secret-value#1]'],
    [
      'a pair',
      `<add key="ApiKey" value="${hex}" />`,
      '<add key="ApiKey" value="[secret:secret-value#1]" />',
    ],
    [
      'a pair in JSON',
      `{"name": "API_TOKEN", "value": "${hex}"}`,
      '{"name": "API_TOKEN", "value": "[secret:secret-value#1]"}',
    ],
    ['a sentence', `the ${p} is hunter2!`, `the ${p} is [secret:password#1]`],
    ['any name', `my_thing: ${mixed}`, 'my_thing: [secret:random-value#1]'],
    ['YAML, a plain word', `  ${p}: correcthorse`, `  ${p}: [secret:password#1]`],
    [
      'a block of YAML',
      `a:\n  ${p}: |\n    one\n\n    two\n  b: c\n`,
      `a:\n  ${p}: |\n    [secret:secret-value#1]\n  b: c\n`,
    ],
    ['an empty block', `${p}: >-\nb: c\n`, `${p}: >-\nb: c\n`],
    ['a key in base64', `tls.key: ${btoa(pem('PRIVATE KEY'))}`, 'tls.key: [secret:private-key#1]'],
    ['a private key', `a\n${pem('PRIVATE KEY')}\nb\n`, 'a\n[secret:private-key#1]\nb\n'],
    [
      'an indented key',
      pem('RSA PRIVATE KEY').replaceAll(/^/gmu, '    ') + '\nend here\n',
      '    [secret:private-key#1]\nend here\n',
    ],
    [
      'a key in JSON',
      JSON.stringify({ k: pem('EC PRIVATE KEY'), l: 1 }),
      '{"k":"[secret:private-key#1]","l":1}',
    ],
    ['a PGP key', `${pem('PGP PRIVATE KEY BLOCK')}\nx`, '[secret:private-key#1]\nx'],
    [
      'a cut key',
      `-----BEGIN PRIVATE KEY-----\n${fill(mixed, 64)}\nand then some words follow\n`,
      '[secret:private-key#1]\nand then some words follow\n',
    ],
  ])('%s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test.each([
  'The password is stored in the keychain.',
  'password: string;',
  `const ${p} = await prompt('Password:');`,
  'token: Token | null',
  'tokens: 4096',
  'max_tokens=1000',
  'apiKey: process.env.API_KEY,',
  'Authorization: Bearer <token>',
  'Authorization: `Bearer ${token}`',
  'git@github.com:owner/repo.git',
  'https://unpkg.com/react@18.2.0/umd/react.js',
  'https://example.org:8080/@scope/pkg@1.0.0',
  'commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
  'integrity sha512-' + fill(mixed, 86) + '==',
  'class="sk-fading-circle sk-circle-fade-dot-container"',
  'public_key = "' + fill(mixed, 44) + '"',
  'primaryKey: "users_by_created_at_2024"',
  '550e8400-e29b-41d4-a716-446655440000',
  'see task-management-and-other-things-2024',
  'Cookie: a small text a site keeps',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----',
  'the author: John Smith wrote this in 1999',
  'password: required',
  'key: value',
  'tool --password --user kim',
  'open(path: string, passphrase: Uint8Array): void',
  '"@scope/password": "^5.3.0",',
  'a basic WebSocketSubject implementation',
  '[secret:openai-key#1]',
  `${p}=[secret:password#1]`,
])('left as it is: %s', (text) => {
  expect(redact(text)).toBe(text);
});

const secrets = [
  `sk-ant-${fill(mixed, 40)}`,
  `ghp_${fill(mixed, 36)}`,
  jwt,
  pem('RSA PRIVATE KEY'),
  `${p}="hunter two"`,
  `Authorization: Bearer ${mixed}`,
  'postgres://app:hunter2@db/x',
  `Cookie: sid=${hex}`,
  `${p}: |\n  hunter\n  two`,
];
const document = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...secrets) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '\n',
          '\r\n',
          ' ',
          '"',
          "'",
          ': ',
          '=',
          'word',
          '-----',
          '\\n',
          'eyJ',
          '://',
          '@',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
      { weight: 1, arbitrary: fc.nat(70_000).map((n) => fill(`${mixed}/`, n)) },
      { weight: 1, arbitrary: fc.nat(9_000).map((n) => 'many words '.repeat(n)) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function inParts(text: string, cuts: readonly number[]): string {
  const redactor = createRedactor();
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
  let result = '';
  let from = 0;
  for (const place of [...places, text.length]) {
    result += redactor.write(text.slice(from, place));
    from = place;
  }
  return result + redactor.end();
}

test('however a text is cut, the same comes out', () => {
  fc.assert(
    fc.property(document, fc.array(fc.nat(), { maxLength: 40 }), (text, cuts) => {
      expect(inParts(text, cuts)).toBe(redact(text));
    }),
    { numRuns: 150 },
  );
});

test('a secret cut at every place of it', () => {
  for (const secret of secrets) {
    const text = `before\n${secret}\nafter\n`;
    const whole = redact(text);
    for (let at = 0; at <= text.length; at += 1) expect(inParts(text, [at])).toBe(whole);
    expect(
      inParts(
        text,
        Array.from(text, (_c, index) => index),
      ),
    ).toBe(whole);
  }
});

test('what was redacted once stays so', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...secrets, ' ', '\n', 'a', '=', ':'), { maxLength: 8 }),
      (parts) => {
        const once = redact(parts.join(' '));
        expect(redact(once)).toBe(once);
      },
    ),
  );
});

test('a secret on the border of a window of a very long line', () => {
  const key = `ghp_${fill(mixed, 36)}`;
  for (const size of [49_100, 49_140, 65_500, 65_530]) {
    const found = redact(`${fill('lorem ipsum ', size)}${key} ${fill('lorem ipsum ', 80_000)}`);
    expect(found).not.toContain(key.slice(10));
    expect(found).toContain('[secret:github-token#1]');
  }
});
