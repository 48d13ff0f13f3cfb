import { expect, test } from 'vitest';
import { assistant, fakeMachine, person, verdictOf } from '../testing/gate-fixture.ts';

const domain = (root: string) => ({
  key: 'domain',
  value: {
    name: 'd',
    roots: [root],
    protocols: [],
    models: [],
    mode: 'standard',
    localOnly: false,
  },
});

test.each([
  ['/home/p/notes', ['done']],
  ['/home/p', ['denied', 'root_holds_home', 'person_denied']],
  ['/home', ['denied', 'root_holds_home', 'person_denied']],
  ['/', ['denied', 'path_refused']],
  ['/etc', ['denied', 'path_refused']],
  ['/home/p/.ssh', ['denied', 'path_refused']],
  ['/home/p/.local/share/gatehouse', ['denied', 'path_refused']],
  ['notes', ['denied', 'malformed_input']],
])('a domain with the folder %s: %o', async (root, expected) => {
  const codes = await verdictOf(fakeMachine(), 'settings.change', domain(root), person);
  expect(codes.filter((code) => code !== 'setting_change')).toEqual(expected);
});

test('the assistant changes no setting, whatever it asks for', async () => {
  expect(
    await verdictOf(fakeMachine(), 'settings.change', domain('/home/p/notes'), assistant),
  ).toEqual(['denied', 'operation_denied_by_policy']);
});
