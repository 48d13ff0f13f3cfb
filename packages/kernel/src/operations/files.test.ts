import { expect, test } from 'vitest';
import { assistant, fakeMachine } from '../testing/gate-fixture.ts';

const signal = new AbortController().signal;

test.each([
  ['a label where there was none', 'key: [secret:api-key#1]', 'key: abc', 'ask'],
  ['a label in a new file', '[secret:github-token#12]', '', 'ask'],
  ['another label', '[secret:api-key#2]', '[secret:api-key#1]', 'ask'],
  ['a label that stood there already', 'x [secret:api-key#1]', '[secret:api-key#1]', 'allow'],
  ['text about labels', 'labels look like [secret:…#1]', '', 'allow'],
])('%s written back: %s', async (_, text, before, verdict) => {
  const machine = fakeMachine();
  machine.state.facts.set('/w/a.md', { text: before });
  const decision = await machine
    .gateFor()
    .explain('file.write', { path: 'a.md', text }, assistant, signal);
  expect(decision.verdict).toBe(verdict);
  const label = /\[secret:[\w-]+#\d+\]/u.exec(text)?.[0];
  expect(decision.reasons.filter(({ code }) => code === 'write_holds_label')).toEqual(
    verdict === 'ask' ? [{ code: 'write_holds_label', label }] : [],
  );
});
