import { expect, test } from 'vitest';
import { schemaProblems } from './json-schema.ts';
import type { Schema } from './json-schema.ts';

const event: Schema = {
  type: 'object',
  properties: {
    uid: { type: 'integer', enum: [1, 2] },
    name: { type: 'string', pattern: '^[a-z]+$', maxLength: 3 },
    inner: { $ref: '#/$defs/inner' },
    tags: { type: 'array', items: { type: 'string' } },
    either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['uid'],
  additionalProperties: false,
  allOf: [
    {
      if: { properties: { tags: { contains: { const: 'cloud' } } }, required: ['tags'] },
      then: { required: ['name'] },
    },
  ],
  $defs: {
    inner: { type: 'object', required: ['a'], properties: { a: { minimum: 1, maximum: 2 } } },
  },
};

test.each<[unknown, string[]]>([
  [{ uid: 1, name: 'abc', inner: { a: 1 }, tags: ['x'], either: null }, []],
  [{}, [': no uid']],
  [[], [': is array, not object']],
  [{ uid: 1.5 }, ['/uid: is number, not integer', '/uid: 1.5 is not listed']],
  [{ uid: 3 }, ['/uid: 3 is not listed']],
  [{ uid: 1, other: 1 }, ['/other: is not foreseen']],
  [{ uid: 1, name: 'ABCD' }, ['/name: not ^[a-z]+$', '/name: longer than 3']],
  [{ uid: 1, inner: {} }, ['/inner: no a']],
  [{ uid: 1, inner: { a: 0 } }, ['/inner/a: below 1']],
  [{ uid: 1, inner: { a: 3 } }, ['/inner/a: above 2']],
  [{ uid: 1, tags: ['a', 2] }, ['/tags/1: is integer, not string']],
  [{ uid: 1, tags: ['cloud'] }, [': no name']],
  [{ uid: 1, either: 1 }, ['/either: fits no alternative']],
])('%j', (value, problems) => {
  expect(schemaProblems(event, value)).toEqual(problems);
});

test('a keyword it does not know is never passed over', () => {
  expect(() => schemaProblems({ dependentSchemas: {} }, {})).toThrow(
    'cannot check dependentSchemas',
  );
});
