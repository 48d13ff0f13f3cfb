import { describe, expect, test } from 'vitest';
import { createRedactor, redact } from './redactor.ts';

// Every key here is made at run time: a fixture that looks like a key is one to every scanner.
const mixed = 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga';
const other = 'Qa8Ws7Ed6Rf5Tg4Yh3Uj2Ik1Ol0PzXcV';
const uuid = ['9f86d081', '884c', '4d65', '9a2f', 'eaa0c55ad015'].join('-');
const p = 'pass' + 'word';
const key = `ghp_${mixed}abcd`;

describe('labels', () => {
  test.each([
    [
      'the same secret, the same label',
      `${key} and ${key}`,
      '[secret:github-token#1] and [secret:github-token#1]',
    ],
    [
      'wherever it stands',
      `${key}\nAuthorization: Bearer ${key}\nTOKEN=${key}\n`,
      '[secret:github-token#1]\nAuthorization: Bearer [secret:github-token#1]\nTOKEN=[secret:github-token#1]\n',
    ],
    [
      'another secret, another number',
      `A_TOKEN=${mixed}\nB_TOKEN=${other}\nA_TOKEN=${mixed}\n`,
      'A_TOKEN=[secret:secret-value#1]\nB_TOKEN=[secret:secret-value#2]\nA_TOKEN=[secret:secret-value#1]\n',
    ],
  ])('%s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redact(expected)).toBe(expected);
  });

  test('a redactor keeps them from one text to the next', () => {
    const redactor = createRedactor();
    const shown = [key, `${p}=hunter2!`, key].map((text) => redactor.write(text) + redactor.end());
    expect(shown).toEqual([
      '[secret:github-token#1]',
      `${p}=[secret:password#2]`,
      '[secret:github-token#1]',
    ]);
  });

  test('a label somebody wrote hides nothing beside it', () => {
    expect(redact(`Cookie: a=[secret:cookie#1]; sid=${mixed}`)).toBe(
      'Cookie: a=[secret:cookie#1][secret:cookie#1]',
    );
    expect(redact(`[secret:x#1]${key}`)).toBe('[secret:x#1][secret:github-token#1]');
    expect(redact(`postgres://[secret:x#1]:${mixed}@h/d`)).not.toContain(mixed.slice(0, 7));
  });

  test('two blocks that begin alike are told apart', () => {
    const block = (body: string) => `${p}: |\n  same first line\n  ${body}\n`;
    expect(redact(block('one') + block('two') + block('one'))).toBe(
      [1, 2, 1].map((n) => `${p}: |\n  [secret:secret-value#${String(n)}]\n`).join(''),
    );
  });
});

