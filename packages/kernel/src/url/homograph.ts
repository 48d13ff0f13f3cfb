/** Parameters of Punycode, RFC 3492 section 5. */
const base = 36;
const least = 1;
const most = 26;
const skew = 38;
const damp = 700;
const firstBias = 72;
const firstPoint = 128;

function adapt(delta: number, points: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? damp : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  while (rest > ((base - least) * most) / 2) {
    rest = Math.floor(rest / (base - least));
    k += base;
  }
  return k + Math.floor(((base - least + 1) * rest) / (rest + skew));
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return base;
}

/** One lower-case `xn--` label as its characters (RFC 3492 section 6.2); null where it is broken. */
export function decodePunycode(label: string): string | null {
  const coded = label.slice('xn--'.length);
  const last = coded.lastIndexOf('-');
  const points = Array.from(coded.slice(0, Math.max(0, last)), (c) => c.codePointAt(0) ?? 0);
  let at = last + 1;
  let point = firstPoint;
  let bias = firstBias;
  for (let index = 0; at < coded.length; index += 1) {
    const start = index;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(coded.charCodeAt(at));
      at += 1;
      if (digit >= base) return null;
      index += digit * weight;
      const threshold = Math.max(least, Math.min(most, k - bias));
      if (digit < threshold) break;
      weight *= base - threshold;
      if (weight > 0x7fffffff) return null;
    }
    const length = points.length + 1;
    bias = adapt(index - start, length, start === 0);
    point += Math.floor(index / length);
    index %= length;
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    points.splice(index, 0, point);
  }
  return String.fromCodePoint(...points);
}

/** Scripts that may stand in one label together (Unicode Technical Standard 39, highly restrictive). */
const families: readonly RegExp[] = [
  // Latin only as European languages spell it: the rest of the script imitates these letters.
  /^[\da-z\u00df-\u00f6\u00f8-\u017f\u0219\u021b-]+$/u,
  /^[\d\p{Script=Cyrillic}-]+$/u,
  /^[\d\p{Script=Greek}-]+$/u,
  /^[\da-z\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー-]+$/u,
  /^[\da-z\p{Script=Han}\p{Script=Bopomofo}-]+$/u,
  /^[\da-z\p{Script=Han}\p{Script=Hangul}-]+$/u,
  /^[\d\p{Script=Arabic}-]+$/u,
  /^[\d\p{Script=Hebrew}-]+$/u,
  /^[\d\p{Script=Thai}-]+$/u,
  /^[\d\p{Script=Devanagari}-]+$/u,
  /^[\d\p{Script=Bengali}-]+$/u,
  /^[\d\p{Script=Tamil}-]+$/u,
  /^[\d\p{Script=Telugu}-]+$/u,
  /^[\d\p{Script=Georgian}-]+$/u,
];

/** Whole labels that read as Latin in a Latin-looking font. */
const imitating = /^[\d\-аӓӕвгԁеёһіїјӏкмнопԛѕтуўԝхҳҽпрсэъьѵѡαβγεηικνορστυχω]+$/u;

function isDoubtful(label: string): boolean {
  if (label.normalize('NFKC') !== label) return true;
  if (imitating.test(label)) return true;
  return !families.some((family) => family.test(label));
}

/** What a host in its ASCII form hides: its characters, and whether they imitate another script. */
export function judgeHostName(host: string): {
  readonly shown: string;
  readonly doubtful: boolean;
} {
  let doubtful = false;
  const labels = host.split('.').map((label) => {
    if (!label.startsWith('xn--')) return label;
    const decoded = decodePunycode(label);
    if (decoded === null || isDoubtful(decoded)) doubtful = true;
    return decoded ?? label;
  });
  return { shown: labels.join('.'), doubtful };
}
