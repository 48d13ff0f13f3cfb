import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPrivateAddress } from './address.ts';
import { decodePunycode } from './homograph.ts';
import { judgeUrl } from './judge-url.ts';

const allowed = { hosts: ['api.example.org', 'odd.example.org:8443'], loopbackHttp: false };
const withLocal = { hosts: [], loopbackHttp: true };

function codes(text: string, hosts = allowed): string {
  return judgeUrl(text, hosts)
    .reasons.map(({ code }) => code)
    .join(' ');
}

describe('an address is judged by itself', () => {
  test.each([
    ['https://api.example.org/v1', 'host_granted'],
    ['https://API.Example.ORG./v1', 'host_granted'],
    ['HTTPS://api.example.org', 'host_granted'],
    ['https://api.example.org:443/', 'host_granted'],
    ['https://odd.example.org:8443/', 'host_granted'],
    ['https://odd.example.org/', 'host_asks'],
    ['https://api.example.org:8443/', 'host_granted url_port'],
    ['https://api.example.org:22/', 'host_granted url_port'],
    ['https://elsewhere.com/', 'host_asks'],
    ['https://notapi.example.org.evil.com/', 'host_asks'],
    ['https://8.8.8.8/', 'host_asks'],
    ['https://[2606:4700::1111]/', 'host_asks'],
    ['http://api.example.org/', 'url_scheme'],
    ['http://127.0.0.1:11434/', 'url_scheme'],
    ['ftp://api.example.org/', 'url_scheme'],
    ['file:///etc/passwd', 'url_scheme'],
    [`${'javascript'}:alert(1)`, 'url_scheme'],
    ['data:text/html,x', 'url_scheme'],
    ['blob:https://api.example.org/x', 'url_scheme'],
    ['https:api.example.org', 'url_malformed'],
    ['https:/api.example.org', 'url_malformed'],
    ['https:///api.example.org', 'url_malformed'],
    ['https:\\\\api.example.org', 'url_malformed'],
    ['//api.example.org', 'url_malformed'],
    ['api.example.org', 'url_malformed'],
    ['', 'url_malformed'],
    ['https://', 'url_malformed'],
    ['https://?x', 'url_malformed'],
    [' https://api.example.org', 'url_malformed'],
    ['https://api.exa\tmple.org', 'url_malformed'],
    ['https://api.exa\nmple.org', 'url_malformed'],
    ['https://api.example.org\\@evil.com', 'url_malformed'],
    ['https://api.example.org/\u202Egpj', 'url_malformed'],
    ['https://api.exa\u200Bmple.org', 'url_malformed'],
    ['https://api.exa\u00ADmple.org', 'url_malformed'],
    ['https://a..b/', 'url_malformed'],
    ['https://1.2.3.4.5/', 'url_malformed'],
    ['https://256.1.1.1/', 'url_malformed'],
    [`https://api.example.org/${'a'.repeat(8192)}`, 'url_malformed'],
    ['https://user:pass@api.example.org/', 'url_userinfo'],
    ['https://api.example.org@evil.com/', 'url_userinfo'],
    ['https://@api.example.org/', 'url_userinfo'],
    ['https://api.example.org/@evil.com', 'host_granted'],
  ])('%s', (text, expected) => {
    expect(codes(text)).toBe(expected);
  });

  test('the whole answer', () => {
    expect(judgeUrl('https://Elsewhere.com:8443/a?b#c', allowed)).toEqual({
      reasons: [
        { code: 'host_asks', host: 'elsewhere.com' },
        { code: 'url_port', host: 'elsewhere.com', port: 8443 },
      ],
      url: {
        href: 'https://elsewhere.com:8443/a?b#c',
        host: 'elsewhere.com',
        port: 8443,
        scheme: 'https',
      },
    });
  });
});

