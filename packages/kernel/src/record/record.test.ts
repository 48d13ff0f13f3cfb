import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyOf,
  createRecorder,
  lineOf,
  ocsfEventSchema,
  ORIGIN,
  parseEvent,
  recordedNames,
  rowOf,
  splitLine,
  unknownCompletion,
} from './index.ts';
import { sampleInputs } from './testing/index.ts';

const secret = ['sk', 'canary', '0123456789'].join('-');
const record = createRecorder({
  mask: (text) => text.replaceAll(secret, '[secret]').replaceAll('/home/ann', '~'),
  version: '1.2.3',
  run: 'run-1',
});
const person = { kind: 'person', name: 'ann', via: null } as const;
const assistant = { kind: 'assistant', name: 'assistant', via: person } as const;

test('category and class of every row', () => {
  const found = recordedNames.map((name) => {
    const row = rowOf(name, 'completed');
    return `${name}: ${row.class} ${row.activity[0]} ${row.category}`;
  });
  expect(found).toEqual([
    'file.read: file_activity 2 DATA_ACCESS',
    'file.list: file_activity 2 DATA_ACCESS',
    'file.search: datastore_activity 4 DATA_ACCESS',
    'file.write: file_activity 3 DATA_ACCESS',
    'file.move: file_activity 5 DATA_ACCESS',
    'file.delete: file_activity 4 DATA_ACCESS',
    'file.undo: file_activity 3 DATA_ACCESS',
    'domain.index: datastore_activity 2 DATA_ACCESS',
    'shell.run: process_activity 2 SYSTEM',
    'web.fetch: http_activity 3 APPLICATION',
    'model.call: api_activity 99 APPLICATION',
    'secret.set: entity_management 3 AUTHENTICATION',
    'secret.use: entity_management 2 AUTHENTICATION',
    'secret.delete: entity_management 4 AUTHENTICATION',
    'settings.change: entity_management 3 CONFIGURATION',
    'plan.approve: api_activity 99 AUTHORIZATION',
    'program.start: application_lifecycle 3 SYSTEM',
    'program.stop: application_lifecycle 4 SYSTEM',
    'program.error: application_error 1 APPLICATION',
    'audit.checkpoint: application_lifecycle 99 SYSTEM',
    'audit.export: datastore_activity 1 DATA_ACCESS',
    'vault.search: datastore_activity 4 DATA_ACCESS',
    'credential.read: entity_management 2 AUTHENTICATION',
    'grant.give: user_access 1 AUTHORIZATION',
    'grant.revoke: user_access 2 AUTHORIZATION',
    'data.forget: datastore_activity 7 DATA_ACCESS',
    'data.export: datastore_activity 1 DATA_ACCESS',
    'data.import: datastore_activity 5 DATA_ACCESS',
    'data.backup: datastore_activity 9 DATA_ACCESS',
    'data.restore: datastore_activity 10 DATA_ACCESS',
  ]);
});

test('every sample of every row is an event of the schema, with unmapped last', () => {
  for (const input of sampleInputs()) {
    const event = record(input);
    expect(ocsfEventSchema.parse(event)).toEqual(event);
    expect(bodyOf(event)).toMatch(/,"unmapped":\{[^{}]*\}\}$/);
  }
});

test('a denied command, whole', () => {
  const event = record({
    operation: 'shell.run',
    phase: 'decided',
    verdict: 'deny',
    reasons: [{ code: 'path_refused', path: '/home/ann/.ssh' }, { code: 'path_refused' }],
    principal: assistant,
    target: `cat /home/ann/.ssh/id --header ${secret}`,
    time: 5,
    requestId: 'r1',
  });
  expect(event).toEqual({
    class_uid: 6003,
    class_name: 'API Activity',
    category_uid: 6,
    category_name: 'Application Activity',
    activity_id: 99,
    activity_name: 'Decide',
    type_uid: 600399,
    time: 5,
    severity_id: 3,
    message: 'shell.run deny',
    status_id: 99,
    status: 'Other',
    metadata: {
      version: '1.8.0',
      product: { name: 'Gatehouse', vendor_name: 'Gatehouse', version: '1.2.3' },
      profiles: ['security_control'],
      correlation_uid: 'r1',
      log_name: 'agent-audit',
    },
    actor: {
      app_name: 'Gatehouse',
      invoked_by: 'assistant assistant < person ann',
      user: { name: 'ann', type_id: 1, type: 'User' },
    },
    api: { operation: 'shell.run', request: { uid: 'r1' } },
    src_endpoint: { name: 'localhost' },
    resources: [{ name: 'cat ~/.ssh/id --header [secret]', type: 'shell.run' }],
    action_id: 2,
    action: 'Denied',
    authorizations: [{ decision: 'denied', policy: { name: 'path_refused' } }],
    unmapped: {
      category: 'AUTHORIZATION',
      operation: 'shell.run',
      phase: 'decided',
      verdict: 'deny',
      reasons: ['path_refused'],
      run: 'run-1',
    },
  });
});