describe('a secret that is told by another line', () => {
  test.each([
    [
      'YAML',
      `- name: A_TOKEN\n  value: ${uuid}\n`,
      '- name: A_TOKEN\n  value: [secret:secret-value#1]\n',
    ],
    [
      'JSON',
      `{\n  "key": "A_TOKEN",\n  "type": "x",\n  "value": "${uuid}"\n}`,
      '{\n  "key": "A_TOKEN",\n  "type": "x",\n  "value": "[secret:secret-value#1]"\n}',
    ],
    [
      'another pair ends it',
      `{\n  "name": "A_TOKEN"\n},\n{ "value": "${uuid}" }`,
      `{\n  "name": "A_TOKEN"\n},\n{ "value": "${uuid}" }`,
    ],
    [
      'too far away',
      `name: A_TOKEN\na: 1\nb: 2\nc: 3\nd: 4\nvalue: ${uuid}\n`,
      `name: A_TOKEN\na: 1\nb: 2\nc: 3\nd: 4\nvalue: ${uuid}\n`,
    ],
    [
      'HCL',
      `variable "a_token" {\n  type = string\n  default = "${uuid}"\n}\n`,
      'variable "a_token" {\n  type = string\n  default = "[secret:secret-value#1]"\n}\n',
    ],
    [
      'code, the value below',
      `const apiToken: string =\n  '${uuid}';\n`,
      "const apiToken: string =\n  '[secret:secret-value#1]';\n",
    ],
    [
      'code, joined',
      `const apiToken =\n  '${mixed}' +\n  'abcdefgh' +\n  'ijkl';\nconst b = 'mnop';\n`,
      "const apiToken =\n  '[secret:secret-value#1]' +\n  '[secret:secret-value#2]' +\n  '[secret:secret-value#3]';\nconst b = 'mnop';\n",
    ],
    [
      'shell, continued',
      `export A_TOKEN=${mixed}\\\nabcdefgh\necho abcdefgh\n`,
      'export A_TOKEN=[secret:secret-value#1]\n[secret:secret-value#2]\necho abcdefgh\n',
    ],
    [
      'a quoted text of two lines',
      `A_TOKEN="${mixed}\nabcdefgh"\nB=1\n`,
      'A_TOKEN="[secret:secret-value#1]\n[secret:secret-value#2]"\nB=1\n',
    ],
    [
      'a list is not joined',
      `['${key}',\n 'abcdefgh']`,
      "['[secret:github-token#1]',\n 'abcdefgh']",
    ],
    [
      'netrc in lines',
      `machine h\n  login kim\n  ${p} hunter2x\n`,
      `machine h\n  login kim\n  ${p} [secret:password#1]\n`,
    ],
  ])('%s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redact(expected)).toBe(expected);
  });

  const pem = ['PRIVATE KEY', mixed.repeat(2), other.repeat(2), 'PRIVATE KEY'];
  const lines = pem.map((line, at) =>
    at === 0 ? `-----BEGIN ${line}-----` : at === 3 ? `-----END ${line}-----` : line,
  );
  test.each([
    [
      'in a log',
      lines.map((line) => `12:00:01 app: ${line}\n`).join(''),
      '12:00:01 app: [secret:private-key#1]\n',
    ],
    ['in a diff', lines.map((line) => `+${line}\n`).join(''), '+[secret:private-key#1]\n'],
    ['cut off', lines.slice(0, 3).join('\n'), '[secret:private-key#1]\n'],
    [
      'twice',
      `${lines.join('\n')}\n${lines.join('\n')}\n`,
      '[secret:private-key#1]\n[secret:private-key#1]\n',
    ],
  ])('a private key %s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('what the syntax of a program tells', () => {
  test.each([
    [
      'docker login',
      'docker login -u kim -p hunter2x h',
      'docker login -u kim -p [secret:password#1] h',
    ],
    [
      'openssl',
      'openssl rsa -passin pass:hunter2x',
      'openssl rsa -passin pass:[secret:password#1]',
    ],
    [
      'SQL',
      `CREATE USER a WITH ${p.toUpperCase()} 'hunter'`,
      `CREATE USER a WITH ${p.toUpperCase()} '[secret:password#1]'`,
    ],
    ['MySQL', "IDENTIFIED BY 'hunter'", "IDENTIFIED BY '[secret:password#1]'"],
    [
      'Oracle',
      'jdbc:oracle:thin:scott/tiger@//h',
      'jdbc:oracle:thin:scott/[secret:password#1]@//h',
    ],
    ['pgpass', 'h:5432:app:kim:hunter2\n', 'h:5432:app:kim:[secret:password#1]\n'],
    [
      'a cookie file',
      `.h\tTRUE\t/\tFALSE\t17\tid\t${mixed}\n`,
      '.h\tTRUE\t/\tFALSE\t17\tid\t[secret:password#1]\n',
    ],
    ['fish', `set -gx A_TOKEN ${mixed}`, 'set -gx A_TOKEN [secret:secret-value#1]'],
    ['cmd.exe', `setx A_TOKEN "${mixed}"`, 'setx A_TOKEN "[secret:secret-value#1]"'],
    [
      'a coloured terminal',
      `\u001b[36mA_TOKEN\u001b[0m=\u001b[33m${mixed}\u001b[0m`,
      '\u001b[36mA_TOKEN\u001b[0m=\u001b[33m[secret:secret-value#1]\u001b[0m',
    ],
    [
      'JSON thrice',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ apiToken: mixed }) }) }),
      JSON.stringify({
        a: JSON.stringify({ b: JSON.stringify({ apiToken: '[secret:secret-value#1]' }) }),
      }),
    ],
    [
      'Rust',
      `const A_TOKEN: &str = "${uuid}";`,
      'const A_TOKEN: &str = "[secret:secret-value#1]";',
    ],
    [
      'an env file in JSON',
      JSON.stringify({ text: `A=1\n${p.toUpperCase()}=hunter2!\nB=2` }),
      JSON.stringify({ text: `A=1\n${p.toUpperCase()}=[secret:password#1]\nB=2` }),
    ],
    [
      'percent-encoded JSON',
      `%7B%22${p}%22%3A%22hunter2%22%7D`,
      `%7B%22${p}%22%3A%22[secret:password#1]%22%7D`,
    ],
    [
      'an address in an address',
      `?to=https%3A%2F%2Fh%2F%3Faccess_token%3D${mixed}%26a%3D1`,
      '?to=https%3A%2F%2Fh%2F%3Faccess_token%3D[secret:secret-value#1]%26a%3D1',
    ],
    [
      'HTML',
      `&quot;apiKey&quot;: &quot;${uuid}&quot;`,
      '&quot;apiKey&quot;: &quot;[secret:secret-value#1]&quot;',
    ],
    [
      'escaped quotes',
      `\\u0022token\\u0022:\\u0022${mixed}\\u0022`,
      '\\u0022token\\u0022:\\u0022[secret:secret-value#1]\\u0022',
    ],
    ['a quote in a quoted text', `{"${p}":"hun\\"ter2"}`, `{"${p}":"[secret:password#1]"}`],
    ['a space alone', `the api key ${uuid}`, 'the api key [secret:secret-value#1]'],
    ['a tab alone', `A_SECRET_KEY\t${mixed}`, 'A_SECRET_KEY\t[secret:secret-value#1]'],
    ['an arrow', `${p} -> hunter2!`, `${p} -> [secret:password#1]`],
    ['any sign in a password', `${p}: a&b;c,d)e3`, `${p}: [secret:password#1]`],
    ['the end of a clause', `{ ${p}: hunter2!, a: 1 }`, `{ ${p}: [secret:password#1], a: 1 }`],
    [
      'a recovery code',
      'recovery code: V6LB-KmhZ-PpAS',
      'recovery code: [secret:recovery-phrase#1]',
    ],
    ['a client of a database', 'mongo -u kim -p hunter2x', 'mongo -u kim -p [secret:password#1]'],
    ['unzip', 'unzip -P hunter2x a.zip', 'unzip -P [secret:password#1] a.zip'],
    ['7z', '7z x -phunter2x a.7z', '7z x -p[secret:password#1] a.7z'],
    ['chpasswd', "echo 'root:hunter2x' | chpasswd", "echo 'root:[secret:password#1]' | chpasswd"],
    [
      'rabbitmqctl',
      `rabbitmqctl change_${p} kim hunter2x`,
      `rabbitmqctl change_${p} kim [secret:password#1]`,
    ],
    [
      'a pair of AWS',
      `${'AK' + 'IA'}ABCDEFGHIJKLMNOP,${mixed}abcdefgh`,
      '[secret:aws-access-key#1],[secret:aws-secret-key#2]',
    ],
    [
      'a joined header',
      `("Authorization", "Basic " + "${mixed}")`,
      '("Authorization", "Basic " + "[secret:authorization#1]")',
    ],
    [
      'a header with an escaped space',
      `-H Authorization:Bearer\\ ${mixed}`,
      '-H Authorization:Bearer\\ [secret:authorization#1]',
    ],
    ['a vendor nobody knows', `acme_v2_${mixed}`, '[secret:random-value#1]'],
  ])('%s', (_what, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test('no surrogate pair is cut in two, however long the line', () => {
  for (const size of [16_383, 16_384, 49_151, 49_152, 65_535, 65_536, 100_001]) {
    const text = `${'a'.repeat(size % 2)}${'\u{1f511}'.repeat(size)}`;
    const redactor = createRedactor();
    const parts = [redactor.write(text), redactor.end()];
    expect(parts.every((part) => part.isWellFormed())).toBe(true);
    expect(parts.join('')).toBe(text);
  }
});
