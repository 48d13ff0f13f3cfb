import type { RecordInput } from '../event.ts';
import { operationRows, recordedNames } from '../table.ts';
import type { RecordedName } from '../table.ts';

const person = { kind: 'person', name: 'ann', via: null } as const;
const assistant = { kind: 'assistant', name: 'assistant', via: person } as const;

const targets: Partial<Record<RecordedName, string>> = {
  'shell.run': 'ls -la notes',
  'web.fetch': 'https://example.org/page?token=hidden#part',
  'model.call': 'offline/quote',
  'secret.use': 'openai',
};

/** One input for every row of the table in every phase it has: what the schemas are tried on. */
export function sampleInputs(): readonly RecordInput[] {
  return recordedNames.flatMap((operation): RecordInput[] => {
    const base = {
      operation,
      principal: assistant,
      target: targets[operation] ?? '~/notes/plan.md',
      time: 1_700_000_000_000,
      requestId: 'request-1',
    };
    const completed = [
      { ...base, phase: 'completed', status: 'done' },
      { ...base, phase: 'completed', status: 'failed', code: 'path_not_found' },
      { ...base, phase: 'completed', status: 'cancelled' },
      { ...base, phase: 'completed', status: 'unknown' },
    ] as const satisfies RecordInput[];
    if (!Object.hasOwn(operationRows, operation)) return [...completed];
    return [
      { ...base, phase: 'decided', verdict: 'allow', reasons: [{ code: 'path_inside' }] },
      { ...base, phase: 'decided', verdict: 'ask', reasons: [{ code: 'path_outside' }] },
      { ...base, phase: 'decided', verdict: 'allow', reasons: [], answer: 'once' },
      { ...base, phase: 'decided', verdict: 'deny', reasons: [{ code: 'nobody_to_ask' }] },
      { ...base, phase: 'started' },
      ...completed,
    ];
  });
}
