import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor, redact } from '../packages/kernel/src/redact/index.ts';
import type { Bench } from './corpora/bench.ts';
import { row } from './row.ts';
import { alone, besideName, named } from './secrets/contexts.ts';
import { documents } from './secrets/documents.ts';
import { createDraw, fill, type Draw } from './secrets/draw.ts';
import { formats } from './secrets/formats.ts';
import { ordinaryLines } from './secrets/ordinary.ts';

/** One text with a secret in it. `format` and `context` say what it is and where. */
export interface Case {
  readonly format: string;
  readonly context: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

/** Every format in every context it can stand in, then every document, `rounds` times. */
export function* cases(seed: number, rounds: number): Generator<Case> {
  const draw = createDraw(seed);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, template, self } of formats) {
      const places = Object.entries(self ? { ...besideName, ...alone } : besideName);
      for (const [context, write] of places) {
        const value = fill(template, draw);
        const key = named(name, value);
        const wrapped = /continued|folded|joined/u.test(context);
        const secrets = [value, encodeURIComponent(value), ...(wrapped ? key.half : [])];
        yield { format: `${name} ${template}`, context, text: write(key), secrets };
      }
    }
    for (const { kind, text, secrets } of documents(draw)) {
      yield { format: kind, context: 'document', text, secrets };
    }
  }
}

/** A stretch of a secret this long tells something of it. */
const telling = 7;

/** The first stretch of a secret that is still in `shown` and was in the text for the secret only. */
export function remains({ text, secrets }: Case, redacted: string): string | null {
  // A label may name what it stands for: `rubygems-key`.
  const shown = redacted.replaceAll(/\[secret:[a-z0-9-]+#\d+\]/gu, '[]');
  const rest = secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, '\u0000'), text);
  for (const secret of secrets) {
    for (let at = 0; at + telling <= secret.length; at += 1) {
      const stretch = secret.slice(at, at + telling);
      if (shown.includes(stretch) && !rest.includes(stretch)) return stretch;
    }
  }
  return null;
}

/** The text through a redactor in chunks of 1 to 24 characters. */
export function inChunks(text: string, draw: Draw): string {
  const redactor = createRedactor();
  let shown = '';
  for (let at = 0; at < text.length;) {
    const next = at + 1 + draw(24);
    shown += redactor.write(text.slice(at, next));
    at = next;
  }
  return shown + redactor.end();
}

function tally() {
  const counts = new Map<string, { all: number; found: number }>();
  return {
    add(name: string, found: boolean): void {
      const { all, found: before } = counts.get(name) ?? { all: 0, found: 0 };
      counts.set(name, { all: all + 1, found: before + (found ? 1 : 0) });
    },
    worst: (): readonly (readonly [string, number])[] =>
      [...counts]
        .map(([name, { all, found }]) => [name, found / all] as const)
        .toSorted((a, b) => a[1] - b[1]),
  };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

function recall(bench: Bench): void {
  const byFormat = tally();
  const byContext = tally();
  const cuts = createDraw(2);
  let all = 0;
  let found = 0;
  let differing = 0;
  for (const one of cases(1, 2)) {
    const shown = redact(one.text);
    const left = remains(one, shown);
    all += 1;
    if (left === null) found += 1;
    byFormat.add(one.format, left === null);
    byContext.add(one.context, left === null);
    if (inChunks(one.text, cuts) !== shown) differing += 1;
    if (left !== null) {
      const detail = `${left} of ${JSON.stringify(one.text)} -> ${JSON.stringify(shown)}`;
      bench.show('kept', { id: `${one.format} / ${one.context}` }, detail);
    }
  }
  const [format = ['', 1]] = byFormat.worst();
  const [context = ['', 1]] = byContext.worst();
  bench.figure(
    row(
      'secrets: redacted whole',
      (100 * found) / all,
      { least: 98 },
      '%',
      `of ${all} texts, ${formats.length} formats; worst format ${format[0].slice(0, 40)} ${percent(format[1], 1)}, worst context ${context[0]} ${percent(context[1], 1)}`,
    ),
  );
  bench.figure(
    row(
      'secrets: formats in the set',
      formats.length,
      { least: 150 },
      'formats',
      'the keys are made at run time',
    ),
  );
  bench.figure(
    row('secrets: other in chunks than at once', differing, { most: 0 }, 'texts', `of ${all}`),
  );
  for (const [name, share] of [...byFormat.worst(), ...byContext.worst()]) {
    if (share < 1) bench.show('recall', { id: name }, percent(share, 1));
  }
}

/** Lines as they stand in files that are there anyway: the program's own and those it is built of. */
function* realLines(): Generator<readonly [kind: string, line: string]> {
  const root = join(import.meta.dirname, '..');
  const patterns = [
    '*.{json,md,ts}',
    '{packages,apps,docs,scripts}/**/*.{ts,md,json,cjs}',
    'node_modules/*/{*.md,LICENSE,package.json}',
    'node_modules/*/{dist,lib,src}/*.{js,cjs,mjs,ts,map,css}',
  ];
  for (const file of globSync(patterns, { cwd: root }).sort()) {
    // Tests of redaction are about secrets; large files would drown the rest.
    if (/redact|secret|\.test\.ts$|testing\//u.test(file)) continue;
    const path = join(root, file);
    const { size } = statSync(path);
    if (size > 400_000) continue;
    const kind = `${file.split('/')[0] === 'node_modules' ? 'others’' : 'own'} ${file.split('.').at(-1) ?? ''}`;
    for (const line of readFileSync(path, 'utf8').split('\n')) if (line !== '') yield [kind, line];
  }
}

function touched(bench: Bench, name: string, lines: Iterable<readonly [string, string]>): void {
  const kinds = tally();
  let all = 0;
  let changed = 0;
  for (const [kind, line] of lines) {
    const shown = redact(line);
    all += 1;
    if (shown !== line) {
      changed += 1;
      bench.show('touched', { id: kind }, `${line.slice(0, 400)} -> ${shown.slice(0, 400)}`);
    }
    kinds.add(kind, shown === line);
  }
  const worst = kinds.worst().slice(0, 3);
  bench.figure(
    row(
      `secrets: ${name}, touched`,
      (100 * changed) / all,
      { most: 2 },
      '%',
      `of ${all}; most of the kinds ${worst.map(([kind, kept]) => `${kind} ${percent(1 - kept, 1)}`).join(', ')}`,
    ),
  );
}

function* generated(): Generator<readonly [string, string]> {
  const draw = createDraw(3);
  for (let round = 0; round < 200; round += 1) yield* ordinaryLines(draw);
}

/** Recall over keys made at run time, and how many lines of ordinary text are touched. */
export function measureSecrets(bench: Bench): void {
  recall(bench);
  touched(bench, 'ordinary lines, made', generated());
  touched(bench, 'ordinary lines of real files', realLines());
}
