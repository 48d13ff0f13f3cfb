import type { StoredMessage } from '@gatehouse/assistant';
import { z } from 'zod';
import type { KeptDomain } from '../domains.ts';

const confidentiality = z.enum(['public', 'domain', 'private', 'secret']);
const text = z.string().max(32 * 1024 * 1024);
const short = z.string().max(4096);

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('person'), text }),
  z.strictObject({
    role: z.literal('assistant'),
    text,
    calls: z.array(z.strictObject({ id: short, name: short, input: z.unknown() })),
    citations: z.array(z.strictObject({ path: short, heading: short, line: z.int().min(0) })),
    model: short,
    partial: z.boolean(),
    confidentiality,
    untrusted: z.boolean().default(true),
  }),
  z.strictObject({
    role: z.literal('tool'),
    call: short,
    name: short,
    text,
    ok: z.boolean(),
    trust: z.enum(['person', 'trusted', 'untrusted', 'unknown']),
    confidentiality,
  }),
]);

/** One file of `sessions/`. */
export const sessionSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  domain: z.string().min(1).max(200),
  title: short,
  started: z.int().min(0),
  messages: z.array(z.strictObject({ time: z.int().min(0), message })).max(100_000),
  usage: z
    .array(
      z.strictObject({
        time: z.int().min(0),
        model: short,
        input: z.int().min(0),
        output: z.int().min(0),
      }),
    )
    .max(100_000),
});
export type PortableSession = z.infer<typeof sessionSchema>;

/** `gatehouse.json`. Settings are for people to read; they are not taken in again. */
export const manifestSchema = z.strictObject({
  format: z.literal('gatehouse export'),
  version: z.literal(1),
  exported: z.iso.datetime(),
  settings: z.record(z.string().max(200), z.unknown()),
  domains: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(80),
        roots: z.array(short).min(1).max(50),
        protocols: z.array(short).max(1000),
        models: z.array(short).max(10),
        mode: z.enum(['read-only', 'standard', 'yolo']),
        localOnly: z.boolean(),
      }),
    )
    .max(1000),
});
export type Manifest = z.infer<typeof manifestSchema>;

// Both directions are held against the stores' own types by the compiler.
export const asMessage = (value: PortableSession['messages'][number]['message']): StoredMessage =>
  value;
export const asDomain = (value: Manifest['domains'][number]): KeptDomain => value;
