import { drawn, fill, pick, type Draw } from './draw.ts';

/** A text and what in it must not be left: each of `secrets` as it stands in the text. */
export interface Document {
  readonly kind: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

/** A password as people and generators make them; `plain` has letters and digits only. */
function password(draw: Draw, plain = false): string {
  const word = (): string => drawn(draw, 'z', 4 + draw(4));
  const marked = plain ? '' : pick(draw, ['!', '_', '-', '.', '+', '*']);
  return pick(draw, [
    `${word()}${drawn(draw, 'n', 3)}${marked}${word()}`,
    `${pick(draw, ['Kiwi', 'Moss', 'Tern'])}${word()}${marked}${drawn(draw, 'n', 4)}`,
    drawn(draw, 'a', 12 + draw(12)),
    `${word()}${marked}${word()}${marked}${word()}9`,
  ]);
}

type Make = (draw: Draw) => { readonly text: string; readonly secrets: readonly string[] };

/** One secret in a text. */
const one =
  (secret: (draw: Draw) => string, text: (secret: string, draw: Draw) => string): Make =>
  (draw) => {
    const value = secret(draw);
    return { text: text(value, draw), secrets: [value] };
  };
const plain = (draw: Draw): string => password(draw, true);
const odd = (draw: Draw): string => password(draw);
const shaped =
  (template: string) =>
  (draw: Draw): string =>
    fill(template, draw);

const address = (scheme: string, rest: string): Make =>
  one(odd, (pw) => `DATABASE_URL=${scheme}://app:${pw}@${rest}\nPORT=1\n`);

/** A private key in lines of 64: every line of its body is a secret. */
const block =
  (open: string, close: string, head = '', tail = ''): Make =>
  (draw) => {
    const lines = Array.from({ length: 12 }, () => drawn(draw, 'b', 64));
    lines.push(`${drawn(draw, 'b', 22)}==`);
    return { text: `${open}\n${head}${lines.join('\n')}\n${tail}${close}\n`, secrets: lines };
  };
const pem = (kind: string, head = ''): Make =>
  block(`-----BEGIN ${kind}-----`, `-----END ${kind}-----`, head);

const inFile =
  (make: Make, place: (text: string) => string): Make =>
  (draw) => {
    const { text, secrets } = make(draw);
    return { text: place(text), secrets };
  };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const basic = (draw: Draw): string => base64(`kim:${plain(draw)}`);
const key32 = shaped('{a32}');
const words = 'apple river stone cloud ember fable grain house ivory jolly karma lemon'.split(' ');
const phrase = (draw: Draw): string =>
  Array.from({ length: 12 }, () => words[draw(words.length)] ?? '').join(' ');

const kinds: Readonly<Record<string, Make>> = {
  postgres: address('postgres', 'db.example.com:5432/app'),
  'postgresql, options': address('postgresql', 'db.example.com/app?sslmode=require'),
  'postgres, driver': address('postgresql+asyncpg', '10.0.0.5/app'),
  mysql: address('mysql', 'db.example.com:3306/app'),
  'mongodb+srv': address('mongodb+srv', 'c0.abc.mongodb.net/app?retryWrites=true'),
  'mongodb, hosts': address('mongodb', 'a.example.com:27017,b.example.com:27017/app'),
  redis: one(odd, (pw) => `REDIS_URL=redis://:${pw}@cache.example.com:6379/0\n`),
  rediss: address('rediss', 'cache.example.com:6380'),
  amqp: address('amqps', 'mq.example.com/vhost'),
  smtp: address('smtps', 'mail.example.com:465'),
  ldap: address('ldaps', 'ldap.example.com'),
  sftp: address('sftp', 'files.example.com/in'),
  'clickhouse, nats, kafka': one(
    odd,
    (pw) => `nats://svc:${pw}@n1:4222 clickhouse://ch:${pw}@h:9000/db\n`,
  ),
  'address in JSON': one(odd, (pw) =>
    JSON.stringify({ db: { url: `postgres://app:${pw}@db.example.com/app`, pool: 5 } }),
  ),
  'address in an error': one(
    odd,
    (pw) => `OperationalError: could not connect to "postgresql://app:${pw}@db/app": timed out\n`,
  ),
  'address, encoded password': one(
    (draw) => `${drawn(draw, 'a', 8)}%40${drawn(draw, 'a', 6)}%2F`,
    (pw) => `mysql://root:${pw}@127.0.0.1/app\n`,
  ),
  'git remote': one(
    shaped('{a40}'),
    (token) => `origin\thttps://kim:${token}@git.example.com/kim/app.git (fetch)\n`,
  ),
  'git remote, user only': one(
    shaped('ghp_{a36}'),
    (token) => `git clone https://${token}@github.com/kim/app.git\n`,
  ),
  'proxy address': one(odd, (pw) => `export https_proxy=http://kim:${pw}@proxy:3128\n`),
  'jdbc, parameters': one(
    odd,
    (pw) => `jdbc:postgresql://db.example.com/app?user=app&password=${pw}&ssl=true\n`,
  ),
  'jdbc, sqlserver': one(
    odd,
    (pw) => `jdbc:sqlserver://h:1433;databaseName=app;user=sa;password=${pw};encrypt=true\n`,
  ),
  'jdbc, oracle': one(plain, (pw) => `url=jdbc:oracle:thin:scott/${pw}@//db.example.com:1521/X\n`),
  ODBC: one(odd, (pw) => `Driver={ODBC Driver 18};Server=h,1433;Uid=sa;Pwd=${pw};Encrypt=yes;\n`),
  'ADO.NET': one(
    odd,
    (pw) =>
      `"Default": "Server=h;Database=d;User Id=app;Password=${pw};MultipleActiveResultSets=1"\n`,
  ),
  'libpq keywords': one(odd, (pw) => `host=db port=5432 user=app password=${pw} dbname=app\n`),
  'Azure storage': one(
    shaped('{b86}=='),
    (key) =>
      `DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=${key};EndpointSuffix=core.windows.net\n`,
  ),
  'Azure service bus': one(
    shaped('{b43}='),
    (key) =>
      `Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${key}\n`,
  ),
  'Azure SAS': one(
    shaped('{a20}%2B{a20}%3D'),
    (sig) =>
      `https://acct.blob.core.windows.net/c/f?sv=2022-11-02&st=2024-01-01T00%3A00Z&se=2025-01-01&sr=b&sp=r&sig=${sig}\n`,
  ),
  'AWS presigned address': one(
    shaped('{h64}'),
    (sig) =>
      `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20240506T120000Z&X-Amz-Expires=900&X-Amz-Signature=${sig}\n`,
  ),
  'application insights': one(
    shaped('{uuid}'),
    (key) => `InstrumentationKey=${key};IngestionEndpoint=https://eu.in.example.com/\n`,
  ),
  'Sentry DSN': one(shaped('{h32}'), (key) => `SENTRY_DSN=https://${key}@o1.ingest.sentry.io/42\n`),
  cookie: one(shaped('{s43}'), (sid) => `Cookie: theme=dark; session=${sid}; lang=en\r\n`),
  'cookie in curl': one(
    shaped('s%3A{a32}.{a43}'),
    (sid) => `curl 'https://example.com/' -b 'connect.sid=${sid}; a=1' --compressed\n`,
  ),
  'cookie header in curl': one(
    shaped('{h64}'),
    (sid) => `curl https://example.com/ -H 'cookie: _ga=GA1.2.3; sessionid=${sid}'\n`,
  ),
  'set-cookie': one(
    shaped('{b60}=='),
    (sid) => `< Set-Cookie: auth=${sid}; Path=/; HttpOnly; Secure\r\n< Date: Mon\r\n`,
  ),
  'cookies in JSON': one(shaped('{h40}'), (sid) =>
    JSON.stringify({ headers: { cookie: `PHPSESSID=${sid}; b=2` } }),
  ),
  'cookie jar': one(
    shaped('{a43}'),
    (sid) => `#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1790000000\tsession_id\t${sid}\n`,
  ),
  'document.cookie': one(shaped('{a40}'), (sid) => `document.cookie = "sid=${sid}; path=/";\n`),
  JWT: one(shaped('{jwt}'), (token) => `claims of ${token} are fine\n`),
  'JWT, encrypted': one(
    shaped('eyJ{s60}.{s340}.{s16}.{s200}.{s22}'),
    (token) => `token=${token}\n`,
  ),
  'basic header': one(basic, (value) => `Authorization: Basic ${value}\r\n`),
  'basic header in code': one(basic, (value) => `headers = {"Authorization": "Basic ${value}"}\n`),
  'digest header': one(
    shaped('{h32}'),
    (value) => `Authorization: Digest username="kim", realm="r", nonce="1", response="${value}"\n`,
  ),
  'AWS signed header': one(
    shaped('{h64}'),
    (sig) =>
      `Authorization: AWS4-HMAC-SHA256 Credential=x/20240506/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${sig}\n`,
  ),
  'proxy header': one(basic, (value) => `Proxy-Authorization: Basic ${value}\n`),
  'bearer in code': one(
    shaped('{a40}'),
    (token) => `fetch(url, { headers: { Authorization: \`Bearer ${token}\` } });\n`,
  ),
  'axios header': one(
    key32,
    (key) => `axios.defaults.headers.common['X-Auth-Token'] = '${key}';\n`,
  ),
  'netrc, one line': one(odd, (pw) => `machine api.example.com login kim password ${pw}\n`),
  'netrc, lines': one(odd, (pw) => `machine api.example.com\n  login kim\n  password ${pw}\n`),
  npmrc: one(shaped('{uuid}'), (key) => `//registry.example.com/:_authToken=${key}\n`),
  'npmrc, old': one(basic, (value) => `_auth=${value}\nemail=kim@example.com\n`),
  'npmrc, password': one(basic, (value) => `//r.example.com/:_password="${value}"\n`),
  pypirc: one(odd, (pw) => `[pypi]\nusername = kim\npassword = ${pw}\n`),
  'docker config': one(basic, (value) =>
    JSON.stringify({ auths: { 'https://index.docker.io/v1/': { auth: value } } }, null, 2),
  ),
  'docker login': one(odd, (pw) => `docker login -u kim -p ${pw} registry.example.com\n`),
  'kubeconfig token': one(
    shaped('{jwt}'),
    (token) => `users:\n- name: a\n  user:\n    token: ${token}\n`,
  ),
  'kubeconfig key': one(
    shaped('LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ{b400}'),
    (key) => `    client-key-data: ${key}\n`,
  ),
  'kubernetes secret': one(
    (draw) => base64(password(draw)),
    (value) => `kind: Secret\ndata:\n  password: ${value}\n  username: a2lt\n`,
  ),
  'AWS credentials': one(
    shaped('{b40}'),
    (key) => `[default]\naws_access_key_id = x\naws_secret_access_key = ${key}\n`,
  ),
  'service account': inFile(pem('PRIVATE KEY'), (text) =>
    JSON.stringify({ type: 'service_account', private_key: text, client_id: '1' }, null, 2),
  ),
  'Terraform state password': one(odd, (pw) =>
    JSON.stringify({ attributes: { master_password: pw, username: 'app' } }, null, 2),
  ),
  'Slack webhook': one(
    shaped('T{u8}/B{u10}/{a24}'),
    (path) => `https://hooks.slack.com/services/${path}\n`,
  ),
  'Discord webhook': one(
    shaped('{s68}'),
    (token) => `https://discord.com/api/webhooks/1234567890123456/${token}\n`,
  ),
  'Teams webhook': one(
    shaped('{uuid}@{uuid}/IncomingWebhook/{h32}/{uuid}'),
    (path) => `https://acme.webhook.office.com/webhookb2/${path}\n`,
  ),
  'Power Automate': one(
    shaped('{s43}'),
    (sig) =>
      `https://prod-1.westeurope.logic.azure.com/workflows/x/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Frun&sv=1.0&sig=${sig}\n`,
  ),
  'Telegram bot address': one(
    shaped('{n10}:AA{s33}'),
    (token) => `https://api.telegram.org/bot${token}/getMe\n`,
  ),
  'mysql -p': one(plain, (pw) => `mysql -h db -u root -p${pw} app < dump.sql\n`),
  mysqldump: one(plain, (pw) => `mysqldump --user=root --password=${pw} app\n`),
  PGPASSWORD: one(odd, (pw) => `PGPASSWORD=${pw} psql -h db -U app\n`),
  pgpass: one(plain, (pw) => `db.example.com:5432:app:kim:${pw}\n`),
  sshpass: one(odd, (pw) => `sshpass -p '${pw}' ssh kim@host\n`),
  'redis-cli': one(plain, (pw) => `redis-cli -h cache -a ${pw} ping\n`),
  'curl --user': one(odd, (pw) => `curl --user kim:${pw} https://example.com\n`),
  'openssl pass': one(odd, (pw) => `openssl rsa -in k.pem -passin pass:${pw}\n`),
  htpasswd: one(shaped('$apr1${a8}${a22}'), (hash) => `kim:${hash}\n`),
  shadow: one(shaped('$6${a8}${a86}'), (hash) => `kim:${hash}:19000:0:99999:7:::\n`),
  bcrypt: one(shaped('$2b$12${a53}'), (hash) => `INSERT INTO users VALUES (1, '${hash}');\n`),
  'SQL password': one(odd, (pw) => `CREATE USER app WITH PASSWORD '${pw}';\n`),
  'SQL identified by': one(odd, (pw) => `ALTER USER app IDENTIFIED BY '${pw}';\n`),
  'form login': one(odd, (pw) => `username=kim&password=${encodeURIComponent(pw)}&csrf=1\n`),
  'prose password': one(odd, (pw) => `The wifi password is ${pw} and the printer is upstairs.\n`),
  'password, JSON': one(odd, (pw) => JSON.stringify({ user: 'kim', password: pw, remember: true })),
  'password, JSON in JSON': one(odd, (pw) =>
    JSON.stringify({ body: JSON.stringify({ user: 'kim', password: pw, remember: true }) }),
  ),
  'password with spaces': one(
    (draw) => `${drawn(draw, 'z', 7)} ${drawn(draw, 'z', 7)} ${drawn(draw, 'z', 8)}`,
    (pw) => `passphrase: "${pw}"\n`,
  ),
  'Wi-Fi': one(odd, (pw) => `network={\n  ssid="home"\n  psk="${pw}"\n}\n`),
  WireGuard: one(
    shaped('{b43}='),
    (key) => `[Interface]\nPrivateKey = ${key}\nAddress = 10.0.0.2\n`,
  ),
  'recovery phrase': one(phrase, (text) => `mnemonic: ${text}\n`),
  'unknown name, mixed': one(shaped('{a40}'), (value) => `ACME_WIDGET=${value}\n`),
  'unknown name, JSON': one(shaped('{s48}'), (value) => JSON.stringify({ acme: value, b: 1 })),
  'unknown name, code': one(shaped('{a32}'), (value) => `const gizmo = '${value}';\n`),
  'PEM, RSA': pem('RSA PRIVATE KEY'),
  'PEM, EC': pem('EC PRIVATE KEY'),
  'PEM, PKCS 8': pem('PRIVATE KEY'),
  'PEM, encrypted': pem(
    'RSA PRIVATE KEY',
    'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n',
  ),
  OpenSSH: pem('OPENSSH PRIVATE KEY'),
  PGP: pem('PGP PRIVATE KEY BLOCK', 'Version: GnuPG v2\n\n'),
  SSH2: block(
    '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----',
    '---- END SSH2 ENCRYPTED PRIVATE KEY ----',
    'Comment: "kim"\n',
  ),
  PuTTY: block(
    'PuTTY-User-Key-File-3: ssh-ed25519',
    'Private-MAC: 0011223344556677889900112233445566778899',
    'Encryption: none\nComment: kim\nPublic-Lines: 2\nAAAA\nBBBB\nPrivate-Lines: 13\n',
  ),
  'PEM, indented in YAML': inFile(
    pem('PRIVATE KEY'),
    (text) => `tls:\n  key: |\n${text.replaceAll(/^(?=.)/gmu, '    ')}  port: 1\n`,
  ),
  'PEM, Windows': inFile(pem('RSA PRIVATE KEY'), (text) => text.replaceAll('\n', '\r\n')),
  'PEM in an env file': inFile(pem('PRIVATE KEY'), (text) => `KEY="${text}"\nPORT=1\n`),
  'PEM, escaped in an env file': inFile(
    pem('PRIVATE KEY'),
    (text) => `KEY="${text.replaceAll('\n', '\\n')}"\nPORT=1\n`,
  ),
  'PEM in a log': inFile(pem('EC PRIVATE KEY'), (text) =>
    text.replaceAll(/^(?=.)/gmu, '2024-05-06 12:00:00 app: '),
  ),
  'PEM in a diff': inFile(pem('RSA PRIVATE KEY'), (text) => text.replaceAll(/^(?=.)/gmu, '+')),
  'PEM in code': inFile(pem('RSA PRIVATE KEY'), (text) =>
    text
      .trim()
      .split('\n')
      .map((line) => `  '${line}\\n' +`)
      .join('\n'),
  ),
  'PEM in base64': inFile(pem('PRIVATE KEY'), (text) => `tls.key: ${base64(text)}\n`),
};

/** One document of every kind. A key in base64 is looked for as it stands there. */
export function documents(draw: Draw): readonly Document[] {
  return Object.entries(kinds).map(([kind, make]) => {
    const { text, secrets } = make(draw);
    const encoded = kind.endsWith('in base64');
    return { kind, text, secrets: encoded ? [text.split(': ')[1]?.trim() ?? ''] : secrets };
  });
}