test('neither a secret nor a home path is kept, whichever field it came in by', () => {
  const hostile = `${secret} /home/ann/notes`;
  const principal = {
    kind: 'protocol',
    name: hostile,
    via: { kind: 'person', name: hostile, via: null },
  } as const;
  for (const input of sampleInputs()) {
    const text = bodyOf(
      record({
        ...input,
        principal,
        target: hostile,
        requestId: hostile,
        code: hostile,
        answer: hostile,
        privileges: [hostile],
        reasons: [{ code: 'path_outside', path: hostile }],
      }),
    );
    expect(text).not.toContain(secret);
    expect(text).not.toContain('/home/ann');
  }
});

test('an address loses its query and fragment, which may carry contents', () => {
  const event = record({
    operation: 'web.fetch',
    phase: 'started',
    principal: assistant,
    target: 'https://example.org/a/b?q=words#x?y',
    time: 1,
    requestId: 'r',
  });
  expect(event).toMatchObject({
    http_request: { http_method: 'GET', url: { url_string: 'https://example.org/a/b' } },
  });
});

test('a target is cut at 4096 characters and an empty one is named', () => {
  const targetOf = (target: string) => {
    const event = record({
      operation: 'secret.use',
      phase: 'started',
      principal: person,
      target,
      time: 1,
      requestId: 'r',
    });
    return 'entity' in event ? event.entity.name : null;
  };
  expect(targetOf('a'.repeat(5000))).toBe(`${'a'.repeat(4095)}…`);
  expect(targetOf('')).toBe('unnamed');
});

describe('an unforeseen shape is refused', () => {
  const good = record(sampleInputs()[0] ?? fail());
  const bad: [string, unknown][] = [
    ['another member', { ...good, raw_data: 'text' }],
    ['a member inside unmapped', { ...good, unmapped: { ...good.unmapped, text: 'x' } }],
    ['a type that does not fit the class', { ...good, type_uid: 1 }],
    ['a class of which nothing is known', { ...good, class_uid: 2004 }],
    ['a time that is not whole', { ...good, time: 1.5 }],
    ['no principal', { ...good, actor: undefined }],
    ['nothing', null],
  ];
  test.each(bad)('%s', (_, value) => {
    expect(() => parseEvent(value)).toThrow(expect.objectContaining({ code: 'event_malformed' }));
  });
});

test('what a crash left open is completed as unknown, once more in the same class', () => {
  for (const input of sampleInputs().filter(({ phase }) => phase === 'started')) {
    const expected = record({ ...input, phase: 'completed', status: 'unknown', time: 9 });
    expect(unknownCompletion(record(input), 9)).toEqual(expected);
  }
});

test('a line gives back exactly the body it was made of', () => {
  const link = { sequence: 7, previous: ORIGIN, hash: 'a'.repeat(64) };
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (target, sequence) => {
      const body = bodyOf(
        record({
          operation: 'file.read',
          phase: 'started',
          principal: person,
          target,
          time: 1,
          requestId: target,
        }),
      );
      const line = lineOf(body, { ...link, sequence });
      expect(line).not.toContain('\n');
      expect(splitLine(line)).toEqual({ body, link: { ...link, sequence } });
    }),
  );
});

test.each(['', '{}', '{"unmapped":{}}', 'x,"chain":{"sequence":-1}}}'])(
  'a line without a chain is none: %s',
  (line) => {
    expect(splitLine(line)).toBe(null);
  },
);

function fail(): never {
  throw new Error('the table has no samples');
}