describe('every spelling of a private address is refused', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0x7f.0x0.0x0.0x1',
    '127.0.0.1.',
    '%31%32%37.0.0.1',
    '１２７.0.0.1',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '0',
    '0.0.0.0',
    '10.0.0.1',
    '10.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '0xc0a80001',
    '3232235521',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.43518',
    '192.0.0.192',
    '168.63.129.16',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.88.99.1',
    'kubernetes.default.svc',
    'db.cluster.local',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:169.254.169.254]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:a9fe:a9fe::1]',
    '[2001:db8::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100::1]',
    '[5f00::1]',
    '[3fff::1]',
    '[::ffff:0:127.0.0.1]',
    '[2606:4700::5efe:7f00:1]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'printer.local',
    'metadata.google.internal',
    'metadata',
    'router',
    'x.home.arpa',
    '127.0.0.1.nip.io',
    'a9fea9fe.nip.io',
    'x.localtest.me',
    'ⓛocalhost',
    'ｌｏｃａｌｈｏｓｔ',
  ])('%s', (host) => {
    expect(codes(`https://${host}/latest/meta-data`)).toBe('url_private_address');
  });

  test.each(['[fe80::1%25eth0]', '[::1', '[::ffff:127.0.0.1.2]', '[1::2::3]'])(
    '%s is no host',
    (host) => {
      expect(codes(`https://${host}/`)).toBe('url_malformed');
    },
  );

  test('any number of the private ranges, however it is written', () => {
    const octets = fc.constantFrom([10], [127], [192, 168], [169, 254], [172, 20], [100, 64]);
    fc.assert(
      fc.property(
        octets,
        fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }),
        fc.nat(5),
        (start, more, how) => {
          const [a = 0, b = 0, c = 0, d = 0] = [...start, ...more];
          const number = ((a * 256 + b) * 256 + c) * 256 + d;
          const spellings = [
            `${String(a)}.${String(b)}.${String(c)}.${String(d)}`,
            String(number),
            `0x${number.toString(16)}`,
            `0${number.toString(8)}`,
            `${String(a)}.${String(b)}.${String(c * 256 + d)}`,
            `[::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}]`,
          ];
          expect(codes(`https://${spellings[how] ?? ''}/`)).toBe('url_private_address');
        },
      ),
    );
  });
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:10.0.0.1', true],
  ['fe80::1%eth0', true],
  ['0177.0.0.1', true],
  ['not an address', true],
  ['', true],
  ['1.1.1.1', false],
  ['2606:4700:4700::1111', false],
  ['2001:4860:4860::8888', false],
  ['11.0.0.1', false],
  ['172.32.0.1', false],
  ['100.128.0.1', false],
  ['2000::1', false],
  ['4000::1', true],
  ['::', true],
])('a resolved %s is refused: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test.each([
  ['http://127.0.0.1:11434/api', 'host_asks'],
  ['http://localhost:11434/', 'host_asks'],
  ['http://[::1]:11434/', 'host_asks'],
  ['https://localhost:11434/', 'host_asks'],
  ['http://192.168.0.2:11434/', 'url_scheme'],
  ['https://192.168.0.2:11434/', 'url_private_address'],
  ['http://localhost.evil.com/', 'url_scheme'],
  ['http://127.0.0.1.evil.com/', 'url_scheme'],
])('where a local model is meant: %s', (text, expected) => {
  expect(codes(text, withLocal as never)).toBe(expected);
});

describe('names that look like other names ask', () => {
  test.each([
    ['https://аррӏе.com/', 'host_asks url_homograph'],
    ['https://xn--80ak6aa92e.com/', 'host_asks url_homograph'],
    ['https://gооgle.com/', 'host_asks url_homograph'],
    ['https://ɡoogle.com/', 'host_asks url_homograph'],
    ['https://ｇoogle.com/', 'host_asks url_homograph'],
    ['https://google%2ecom/', 'host_asks url_homograph'],
    ['https://pаypal.com/', 'host_asks url_homograph'],
    ['https://münchen.de/', 'host_asks'],
    ['https://xn--mnchen-3ya.de/', 'host_asks'],
    ['https://пример.рф/', 'host_asks'],
    ['https://日本語.jp/', 'host_asks'],
    ['https://한국.kr/', 'host_asks'],
  ])('%s', (text, expected) => {
    expect(codes(text)).toBe(expected);
  });

  test('what it hides is shown', () => {
    expect(judgeUrl('https://xn--80ak6aa92e.com/', allowed).reasons[1]).toEqual({
      code: 'url_homograph',
      host: 'xn--80ak6aa92e.com',
      shown: 'аррӏе.com',
    });
  });

  // Samples of RFC 3492 section 7.1, lower-cased.
  test.each([
    ['xn--ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['xn--4dbcagdahymbxekheh6e0a7fei0b', 'למההםפשוטלאמדבריםעברית'],
    ['xn--80aaa', 'ааа'],
    ['xn--!!!', null],
    ['xn--99999999999', null],
  ])('%s', (label, expected) => {
    expect(decodePunycode(label)).toBe(expected);
  });
});

test('nothing is thrown and nothing denied leaves an address', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'http://',
      '//',
      '@',
      ':',
      '[',
      ']',
      '%',
      '.',
      '127.0.0.1',
      'xn--',
      'a',
      '#',
      '?',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const { reasons, url } = judgeUrl(pieces.join(''), allowed);
      const denied = reasons.some(({ code }) =>
        /^url_(?:malformed|scheme|userinfo|private)/u.test(code),
      );
      expect(url === null).toBe(denied);
      expect(reasons.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
