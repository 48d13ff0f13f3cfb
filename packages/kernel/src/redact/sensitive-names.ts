/**
 * What a name promises of its value. `password`: a person chose it, so it may look like a word.
 * `secret`: a machine made it. `provider`: only where the value looks random as well. `phrase`:
 * several words. `any`: nothing, so that only a value that can be nothing else counts.
 */
export type Sensitivity = 'password' | 'secret' | 'provider' | 'phrase' | 'any';

const words = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/u).filter((w) => w !== ''));

const passwordEnds = [
  'password',
  'passwd',
  'passwort',
  'passphrase',
  'passcode',
  'pwd',
  'userpass',
  'dbpass',
  'dbpasswd',
  'rootpw',
  'adminpw',
  'motdepasse',
  'contraseña',
  'senha',
  'wachtwoord',
  'lösenord',
  'пароль',
] as const;
const passwordWords = words('pass pw psk passw');

const phraseEnds = [
  'mnemonic',
  'seedphrase',
  'recoveryphrase',
  'recoverycode',
  'recoverycodes',
  'backupcode',
  'secretphrase',
] as const;

/** Ends of a joined name: `clientSecret`, `client_secret` and `clientsecret` alike. */
const secretEnds = [
  'secret',
  'secrets',
  'token',
  'tokens',
  'apikey',
  'apikeys',
  'accesskey',
  'privatekey',
  'secretkey',
  'authkey',
  'clientsecret',
  'encryptionkey',
  'signingkey',
  'signaturekey',
  'accountkey',
  'sharedaccesskey',
  'masterkey',
  'servicekey',
  'servicerolekey',
  'storagekey',
  'hmackey',
  'cryptokey',
  'cipherkey',
  'ssokey',
  'sshkey',
  'licensekey',
  'apptoken',
  'integrationkey',
  'routingkey',
  'ingestkey',
  'ingestionkey',
  'writekey',
  'adminkey',
  'rootkey',
  'serverkey',
  'appkey',
  'applicationkey',
  'consumerkey',
  'secretaccesskey',
  'keybase',
  'projectkey',
  'sessionkey',
  'sessionid',
  'sessid',
  'connectsid',
  'credential',
  'credentials',
  'creds',
  'authorization',
  'bearer',
  'jwt',
  'accesscode',
  'authcode',
  'otp',
  'totp',
  'twofactor',
  'oauth',
  'sastoken',
  'signature',
  'sig',
  'webhook',
  'webhookurl',
  'dsn',
  'cookie',
  'sid',
  'csrf',
  'xsrf',
  'unsealkey',
  'pat',
  'auth',
  'kubeconfig',
  'presharedkey',
  'wgkey',
  'salt',
  'pepper',
  'sessiontoken',
  'devicekey',
  'userkey',
  'teamkey',
  'orgkey',
  'dekey',
  'symmetrickey',
  'publishkey',
  'subscribekey',
  'sendkey',
  'botkey',
  'groupkey',
  'primarykey',
  'secondarykey',
] as const;

const providers = words(`
  adafruit adobe airtable airbrake alchemy algolia alibaba aliyun amazon amplitude anthropic appcenter apify asana
  atlassian auth0 aws azure beamer bitbucket bittrex blockfrost box braintree brevo browserstack bugsnag buildkite
  cdp cerebras circleci clearbit clickup cloudflare cloudinary codecov cohere coinbase confluent contentful coralogix
  coveralls datadog databricks deepgram deepseek digitalocean discord docker dockerhub doppler dropbox dynatrace
  elastic elevenlabs etherscan etsy eventbrite facebook fastly figma finnhub firebase fireworks flickr flutterwave fly
  foursquare freshbooks gcp gemini ghost gitea github gitlab gitter google grafana groq hashicorp helius heroku
  hetzner honeycomb hubspot huggingface ibm infura instagram intercom ipinfo ipstack jenkins jfrog jira jwplayer
  kaggle klaviyo kraken kucoin langchain langsmith launchdarkly linear linkedin linode litellm logdna logzio looker
  mailchimp mailgun mailjet mandrill mapbox maxmind messagebird messenger mistral mixpanel moralis netlify newrelic
  newsapi ngrok notion npm nvidia nytimes okta onesignal openai openrouter openweather opsgenie pagerduty paypal
  paystack perplexity pinata pinecone plaid planetscale plivo postgres posthog postman postmark pulumi pusher
  pypi quay quicknode rapidapi razorpay readme replicate resend ringcentral rollbar salesforce segment sendbird
  sendgrid sendinblue sentry serpapi shodan shopify slack snowflake snyk sonar sonarqube sourcegraph spotify square
  squarespace statuspage stripe sumologic supabase tableau tailscale telegram telnyx terraform tinify tmdb together
  travis trello turso twilio twitch twitter typeform upstash vault vercel virustotal vonage wakatime weatherapi meraki drone finicity freemius sumo contribsys telegr sonar codeclimate clickhouse
  webflow wistia wordpress xai yahoo yandex yelp youtube zapier zendesk zerobounce zoho zoom
`);

