import { z } from 'zod';
import { GatehouseError } from '../../error.ts';
import { isName, operations } from '../../operations/index.ts';
import { findHidden } from '../../scope/index.ts';
import { reachOfExample } from './example.ts';
import { readJson } from './json-text.ts';
import type { Position } from './json-text.ts';
import { isAbout } from '../../policy/rule.ts';
import type { Rule } from '../../policy/rule.ts';

const operation = z.string().refine(isName, {
  error: `is no operation; there are ${Object.keys(operations).join(', ')}`,
});
const words = z.string().min(1).max(4096);
const date = z.iso.date('has to be a date like 2026-12-31');

const ruleSchema = z.strictObject({
  effect: z.enum(['allow', 'ask', 'deny']),
  operation: z.union([operation, z.array(operation).min(1)], {
    error: `is no operation, nor a list of them; there are ${Object.keys(operations).join(', ')}`,
  }),
  tool: z
    .string()
    .regex(
      /^[A-Za-z0-9_.+-]+(?: [A-Za-z0-9_.:+-]+)*$/u,
      'has to be a tool, or a tool and its sub-command',
    )
    .optional(),
  command: words.optional(),
  host: z
    .string()
    .regex(
      /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/u,
      'has to be a host like example.org or *.example.org',
    )
    .optional(),
  under: z
    .string()
    .regex(/^(?:\/|~\/|~$)/u, 'has to be an absolute folder, or one that begins with ~/')
    .refine(
      (path) => !/\/\.\.?(?:\/|$)/u.test(path),
      'holds . or .., so nobody sees which folder it is',
    )
    .refine((path) => findHidden(path) === null, 'holds a character that cannot be seen')
    .optional(),
  until: date.optional(),
  note: z.string().max(500).optional(),
  match: z.array(words).max(50).default([]),
  'not match': z.array(words).max(50).default([]),
});
type Written = z.infer<typeof ruleSchema>;

const fileSchema = z.strictObject({ rules: z.array(ruleSchema).max(500).default([]) });

/** Which limits an operation knows; the others have none but their name. */
const limits: Readonly<Record<string, readonly string[]>> = {
  'shell.run': ['tool', 'command', 'under'],
  'web.fetch': ['host'],
  'file.read': ['under'],
  'file.list': ['under'],
  'file.search': ['under'],
  'file.write': ['under'],
  'file.move': ['under'],
  'file.delete': ['under'],
  'file.undo': ['under'],
};

const allLimits = ['tool', 'command', 'host', 'under'] as const;

/** Of these alone a rule may say that they need no asking; the rest always asks, or never does. */
const allowable = ['shell.run', 'web.fetch', 'file.read', 'file.list', 'file.search', 'file.write'];

/**
 * Reads policy.json: the person's own rules, in the order they stand. Throws `policy_malformed` with
 * the line and the column of what is wrong and what to do: broken JSON, an unknown key, a rule that
 * could never mean anything, an example that does not hold. `home` is where `~` leads.
 */
export function readRules(source: string, home: string): readonly Rule[] {
  const json = readJson(source);
  if ('problem' in json) throw malformed(json.at, json.problem);
  const parsed = fileSchema.safeParse(json.value);
  if (!parsed.success) {
    const { issues } = parsed.error;
    // A name that was mistyped says more than the one that is missing for it.
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])];
    throw malformed(json.at(path), problemOf(path, unknown, issue?.message ?? ''));
  }
  return parsed.data.rules.map((written, at) => {
    const wrong = (member: readonly PropertyKey[], problem: string) =>
      malformed(json.at(['rules', at, ...member]), problem);
    const rule = toRule(written, json.at(['rules', at]).line, home);
    const senseless = senselessIn(written, rule);
    if (senseless !== null) throw wrong([senseless.member], senseless.problem);
    for (const [kind, expected] of [
      ['match', true],
      ['not match', false],
    ] as const) {
      for (const [index, example] of written[kind].entries()) {
        const problem = checkExample(rule, { example, expected, home });
        if (problem !== null) throw wrong([kind, index], problem);
      }
    }
    return Object.freeze(rule);
  });
}

const keys = Object.keys(ruleSchema.shape).map((key) => `"${key}"`);

function problemOf(path: readonly PropertyKey[], unknown: string | undefined, message: string) {
  if (unknown === undefined) return `${JSON.stringify(path.at(-1) ?? 'the file')}: ${message}`;
  const known = path.length === 1 ? ['"rules"'] : keys;
  return `there is no ${JSON.stringify(unknown)}; there are ${known.join(', ')}`;
}

const malformed = ({ line, column }: Position, problem: string) =>
  new GatehouseError(
    'policy_malformed',
    `policy.json, line ${line}, column ${column}: ${problem}. Nothing is done until it is mended.`,
  );

function toRule(written: Written, line: number, home: string): Rule {
  const { effect, tool, command, host, under, until, note } = written;
  const named = written.operation;
  return {
    effect,
    operations: typeof named === 'string' ? [named] : named,
    ...(tool === undefined ? {} : { tool }),
    ...(command === undefined ? {} : { command }),
    ...(host === undefined ? {} : { host }),
    ...(under === undefined ? {} : { under: [folderOf(under, home)] }),
    ...(until === undefined ? {} : { until: Date.parse(`${until}T23:59:59.999Z`) }),
    ...(note === undefined ? {} : { note }),
    line,
  };
}

/** Absolute, without a last `/`. */
const folderOf = (under: string, home: string) => {
  const whole = under.startsWith('~') ? home + under.slice(1) : under;
  return whole.replace(/\/+$/u, '') || '/';
};

/** A rule that says something it could not mean. */
function senselessIn(
  written: Written,
  { effect, operations: named }: Rule,
): { readonly member: string; readonly problem: string } | null {
  const given = allLimits.filter((limit) => written[limit] !== undefined);
  for (const limit of given) {
    const without = named.find((name) => !(limits[name] ?? []).includes(limit));
    if (without !== undefined) {
      return { member: limit, problem: `"${limit}" says nothing about ${without}` };
    }
  }
  if (written.tool !== undefined && written.command !== undefined) {
    return { member: 'tool', problem: '"tool" and "command" exclude each other' };
  }
  if (effect !== 'allow') return null;
  const never = named.find((name) => !allowable.includes(name));
  if (never !== undefined) {
    return { member: 'operation', problem: `${never} cannot be allowed by a rule` };
  }
  const commands = named.includes('shell.run');
  if (commands && written.tool === undefined && written.command === undefined && given.length > 0) {
    return { member: 'effect', problem: 'a rule that allows a command needs "tool" or "command"' };
  }
  if (given.length > 0) return null;
  return {
    member: 'effect',
    problem: 'a rule that allows needs a limit: "tool", "command", "under" or "host"',
  };
}

function checkExample(
  rule: Rule,
  {
    example,
    expected,
    home,
  }: { readonly example: string; readonly expected: boolean; readonly home: string },
): string | null {
  for (const name of rule.operations) {
    if (!isName(name)) continue;
    const reach = reachOfExample(name, example, { home, cwd: rule.under?.[0] ?? home });
    if (reach === null) return `${JSON.stringify(example)} is no example of ${name}`;
    if (isAbout(rule, name, reach) === expected) continue;
    return expected
      ? `the rule is not about ${JSON.stringify(example)}, which "match" says it is`
      : `the rule is about ${JSON.stringify(example)}, which "not match" says it is not`;
  }
  return null;
}
