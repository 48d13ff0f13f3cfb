import { z } from 'zod';
import type { Rule } from './policy/rule.ts';
import { GatehouseError } from './error.ts';

/** What a person types to have commands run on a machine that has no sandbox. */
const ACCEPTED = 'I accept that commands run without a sandbox';

/** What the person set. Part of every binding: if it changes, every open answer is void. */
export const policySchema = z.strictObject({
  mode: z.enum(['read-only', 'standard', 'yolo']).default('standard'),
  /** gnomad's default workspace; here the domain's roots are, unless the person sets this. */
  homeIsWorkspace: z.boolean().default(false),
  /** gnomad's blanket rule: every chain of commands asks. */
  askEveryChain: z.boolean().default(false),
  /** Where there is no sandbox, no command runs, unless the person accepted that in these words. */
  unsandboxed: z.union([z.literal(false), z.literal(ACCEPTED)]).default(false),
  /** No provider that is not on this machine. */
  localOnly: z.boolean().default(false),
  /** Hosts `web.fetch` may reach without asking. */
  webHosts: z.array(z.string().regex(/^[a-z0-9.-]{1,253}$/)).default([]),
  /** Operations never performed, whoever asks. */
  deny: z.array(z.string()).default([]),
  /** The person's own rules of policy.json, checked where that is read; never set elsewhere. */
  rules: z.array(z.custom<Rule>()).readonly().default([]),
  maxFileBytes: z
    .int()
    .min(1024)
    .max(1 << 30)
    .default(16 << 20),
  /** A command's limits. */
  commandSeconds: z.int().min(1).max(3600).default(120),
  commandMemoryBytes: z
    .int()
    .min(64 << 20)
    .default(2 ** 31),
  commandProcesses: z.int().min(1).max(4096).default(256),
  commandOutputBytes: z
    .int()
    .min(1024)
    .default(1 << 20),
});
export type Policy = z.infer<typeof policySchema>;

/**
 * config.json: the same settings but the rules, none of them needed, for people to edit. What stands there counts
 * before what was set by a verb, and is changed there only.
 */
export const configSchema: z.ZodType<Partial<Policy>> = z.strictObject(
  Object.fromEntries(
    Object.entries(policySchema.shape)
      .filter(([key]) => key !== 'rules')
      .map(([key, field]) => [key, field.unwrap().optional()]),
  ),
);

/** Parses a policy. A malformed one throws `policy_malformed` and stops the program. */
export function parsePolicy(value: unknown): Policy {
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(
    ({ path, message }) => `at ${path.join('.') || '(top)'}: ${message}`,
  );
  throw new GatehouseError(
    'policy_malformed',
    `The policy is malformed ${problems.join('; ')}`,
    parsed.error,
  );
}
