import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../operations/index.ts';
import { reasons as verdicts } from '../reasons.ts';
import type { Reason, ReasonCode, Verdict } from '../reasons.ts';
import { longestFor } from './reach.ts';
import type { Reach } from './reach.ts';
import { isAbout, judgeByRules } from './rule.ts';
import type { Rule } from './rule.ts';

describe('whatever the rules, and in whatever order', () => {
  const names = ['file.read', 'file.write', 'shell.run', 'web.fetch'] as const;
  const folder = fc.constantFrom('/w', '/w/a', '/w/a/b', '/w/ab', '/v', '/');
  const tool = fc.constantFrom('git', 'git push', 'git status', 'rm');
  const rule: fc.Arbitrary<Rule> = fc.record(
    {
      effect: fc.constantFrom('allow', 'ask', 'deny') as fc.Arbitrary<Verdict>,
      operations: fc.subarray([...names], { minLength: 1 }),
      line: fc.nat(99),
      tool,
      under: folder.map((one) => [one]),
      host: fc.constantFrom('a.example', '*.example'),
      until: fc.constantFrom(5, 50),
    },
    { requiredKeys: ['effect', 'operations', 'line'] },
  );
  const reach: fc.Arbitrary<Reach> = fc.record({
    inside: fc.array(folder, { maxLength: 2 }),
    touches: fc.array(folder, { maxLength: 2 }),
    changes: fc.array(folder, { maxLength: 1 }),
    folder: fc.constant(null),
    command: fc.option(
      fc.record({
        text: fc.constant('x'),
        same: fc.constant('x'),
        called: fc.array(tool, { maxLength: 3 }),
        asking: fc.array(tool, { maxLength: 2 }),
        programs: fc.constant([]),
      }),
    ),
    host: fc.option(fc.constantFrom('a.example', 'b.example')),
  });
  const codes = Object.keys(verdicts) as ReasonCode[];
  const found = fc
    .array(fc.constantFrom(...codes, 'write_not_a_note' as const, 'host_asks' as const), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) => all.map((code): Reason => ({ code })));
  const call = fc.record({
    operation: fc.constantFrom(...names),
    reach: fc.option(reach),
    now: fc.constantFrom(0, 10),
  });
  const rules = fc.array(rule, { maxLength: 5 });

  test('one more that denies never allows, and denies all it is about', () => {
    fc.assert(
      fc.property(rules, rule, fc.nat(5), call, found, (all, one, at, asked, reasons) => {
        const deny: Rule = { ...one, effect: 'deny' };
        const before = judgeByRules(all, asked, reasons).verdict;
        const after = judgeByRules(all.toSpliced(at, 0, deny), asked, reasons).verdict;
        const live = deny.until === undefined || asked.now <= deny.until;
        const meant = live && isAbout(deny, asked.operation, asked.reach);
        expect(after).toBe(meant ? 'deny' : before);
      }),
      { numRuns: 3000 },
    );
  });

  test('one more that allows never undoes a denial, and allows only what the table names', () => {
    fc.assert(
      fc.property(rules, rule, fc.nat(5), call, found, (all, one, at, asked, reasons) => {
        const before = judgeByRules(all, asked, reasons);
        const after = judgeByRules(
          all.toSpliced(at, 0, { ...one, effect: 'allow' }),
          asked,
          reasons,
        );
        if (before.verdict !== 'ask') {
          expect(after.verdict).toBe(before.verdict);
          return;
        }
        if (after.verdict === 'ask') return;
        expect(after.verdict).toBe('allow');
        const asking = before.reasons
          .map(({ code }) => code)
          .filter((code) => verdicts[code] === 'ask');
        const limits = ['tool', 'command', 'under', 'host'] as const;
        const kinds = limits.map((limit) => ({ operation: asked.operation, limit }));
        expect(kinds.map((kind) => longestFor(kind, asking))).toContain('lasting');
      }),
      { numRuns: 3000 },
    );
  });

  test('their order changes nothing', () => {
    fc.assert(
      fc.property(rules, call, found, (all, asked, reasons) => {
        expect(judgeByRules([...all].reverse(), asked, reasons).verdict).toBe(
          judgeByRules(all, asked, reasons).verdict,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('no code that denies or concerns flow can be covered for good by any limit', () => {
    const flow: readonly ReasonCode[] = codes.filter((code) => code.endsWith('_not_grounded'));
    const never = [...flow, ...codes.filter((code) => verdicts[code] === 'deny')];
    const kinds = Object.keys(operations).flatMap((operation) =>
      (['tool', 'command', 'under', 'host', 'path'] as const).map((limit) => ({
        operation,
        limit,
      })),
    );
    const lasting = never.filter((code) =>
      kinds.some((kind) => longestFor(kind, [code]) === 'lasting'),
    );
    expect(lasting).toEqual([]);
  });
});

test('a rule that allows a tool is about its known programs, and about what names its places', () => {
  const command = { text: 'x', same: 'x', called: ['sed'], asking: ['sed'] };
  const at = { inside: ['/w'], touches: ['/w'], changes: [], folder: '/w', host: null };
  const about = (effect: Verdict, programs: readonly string[] | null) =>
    isAbout({ effect, operations: ['shell.run'], tool: 'sed', line: 1 }, 'shell.run', {
      ...at,
      command: { ...command, programs },
    });
  const known = ['sed: /usr/bin/sed'];
  expect([about('allow', known), about('allow', null), about('deny', null)]).toEqual([
    ...[true, false, true],
  ]);
});
