import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder, recordedNames } from '../packages/kernel/src/record/index.ts';
import type { OcsfEvent, Phase, RecordInput } from '../packages/kernel/src/record/index.ts';
import { schemaProblems } from './json-schema.ts';
import type { Schema } from './json-schema.ts';

const person = { kind: 'person', name: 'person', via: null } as const;
const assistant = { kind: 'assistant', name: 'assistant', via: person } as const;

/** One event of every kind the program can record, as the recorder makes it. */
function* everyEvent(): Generator<OcsfEvent> {
  const record = createRecorder({ mask: (text) => text, version: '0.1.0', run: 'run' });
  const endings: readonly Pick<RecordInput, 'phase' | 'verdict' | 'reasons' | 'status' | 'code'>[] =
    [
      { phase: 'decided', verdict: 'allow', reasons: [{ code: 'path_inside' }] },
      { phase: 'decided', verdict: 'ask', reasons: [{ code: 'path_outside' }] },
      {
        phase: 'decided',
        verdict: 'deny',
        reasons: [{ code: 'path_refused' }, { code: 'nobody_to_ask' }],
      },
      { phase: 'started' },
      { phase: 'completed', status: 'done' },
      { phase: 'completed', status: 'failed', code: 'internal' },
      { phase: 'completed', status: 'cancelled' },
      { phase: 'completed', status: 'unknown' },
    ];
  for (const operation of recordedNames) {
    for (const ending of endings) {
      for (const principal of [person, assistant]) {
        yield record({
          operation,
          ...ending,
          phase: ending.phase satisfies Phase,
          principal,
          target: operation === 'web.fetch' ? 'https://example.org/a?b=c' : 'notes/one.md',
          time: 1_700_000_000_000,
          requestId: '0123456789abcdef',
          privileges: ['file.read under notes'],
        });
      }
    }
  }
}

function* fromFile(file: string): Generator<OcsfEvent> {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line !== '') yield JSON.parse(line) as OcsfEvent;
  }
}

/** `File System Activity` is `file_activity.schema.json`; the class itself says so in its `$id`. */
function schemas(folder: string): (name: string) => Schema {
  const files: Readonly<Record<string, string>> = {
    'File System Activity': 'file_activity',
    'Process Activity': 'process_activity',
    'Entity Management': 'entity_management',
    'User Access Management': 'user_access',
    'HTTP Activity': 'http_activity',
    'Application Lifecycle': 'application_lifecycle',
    'API Activity': 'api_activity',
    'Datastore Activity': 'datastore_activity',
    'Application Error': 'application_error',
  };
  const read = new Map<string, Schema>();
  return (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const file = join(folder, `${files[name] ?? name}.schema.json`);
    const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
    read.set(name, schema);
    return schema;
  };
}

function main(folder: string | undefined, files: readonly string[]): number {
  if (folder === undefined || !existsSync(join(folder, 'base_event.schema.json'))) {
    console.error('usage: npm run check:ocsf -- DIR [AUDIT.JSONL]…   (DIR: schemas of OCSF 1.8.0)');
    return 2;
  }
  const schemaOf = schemas(folder);
  const events =
    files.length === 0 ? [...everyEvent()] : files.flatMap((file) => [...fromFile(file)]);
  const problems = new Map<string, number>();
  let invalid = 0;
  for (const event of events) {
    const found = schemaProblems(schemaOf(event.class_name), event);
    if (found.length > 0) invalid += 1;
    for (const problem of found) {
      const text = `${event.class_name} ${event.message}: ${problem}`;
      problems.set(text, (problems.get(text) ?? 0) + 1);
    }
  }
  for (const [problem, count] of [...problems].slice(0, 40)) console.log(`${count} × ${problem}`);
  console.log(`${events.length} events, ${events.length - invalid} valid, ${invalid} not`);
  return invalid === 0 && events.length > 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2], process.argv.slice(3));
