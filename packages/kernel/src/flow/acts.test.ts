import { describe, expect, test } from 'vitest';
import { actionOf, isChanging, isNaming } from './acts.ts';

describe('what of a tool’s name has to be said', () => {
  const removal = [
    'cancel',
    'delete',
    'destroy',
    'discard',
    'erase',
    'purge',
    'remove',
    'trash',
    'wipe',
  ];
  test.each([
    ['send_mail', false, []],
    ['delete_mail', false, [removal]],
    ['revokeAccess', false, [['revoke', ...removal]]],
    ['send_mail', true, [['send'], ['mail']]],
    ['do_logout', true, [['logout']]],
    ['reset', true, [['reset', ...removal]]],
    ['reset_all_keys', true, [['reset', ...removal], ['all'], ['keys']]],
    ['user_deletion', false, [['deletion', ...removal]]],
    ['deleteuser', false, [['deleteuser', ...removal]]],
    [
      'create_note',
      true,
      [['create', 'add', 'write', 'make', 'new', 'put', 'save', 'draft', 'start'], ['note']],
    ],
    ['do_it', true, [['it']]],
    ['run', true, [['run']]],
  ] as const)('%s, without any sink: %s', (tool, whole, expected) => {
    expect(actionOf(tool, whole).map((words) => [...words].sort())).toEqual(
      expected.map((words) => [...words].sort()),
    );
  });
});

test.each([
  ['send_money', ['pay', 'book', 'raise'], ['read', 'owe']],
  ['make_payment', ['send'], ['payed']],
  ['book_hotel', ['reserve'], ['hotel']],
  ['grant_access', ['allow', 'add'], ['access_granted']],
  ['make_admin', ['promote'], ['who']],
  ['update_password', ['change'], ['password']],
])('%s is asked for by %j, not by %j', (tool, asking, other) => {
  const [said, ...more] = actionOf(tool, false);
  expect([
    more,
    asking.every((word) => said?.has(word)),
    other.some((word) => said?.has(word)),
  ]).toEqual([[], true, false]);
});

test.each([
  ['delete_note', 'note', true],
  ['delete_note', 'text', true],
  ['delete_note', 'reason', false],
  ['removeNote', 'remarks', false],
  ['create_note', 'note', false],
  ['create_note', 'title', false],
  ['share_note', 'note', true],
  ['share_note', 'message', false],
  ['share', 'share', false],
  ['complete_task', 'title', true],
  ['update_page', 'subject', true],
  ['merge', 'headline', true],
  ['merge', 'body', false],
])('in %s, %s tells which thing is meant: %s', (tool, name, expected) => {
  expect(isNaming(tool, name)).toBe(expected);
});

test.each([
  ['update_user', true],
  ['userSettings', true],
  ['share_file', true],
  ['send_update_not', true],
  ['send', false],
])('%s changes what is there: %s', (tool, expected) => {
  expect(isChanging(tool)).toBe(expected);
});