/** The last word of names that speak about a secret without being one. */
const aboutWords = words(`
  name names id ids type types kind path file filename dir directory folder url uri endpoint host port length len
  size count limit max min policy rule rules field input label placeholder hint help text title description
  expires expiry expiration expire ttl age lifetime timeout interval date time at created updated version
  enabled disabled required optional valid invalid missing exists present format pattern regex prefix suffix header
  headers param params option options config settings provider providers manager store storage service handler
  factory generator validator parser reader writer util utils class schema model table column index usage example
  mode state status error errors message messages level list array map object alias aliases algorithm alg issuer
  audience scope scopes strength reset change update forgot confirm confirmation link page form screen button icon
  stream budget window per cost price
`);

const publicWords = words(`
  public primary foreign cache sort partition hot row group index idempotency dedupe keyboard i18n translation
  locale lookup object map record field column unique composite cursor page next prev previous continuation
  pagination csrf xsrf anti design style theme syntax lexer parser pos tag publishable anon site
`);

/** Names of values that look random and are meant to be seen. */
const openWords = words(`
  hash hashes sha sha1 sha256 sha384 sha512 md5 digest checksum integrity fingerprint commit revision rev etag ref
  public pubkey publickey version build uuid guid thumbprint cid pubid publickeys keyid kid recv anon src href url
  image img icon font path file data h1 base64 blob content body svg png woff chunk nonce iv
`);

/** Words of which one anywhere in a name makes a random value suspect. */
const hintWords = words(`
  access auth api apikey credential credentials creds key keys secret secrets token tokens login session bot webhook
  client app account private signing encryption oauth passw pass password passwd pwd bearer jwt license
`);

function split(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** What a name, as written before `=` or `:`, says of the value after it; null where nothing. */
export function sensitivityOf(name: string): Sensitivity | null {
  const parts = split(name);
  const last = parts.at(-1);
  if (last === undefined) return null;
  if (aboutWords.has(last)) return hintOf(parts);
  // `TOKEN_PROD`, `API_KEY_1`: up to two words may follow.
  for (let end = parts.length; end > 0 && end > parts.length - 3; end -= 1) {
    const head = parts.slice(0, end);
    const whole = head.join('');
    const word = head.at(-1) ?? '';
    if (passwordEnds.some((one) => whole.endsWith(one)) || passwordWords.has(word))
      return 'password';
    if (phraseEnds.some((one) => whole.endsWith(one))) return 'phrase';
    if (secretEnds.some((one) => whole.endsWith(one) && wordly(one, word))) {
      return head.some((one) => publicWords.has(one)) ? hintOf(parts) : 'secret';
    }
  }
  return hintOf(parts);
}

function hintOf(parts: readonly string[]): Sensitivity | null {
  if (parts.some((one) => openWords.has(one))) return null;
  const isHint = (one: string): boolean => hintWords.has(one) || isProvider(one);
  return parts.some(isHint) ? 'provider' : 'any';
}

/** A provider's name, or a word that begins with a long one: `travisci`, `airtablekey`. */
function isProvider(word: string): boolean {
  if (providers.has(word)) return true;
  for (let end = word.length - 1; end >= 5; end -= 1)
    if (providers.has(word.slice(0, end))) return true;
  return false;
}

/** Any beginning of a word that the tables know: what matches nothing promises nothing. */
const known = new RegExp(
  [...passwordEnds, ...passwordWords, ...phraseEnds, ...secretEnds, ...hintWords, ...providers]
    .filter((one, _at, all) => !all.some((other) => other !== one && one.includes(other)))
    .join('|'),
  'iu',
);

/** False where `sensitivityOf` could only say `any` or null; much cheaper than asking it. */
export function mayPromise(name: string): boolean {
  return known.test(name) || known.test(name.replaceAll(/[^\p{L}\d]/gu, ''));
}

/** Short endings must be a word of their own: `auth`, but not `author`'s; `sid`, but not `inside`. */
function wordly(ending: string, word: string): boolean {
  return (
    ending.length > 5 ||
    word === ending ||
    !/^(?:auth|sig|sid|pat|salt|otp|totp|jwt|dsn|csrf|xsrf|oauth)$/u.test(ending)
  );
}
