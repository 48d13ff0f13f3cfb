import { drawn, fill, pick, type Draw } from './draw.ts';

/** Lines that people and programs write every day and that hold no secret, by kind. */
const kinds: Readonly<Record<string, (draw: Draw) => string>> = {
  prose: (draw) =>
    pick(draw, [
      'The keys of the piano were tokens of a secret that nobody had to keep.',
      'Please reset your password on the settings page; the token expires after 15 minutes.',
      'We met at 10:30, room B-204, and agreed: the author signs, the editor checks.',
      'Authentication uses OAuth 2.0; see the section on access tokens and API keys.',
      'A cookie is a small text that a site keeps, a bearer token is a longer one.',
      'Kim said: the pass over the mountain is open, the key is under the mat.',
    ]),
  'git log': (draw) => `${drawn(draw, 'h', 40)} fix: keep the token out of the log`,
  'git log, short': (draw) => `${drawn(draw, 'h', 7)} (HEAD -> main) Merge branch 'auth'`,
  'git diff': (draw) => `index ${drawn(draw, 'h', 10)}..${drawn(draw, 'h', 10)} 100644`,
  commit: (draw) => `commit ${drawn(draw, 'h', 40)}`,
  'commit, key': (draw) => `"commit": "${drawn(draw, 'h', 40)}",`,
  'npm lock': (draw) => `      "integrity": "sha512-${drawn(draw, 'b', 86)}==",`,
  'yarn lock': (draw) => `  integrity sha1-${drawn(draw, 'b', 27)}=`,
  'pnpm lock': (draw) => `    resolution: {integrity: sha512-${drawn(draw, 'b', 86)}==}`,
  'yarn resolved': (draw) =>
    `  resolved "https://registry.example.com/a/-/a-1.0.0.tgz#${drawn(draw, 'h', 40)}"`,
  'cargo lock': (draw) => `checksum = "${drawn(draw, 'h', 64)}"`,
  'go sum': (draw) => `example.com/mod v1.2.3 h1:${drawn(draw, 'b', 43)}=`,
  'pip hash': (draw) => `    --hash=sha256:${drawn(draw, 'h', 64)} \\`,
  'poetry lock': (draw) =>
    `    {file = "a-1.0-py3-none-any.whl", hash = "sha256:${drawn(draw, 'h', 64)}"},`,
  'docker digest': (draw) => `FROM node:24@sha256:${drawn(draw, 'h', 64)}`,
  'docker ps': (draw) => `${drawn(draw, 'h', 12)}   nginx   "/entry.sh"   2 days ago   Up 2 days`,
  checksum: (draw) => `${drawn(draw, 'h', 64)}  dist/app-1.2.3.tar.gz`,
  'checksum, md5': (draw) => `MD5 (app.iso) = ${drawn(draw, 'h', 32)}`,
  uuid: (draw) => fill('{uuid}', draw),
  'uuid, id': (draw) => fill('  "id": "{uuid}",', draw),
  'uuid, log': (draw) => fill('2024-05-06T12:00:00Z INFO request {uuid} took 12 ms', draw),
  'request id': (draw) => `x-request-id: ${drawn(draw, 'h', 32)}`,
  'trace id': (draw) => `traceparent: 00-${drawn(draw, 'h', 32)}-${drawn(draw, 'h', 16)}-01`,
  etag: (draw) => `ETag: W/"${drawn(draw, 'h', 40)}"`,
  'base64 image': (draw) =>
    `<img src="data:image/png;base64,iVBORw0KGgo${drawn(draw, 'b', 200)}==">`,
  'base64 font': (draw) => `src: url(data:font/woff2;base64,d09GMgABAAAA${drawn(draw, 'b', 200)});`,
  'source map': (draw) =>
    `//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjoz${drawn(draw, 'a', 120)}`,
  svg: (draw) => `<path d="M${drawn(draw, 'n', 2)}.5 3.2c-.4 0-.8.2-1 .5l-6.3 9.1zM4 20h16v2H4z"/>`,
  css: (draw) => `.btn-primary--${drawn(draw, 'h', 6)} { color: #${drawn(draw, 'h', 6)}; }`,
  'hashed file': (draw) => `assets/index-${drawn(draw, 's', 8)}.js   142.1 kB │ gzip: 45.9 kB`,
  minified: () =>
    'function(e,t,n){"use strict";var r=n(42),o=r.token,i=e.key;t.auth=function(a){return o(a,i)}}',
  'public key': (draw) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${drawn(draw, 'b', 43)} kim@host`,
  certificate: (draw) => drawn(draw, 'b', 64),
  fingerprint: (draw) => `256 SHA256:${drawn(draw, 'b', 43)} kim@host (ED25519)`,
  'file list': (draw) => `-rw-r--r-- 1 kim kim ${drawn(draw, 'n', 5)} May  6 12:00 token-reader.ts`,
  path: (draw) => `/srv/app/node_modules/.cache/${drawn(draw, 'h', 32)}/auth/session-key.js:10:5`,
  'windows path': () => 'C:\\Users\\kim\\AppData\\Local\\Temp\\token-cache\\settings.json',
  address: (draw) =>
    `https://example.com/docs/v2/authentication?page=${drawn(draw, 'n', 2)}#api-keys`,
  'video address': (draw) => `https://www.youtube.com/watch?v=${drawn(draw, 's', 11)}`,
  'document address': (draw) => `https://docs.example.com/d/${drawn(draw, 's', 44)}/edit`,
  email: (draw) => `From: Kim <kim.${drawn(draw, 'z', 6)}@mail.example.com>`,
  'message id': (draw) => `Message-ID: <${drawn(draw, 'a', 30)}@mail.example.com>`,
  'package name': () => 'import { createToken, type SecretKey } from "@scope/auth-tokens/keys";',
  'type declaration': () =>
    'export interface Auth { token: string; apiKey?: string; password: Secret }',
  'code, call': () => 'const token = await getAccessToken({ clientId, clientSecret });',
  'code, environment': () => 'const apiKey = process.env.OPENAI_API_KEY ?? "";',
  'code, template': () => 'headers: { Authorization: `Bearer ${session.token}` },',
  'code, test': () => 'expect(tokens.map((token) => token.kind)).toEqual(["word", "equals"]);',
  'code, python': () => 'password = getpass.getpass("Password: ")',
  'code, yaml': () => '          GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}',
  'example env': () => 'API_KEY=your-api-key-here',
  'empty env': () => 'DATABASE_PASSWORD=',
  'config number': () => 'max_tokens: 4096, token_budget: 100000, key_size: 2048',
  'css class': () => '<div class="sk-fading-circle pk-list key-value-table token-punctuation">',
  heading: () => '## API keys, tokens and secrets: how they are kept',
  table: () => '| token | string | the access token, see above |',
  'coin address': (draw) => `Sent 0.5 to 0x${drawn(draw, 'h', 40)}`,
  number: (draw) =>
    `id=${drawn(draw, 'n', 18)} total=${drawn(draw, 'n', 6)} rate=0.${drawn(draw, 'n', 8)}`,
  'date and time': () => '2024-05-06T12:34:56.789+02:00 WARN slow query: 1532 ms',
  'nix path': (draw) => `/nix/store/${drawn(draw, 'l', 32)}-nodejs-24.1.0/bin/node`,
  'content address': (draw) => `ipfs://bafybei${drawn(draw, 'l', 52)}`,
  'k8s pod': (draw) =>
    `web-${drawn(draw, 'l', 10)}-${drawn(draw, 'l', 5)}   1/1   Running   0   3d`,
};

/** One ordinary line of every kind. */
export const ordinaryLines = (draw: Draw): readonly (readonly [kind: string, line: string])[] =>
  Object.entries(kinds).map(([kind, make]) => [kind, make(draw)]);
