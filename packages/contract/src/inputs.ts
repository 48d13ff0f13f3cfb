import { z } from 'zod';

const domainName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u,
    'letters, digits, spaces, dots, dashes; 80 at most',
  );
const file = z.string().min(1).max(4096);
/** Where something is done: a domain by name, or a folder made into a temporary one. */
const place = z.strictObject({ domain: domainName.optional(), folder: file.optional() });
const provider = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

/** The inputs of every use case, checked at the door of the workbench for every face. */
export const inputs = {
  place,
  ask: place.extend({
    question: z.string().trim().min(1).max(100_000),
    session: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    protocol: z.string().min(1).max(200).optional(),
    /** What the protocol asks for, by the names of its inputs. */
    inputs: z.record(z.string().max(64), z.string().max(100_000)).optional(),
    provider: provider.optional(),
    passages: z.int().min(0).max(50).optional(),
  }),
  search: place.extend({
    query: z.string().max(200_000),
    limit: z.int().min(1).max(500).default(20),
  }),
  index: place,
  perform: place.extend({
    operation: z.string().min(1).max(100),
    input: z.record(z.string(), z.unknown()),
    session: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
  }),
  explain: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('shell'),
      command: z.string(),
      cwd: z.string().optional(),
      root: file.optional(),
    }),
    z.strictObject({
      kind: z.literal('path'),
      path: z.string(),
      access: z.enum(['read', 'write']),
      root: file,
    }),
    z.strictObject({
      kind: z.literal('statement'),
      statement: z.string(),
      dialect: z.enum(['postgres', 'cypher']),
    }),
    z.strictObject({ kind: z.literal('url'), url: z.string() }),
    z.strictObject({
      kind: z.literal('markup'),
      payload: z.string(),
      form: z.enum(['markdown', 'html']),
    }),
    z.strictObject({ kind: z.literal('secrets'), text: z.string() }),
    /** What a person asked for and the calls made for it; what a tool said counts for those behind it. */
    z.strictObject({
      kind: z.literal('flow'),
      request: z.string(),
      /** The day it is for the person, where that is known: `tomorrow` is one then. */
      today: z.iso.date().optional(),
      tools: z
        .record(z.string(), z.object({ consequential: z.boolean().default(true) }))
        .default({}),
      steps: z.array(
        z.object({
          tool: z.string(),
          args: z.unknown().optional(),
          output: z.unknown().optional(),
          trust: z.enum(['trusted', 'untrusted']).default('untrusted'),
        }),
      ),
    }),
  ]),
  domainAdd: z.strictObject({
    /** The first folder's own name where none is given. */
    name: domainName.optional(),
    roots: z.array(file).min(1).max(50),
    mode: z.enum(['read-only', 'standard', 'yolo']).default('standard'),
    models: z.array(provider).max(10).default([]),
    localOnly: z.boolean().default(false),
  }),
  domainChange: z.strictObject({
    name: domainName,
    mode: z.enum(['read-only', 'standard', 'yolo']).optional(),
    models: z.array(provider).max(10).optional(),
    localOnly: z.boolean().optional(),
    roots: z.array(file).min(1).max(50).optional(),
  }),
  domainName: z.strictObject({ name: domainName }),
  protocolTrust: place.extend({ name: z.string().min(1).max(200) }),
  keyName: z.strictObject({ provider }),
  modelConfigure: z.strictObject({
    provider,
    model: z.string().min(1).max(200).optional(),
    /** For hosts of the person's own choosing: OpenAI-compatible, and Ollama's address. */
    address: z.url().optional(),
    pins: z
      .array(z.string().regex(/^sha256\/[A-Za-z0-9+/]{43}=$/, 'a pin is sha256/ and 44 characters'))
      .max(10)
      .optional(),
  }),
  settingChange: z.strictObject({ key: z.string().min(1).max(80), value: z.json() }),
  forget: z.strictObject({
    session: z.string().optional(),
    domain: domainName.optional(),
    everything: z.boolean().default(false),
  }),
  file: z.strictObject({ file }),
} as const;
