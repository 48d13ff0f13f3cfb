/** How a key is written down somewhere: `name` in the spellings people use, `value` as it stands. */
export interface Named {
  readonly upper: string;
  readonly snake: string;
  readonly kebab: string;
  readonly camel: string;
  readonly value: string;
  readonly half: readonly [string, string];
}

export function named(upper: string, value: string): Named {
  const words = upper.toLowerCase().split('_');
  const middle = Math.ceil(value.length / 2);
  return {
    upper,
    snake: words.join('_'),
    kebab: words.join('-'),
    camel: words
      .map((word, at) => (at === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1)))
      .join(''),
    value,
    half: [value.slice(0, middle), value.slice(middle)],
  };
}

type Context = (key: Named) => string;

const encoded = encodeURIComponent;
const pascal = (camel: string): string => camel.slice(0, 1).toUpperCase() + camel.slice(1);

/** Places where the name stands beside the key. */
export const besideName: Readonly<Record<string, Context>> = {
  'env file': ({ upper, value }) => `DEBUG=1\n${upper}=${value}\nPORT=3000\n`,
  'env file, quoted': ({ upper, value }) => `${upper}="${value}"\nPORT=3000\n`,
  'env file, single quotes': ({ upper, value }) => `${upper}='${value}'\n`,
  'env file, Windows': ({ upper, value }) => `DEBUG=1\r\n${upper}=${value}\r\nPORT=3000\r\n`,
  'env file, spaces, comment': ({ upper, value }) => `${upper} = ${value}  # production\n`,
  'shell export': ({ upper, value }) => `export ${upper}=${value}\n`,
  'shell export, quoted': ({ upper, value }) => `$ export ${upper}='${value}' && make deploy\n`,
  'shell, before a command': ({ upper, value }) => `${upper}=${value} npm run deploy -- --all\n`,
  'shell, continued line': ({ upper, half }) => `export ${upper}=${half[0]}\\\n${half[1]}\n`,
  fish: ({ upper, value }) => `set -gx ${upper} ${value}\n`,
  'cmd.exe': ({ upper, value }) => `C:\\> set ${upper}=${value}\r\n`,
  setx: ({ upper, value }) => `setx ${upper} "${value}"\r\n`,
  PowerShell: ({ upper, value }) => `$env:${upper} = "${value}"\r\n`,
  JSON: ({ camel, value }) => `{"name": "app", "${camel}": "${value}", "debug": true}\n`,
  'JSON, snake, lines': ({ snake, value }) =>
    JSON.stringify({ region: 'eu', [snake]: value, size: 3 }, null, 2),
  'JSON, Windows': ({ snake, value }) =>
    JSON.stringify({ [snake]: value, size: 3 }, null, 2).replaceAll('\n', '\r\n'),
  'JSON in JSON': ({ camel, value }) =>
    JSON.stringify({ status: 200, body: JSON.stringify({ [camel]: value, ok: true }) }),
  'JSON in JSON in JSON': ({ snake, value }) =>
    JSON.stringify({ log: JSON.stringify({ body: JSON.stringify({ [snake]: value }) }) }),
  'env file in JSON': ({ upper, value }) =>
    JSON.stringify({ text: `DEBUG=1\n${upper}=${value}\nPORT=3000\n`, exists: true }),
  YAML: ({ snake, value }) => `app:\n  ${snake}: ${value}\n  port: 80\n`,
  'YAML, quoted': ({ camel, value }) => `app:\n  ${camel}: "${value}" # from the vault\n`,
  'YAML, folded': ({ snake, half }) =>
    `app:\n  ${snake}: >-\n    ${half[0]}\n    ${half[1]}\n  port: 80\n`,
  'YAML, name and value': ({ upper, value }) =>
    `env:\n  - name: ${upper}\n    value: ${value}\n  - name: PORT\n    value: "80"\n`,
  'JSON, name and value, lines': ({ upper, value }) =>
    JSON.stringify([{ name: upper, value }], null, 2),
  'compose list': ({ upper, value }) => `    environment:\n      - ${upper}=${value}\n`,
  TOML: ({ snake, value }) => `[app]\n${snake} = "${value}"\nport = 80\n`,
  INI: ({ snake, value }) => `[default]\n${snake} = ${value}\nregion = eu\n`,
  properties: ({ snake, value }) => `app.${snake.replaceAll('_', '.')}=${value}\n`,
  'query of an address': ({ snake, value }) =>
    `GET https://api.example.com/v1/items?limit=10&${snake}=${encoded(value)}&page=2 200\n`,
  'fragment of an address': ({ snake, value }) =>
    `https://app.example.com/cb#${snake}=${encoded(value)}&state=1\n`,
  'form body': ({ snake, value }) => `grant=x&${snake}=${encoded(value)}&scope=read\n`,
  'bearer header': ({ value }) => `> Authorization: Bearer ${value}\r\n> Accept: */*\r\n`,
  'token header': ({ value }) => `authorization: token ${value}\n`,
  'key header': ({ value }) => `GET / HTTP/1.1\r\nHost: h\r\nX-API-Key: ${value}\r\n\r\n`,
  'curl, bearer': ({ value }) =>
    `curl -sS -H "Authorization: Bearer ${value}" https://api.example.com/v1/me\n`,
  'curl, own header': ({ kebab, value }) =>
    `curl -X POST 'https://api.example.com' -H 'X-${kebab}: ${value}' -d '{}'\n`,
  'curl, user': ({ value }) => `curl -u 'api:${value}' https://api.example.com/messages\n`,
  'log, key=value': ({ snake, value }) =>
    `2024-05-06T12:00:00.123Z INFO  [client] retry=2 ${snake}=${value} tenant=7\n`,
  'log, sentence': ({ camel, value }) =>
    `May  6 12:00:00 web-1 app[812]: loaded config, ${camel}: ${value}, region: eu\n`,
  'GitHub Actions log': ({ upper, value }) =>
    `2024-05-06T12:00:00.1234567Z   ${upper}: ${value}\n2024-05-06T12:00:01Z ##[endgroup]\n`,
  'coloured terminal': ({ upper, value }) =>
    `\u001b[36m${upper}\u001b[0m=\u001b[33m${value}\u001b[0m\n`,
  'JavaScript, const': ({ camel, value }) => `const ${camel} = '${value}';\n`,
  'JavaScript, property': ({ camel, value }) =>
    `const client = new Client({ ${camel}: "${value}", retries: 3 });\n`,
  'JavaScript, environment': ({ upper, value }) => `process.env.${upper} = \`${value}\`;\n`,
  'JavaScript, fallback': ({ upper, camel, value }) =>
    `const ${camel} = process.env.${upper} ?? '${value}';\n`,
  'JavaScript, joined': ({ camel, half }) =>
    `const ${camel} =\n  '${half[0]}' +\n  '${half[1]}';\n`,
  'TypeScript, typed': ({ camel, value }) => `  private readonly ${camel}: string = '${value}';\n`,
  'Python, constant': ({ upper, value }) => `${upper} = "${value}"\n`,
  'Python, environ': ({ upper, value }) => `os.environ["${upper}"] = '${value}'\n`,
  'Python, argument': ({ snake, value }) => `client = Client(${snake}="${value}", timeout=3)\n`,
  'Python, default': ({ upper, value }) => `key = os.getenv("${upper}", "${value}")\n`,
  'Python, repr': ({ snake, value }) => `{'region': 'eu', '${snake}': '${value}'}\n`,
  Go: ({ camel, value }) => `\t${camel} := "${value}"\n`,
  'Go, struct': ({ camel, value }) => `\tcfg := Config{${pascal(camel)}: "${value}", Port: 80}\n`,
  Java: ({ upper, value }) => `    private static final String ${upper} = "${value}";\n`,
  'Java, property': ({ snake, value }) => `System.setProperty("app.${snake}", "${value}");\n`,
  'C#': ({ camel, value }) => `    var ${camel} = @"${value}";\r\n`,
  'C#, configuration': ({ camel, value }) =>
    `builder.Configuration["App:${pascal(camel)}"] = "${value}";\r\n`,
  PHP: ({ snake, value }) => `    '${snake}' => '${value}',\n`,
  'PHP, define': ({ upper, value }) => `define('${upper}', '${value}');\n`,
  Ruby: ({ upper, value }) => `ENV['${upper}'] ||= '${value}'\n`,
  Rust: ({ upper, value }) => `const ${upper}: &str = "${value}";\n`,
  XML: ({ camel, value }) => `<config><${camel}>${value}</${camel}></config>\n`,
  'XML, pair': ({ upper, value }) => `<add key="${upper}" value="${value}" />\n`,
  'XML, attribute': ({ camel, value }) => `<client ${camel}="${value}" retries="3"/>\n`,
  'option and value': ({ kebab, value }) => `$ deploy --${kebab} ${value} --region eu\n`,
  'option with =': ({ kebab, value }) => `$ deploy --${kebab}=${value} --region eu\n`,
  'docker run': ({ upper, value }) => `docker run --rm -e ${upper}=${value} image:1.2\n`,
  Dockerfile: ({ upper, value }) => `FROM node:24\nENV ${upper}=${value}\nARG ${upper} ${value}\n`,
  'kubectl literal': ({ kebab, value }) =>
    `kubectl create secret generic app --from-literal=${kebab}=${value}\n`,
  'helm set': ({ camel, value }) => `helm upgrade app ./chart --set auth.${camel}=${value}\n`,
  'Terraform variable': ({ snake, value }) => `variable "${snake}" {\n  default = "${value}"\n}\n`,
  'Terraform state': ({ snake, value }) =>
    `            "id": "app",\n            "${snake}": "${value}",\n            "tags": {}\n`,
  systemd: ({ upper, value }) => `[Service]\nEnvironment="${upper}=${value}"\n`,
  make: ({ upper, value }) => `${upper} ?= ${value}\n`,
  'Markdown table': ({ upper, value }) => `| ${upper} | ${value} | used by ci |\n`,
  'Markdown code': ({ upper, value }) => `- \`${upper}\`: \`${value}\`\n`,
  diff: ({ upper, value }) => `@@ -1,2 +1,2 @@\n-${upper}=${value}\n+${upper}=\n`,
  'response in JSON': ({ value }) =>
    `{"access_token":"${value}","token_type":"bearer","expires_in":3600}\n`,
};

/** Places where nothing but the key itself tells. */
export const alone: Readonly<Record<string, Context>> = {
  'a line of its own': ({ value }) => `${value}\n`,
  sentence: ({ value }) => `I put ${value} in there and it worked.\n`,
  'sentence, brackets': ({ value }) => `The old one (${value}) was revoked.\n`,
  'stack trace': ({ value }) =>
    `Error: 401 for ${value}\n    at Client.send (/srv/app/client.js:10:5)\n    at run (a.js:1:1)\n`,
  'path of an address': ({ value }) => `POST https://api.example.com/${encoded(value)}/send 200\n`,
  'neutral name': ({ value }) => `const x = "${value}";\n`,
  'list in JSON': ({ value }) => JSON.stringify({ items: ['one', value, 'two'] }),
  'escaped line': ({ value }) => `{"out":"first\\n${value}\\nlast"}\n`,
  CSV: ({ value }) => `7,kim,${value},2024-05-06\n`,
  argument: ({ value }) => `login("${value}")\n`,
};
