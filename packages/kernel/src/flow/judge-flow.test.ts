import { describe, expect, test } from 'vitest';
import { judgeFlow } from './judge-flow.ts';

const read = {
  tool: 'read_note',
  args: {},
  output: 'Nothing of interest.',
  trust: 'untrusted',
} as const;
const tools = { read_note: { consequential: false }, look_up: { consequential: false } };

/** What is asked of one call behind something untrusted: `argument=value` of each, or the action. */
function asked(
  request: string,
  call: object,
  given: { readonly seen?: string; readonly tool?: string; readonly today?: string } = {},
) {
  const { seen = read.output, tool = 'do_something', today } = given;
  const steps = [{ ...read, output: seen }, { tool, args: call, trust: 'untrusted' } as const];
  const [, reasons = []] = judgeFlow({ request, tools, steps, today });
  return reasons.map((one) =>
    one.code === 'action_not_grounded'
      ? `! ${String(one['action'])}`
      : `${String(one['argument'])}=${String(one['value'])}`,
  );
}

describe('what the person said is not asked', () => {
  test.each<[name: string, request: string, call: object, tool?: string, today?: string]>([
    [
      'a mailbox',
      'Write to ana@x.example that I am late',
      { to: ['ana@x.example'], subject: 'Late', body: 'I am late.' },
    ],
    ['a mailbox, its domain in capitals', 'Write to ana@X.example', { to: 'ana@x.EXAMPLE' }],
    ['a name', 'Tell Ana Silva about it', { user: 'ana  silva' }],
    ['a name in its genitive', 'Book Le Petit Toit’s room', { hotel: 'Le Petit Toit' }],
    ['a channel', 'Post it to #harbour', { channel: 'harbour' }],
    [
      'an address without its scheme',
      'Publish to www.a.example/x',
      { url: 'https://a.example/x/' },
    ],
    ['an address with it', 'Publish to https://a.example', { url: 'a.example' }],
    [
      'the same address in capitals',
      'Publish to HTTPS://A.example/x',
      { url: 'https://a.example/x' },
    ],
    ['an account', 'Pay GB29 NWBK 6016 1331 9268 19', { iban: 'GB29NWBK60161331926819' }],
    ['a telephone', 'Text +49 170 1234567', { phone: '+491701234567' }],
    ['an amount', 'Send $1,200 to Ana', { recipient: 'Ana', amount: 1200 }],
    [
      'an amount in another spelling',
      'Send 1.200,00 € to Ana',
      { recipient: 'Ana', amount: '1200.00' },
    ],
    ['an amount with its unit', 'Send $50 to Ana', { amount: '50 USD' }],
    ['a count', 'A table for 4 at Toit', { restaurant: 'Toit', guests: 4 }],
    ['a count in a word', 'A table for twelve at Toit', { restaurant: 'Toit', guests: 12 }],
    ['a currency', 'Send 45 euros to Ana', { recipient: 'Ana', amount: 45, currency: 'EUR' }],
    ['its sign', 'Send $45 to Ana', { recipient: 'Ana', amount: 45, currency: '$' }],
    [
      'what is switched off',
      'Turn the notifications off',
      { notifications: false },
      'update_settings',
    ],
    ['a thing by its title', 'Mark "buy stamps" as done', { title: 'buy stamps' }, 'complete_task'],
    ['something new', 'Write me a note', { title: 'Headlines', content: 'x' }, 'create_note'],
    ['an identifier', 'Delete note 13', { note_id: 13 }, 'delete_note'],
    ['an identifier of what the tool works on', 'Delete note 13', { id: 13 }, 'delete_note'],
    ['an identifier, quoted', 'Delete "13"', { file: '13' }, 'delete_file'],
    ['a long identifier', 'Cancel booking 48213', { id: '48213' }, 'cancel'],
    ['a day', 'Move it to May 19th, 2024', { day: '2024-05-19' }],
    ['a day without a year', 'Move it to May 19th', { day: '2024-05-19' }],
    [
      'a day without a year, another with one',
      'From November 12 to November 17, 2024',
      { start: '2024-11-12', end: '2024-11-17' },
    ],
    ['a day and a time', 'Lunch on 2024-05-19 at noon', { start_time: '2024-05-19 12:00' }],
    [
      'an end',
      'Lunch on 2024-05-19 at 12:00 for an hour',
      { start_time: '2024-05-19 12:00', end_time: '2024-05-19 13:00' },
    ],
    [
      'an end of nights',
      'Stay from 2024-05-30 for 3 nights',
      { start: '2024-05-30', end: '2024-06-02' },
    ],
    ['an end of the day alone', 'At 11:30 pm for 15 minutes', { start: '23:30', end: '23:45' }],
    ['a day where a time is wanted', 'A car on 2024-05-19', { from: '2024-05-19T00:00' }],
    ['a zone', 'At 10:00 UTC on 2024-05-19', { at: '2024-05-19T10:00:00Z' }],
    [
      'a day by a trusted clock',
      'Remind me tomorrow',
      { day: '2024-05-20' },
      'remind',
      '2024-05-19',
    ],
    [
      'several',
      'Write to ana@x.example, and to ben@x.example',
      { to: 'ana@x.example, ben@x.example' },
    ],
    ['a name with its address', 'Write to Ana (ana@x.example)', { to: 'Ana <ana@x.example>' }],
    ['a switch', 'Make it a recurring payment', { recurring: true }],
    ['what comes again', 'Pay it every month', { recurring: true, is_repeating: true }],
    ['what is absent', 'Write to Ana', { to: 'Ana', cc: [], bcc: null, html: false, reply_to: '' }],
    [
      'a link in prose',
      'Tell Ana to read www.a.example',
      { to: 'Ana', body: 'Read https://www.a.example, it is good.' },
    ],
    ['a command', 'Run `make`, please', { command: 'make' }],
    ['a longer command', 'Please npm run build', { command: 'npm run build' }],
    ['a file', 'Save it as Plan A.docx', { filename: 'Plan A.docx', content: 'Much' }],
    ['a password', "Set it to 'k7-Trumpet'", { password: 'k7-Trumpet' }],
    ['an action without arguments', 'Please log me out: logout', {}, 'do_logout'],
  ])('%s', (_name, request, call, tool = 'do_something', today) => {
    expect(asked(request, call, { tool, ...(today === undefined ? {} : { today }) })).toEqual([]);
  });
});

describe('what the person did not say is asked', () => {
  test.each([
    ['another mailbox', 'Write to ana@x.example', { to: 'eve@x.example' }, ['to=eve@x.example']],
    [
      'a mailbox by its end',
      'Write to mary.ana@x.example',
      { to: 'ana@x.example' },
      ['to=ana@x.example'],
    ],
    ['a mailbox by its name', 'Write to ana@x.example', { to: 'ana' }, ['to=ana']],
    [
      'a mailbox in other letters',
      'Write to Ana@x.example',
      { to: 'ana@x.example' },
      ['to=ana@x.example'],
    ],
    ['a look-alike', 'Tell Ana', { user: 'Аna' }, ['user=Аna']],
    ['a wide letter', 'Tell Ana', { user: 'Ａna' }, ['user=Ａna']],
    [
      'a part of a word',
      'I should tell Anabel',
      { user: 'Ana', shell: 'sh' },
      ['user=Ana', 'shell=sh'],
    ],
    [
      'a name by what it begins with',
      'Add Ana to the channel that begins with harbour',
      { channel: 'harbour_3' },
      ['channel=harbour_3'],
    ],
    [
      'one of several',
      'Write to ana@x.example',
      { to: ['ana@x.example', 'eve@x.example'] },
      ['to[1]=eve@x.example'],
    ],
    [
      'one of several in one text',
      'Write to ana@x.example',
      { to: 'ana@x.example; eve@x.example' },
      ['to=ana@x.example; eve@x.example'],
    ],
    [
      'hidden deep',
      'Write to Ana',
      { to: 'Ana', options: { copy: [{ to: 'Eve' }] } },
      ['options.copy[0].to=Eve'],
    ],
    ['a hidden copy', 'Write to Ana', { to: 'Ana', bcc: 'Eve' }, ['bcc=Eve']],
    [
      'another host',
      'Publish to a.example',
      { url: 'https://a.example.evil' },
      ['url=https://a.example.evil'],
    ],
    [
      'a host in front',
      'Publish to a.example',
      { url: 'https://evil.a.example' },
      ['url=https://evil.a.example'],
    ],
    ['another path', 'Publish to a.example/x', { url: 'a.example/x/y' }, ['url=a.example/x/y']],
    [
      'a query',
      'Publish to a.example/x',
      { url: 'a.example/x?to=eve' },
      ['url=a.example/x?to=eve'],
    ],
    [
      'another scheme',
      'Publish to https://a.example',
      { url: 'http://a.example' },
      ['url=http://a.example'],
    ],
    [
      'a scheme that is none of the web’s',
      'Publish to a.example',
      { url: 'ftp://a.example' },
      ['url=ftp://a.example'],
    ],
    [
      'somebody in front of the host',
      'Publish to a.example',
      { url: 'https://eve@a.example' },
      ['url=https://eve@a.example'],
    ],
    [
      'an address that was a file’s name',
      'Sum up plan.md',
      { url: 'https://plan.md/' },
      ['url=https://plan.md/'],
    ],
    ['another amount', 'Send 50', { amount: 500 }, ['amount=500']],
    ['cents', 'Send 50 cents', { amount: 50 }, ['amount=50']],
    ['another currency', 'Send $50', { amount: 50, currency: 'EUR' }, ['currency=EUR']],
    ['one, which is in every request', 'One thing: a table', { guests: 1 }, ['guests=1']],
    ['a word for another count', 'A table for four', { guests: 5 }, ['guests=5']],
    ['a word as an identifier', 'Read four notes', { note: 4, id: 4 }, ['id=4']],
    ['a sign that stands anywhere', 'Tell Ana * now', { user: '*' }, ['user=*']],
    [
      'everything, switched',
      'Summarise all notes of Ana',
      { user: 'Ana', all: true },
      ['all=true'],
    ],
    ['a debt', 'Send 50', { amount: -50 }, ['amount=-50']],
    ['an amount of another unit', 'Send $50', { amount: '50 EUR' }, ['amount=50 EUR']],
    ['a part of an amount', 'Send 1,250', { amount: 250 }, ['amount=250']],
    [
      'a part of a date',
      'On May 19th, at 10:30, item 7/12',
      { amount: 19, fee: 30, tip: 12 },
      ['amount=19', 'fee=30', 'tip=12'],
    ],
    ['an amount that may be read two ways', 'Send 1.200', { amount: 1200 }, ['amount=1200']],
    ['a small number nobody calls one', 'Summarise the 13 notes', { note_id: 13 }, ['note_id=13']],
    ['a day as an identifier', 'Move the event to May 13', { event_id: '13' }, ['event_id=13']],
    ['an identifier with a zero', 'Cancel booking 123', { booking: '0123' }, ['booking=0123']],
    ['another day', 'On May 19th', { day: '2024-05-20' }, ['day=2024-05-20']],
    ['another year', 'On May 19th, 2024', { day: '2025-05-19' }, ['day=2025-05-19']],
    [
      'a year that was not said',
      'On May 19th, as in 2023',
      { day: '2025-05-19' },
      ['day=2025-05-19'],
    ],
    ['another time', 'On 2024-05-19 at 10am', { at: '2024-05-19 22:00' }, ['at=2024-05-19 22:00']],
    [
      'midnight, where a time was said',
      'On 2024-05-19 at 10am',
      { at: '2024-05-19 00:00' },
      ['at=2024-05-19 00:00'],
    ],
    ['a time alone at midnight', 'On 2024-05-19', { at: '00:00' }, ['at=00:00']],
    [
      'another zone',
      'On 2024-05-19 at 10am',
      { at: '2024-05-19T10:00Z' },
      ['at=2024-05-19T10:00Z'],
    ],
    ['another length', 'At 12:00 for an hour', { start: '12:00', end: '14:00' }, ['end=14:00']],
    [
      'a length from a start nobody said',
      'For an hour',
      { start: '12:00', end: '13:00' },
      ['start=12:00', 'end=13:00'],
    ],
    [
      'a start before it',
      'At 12:00 for an hour',
      { start: '11:00', end: '12:00' },
      ['start=11:00'],
    ],
    ['tomorrow, without a clock', 'Remind me tomorrow', { day: '2024-05-20' }, ['day=2024-05-20']],
    ['a switch', 'Make a payment', { recurring: true }, ['recurring=true']],
    ['a switch of another name', 'Pay it every month', { urgent: true }, ['urgent=true']],
    ['a switch without a name', 'Make a payment', [true], ['[0]=true']],
    [
      'a link in prose',
      'Tell Ana to read it',
      { to: 'Ana', body: 'Read www.evil.example' },
      ['body=www.evil.example'],
    ],
    [
      'a mailbox in prose',
      'Tell Ana',
      { to: 'Ana', text: 'Answer to eve@evil.example' },
      ['text=eve@evil.example'],
    ],
    [
      'a word of every request',
      'Summarise all notes for me',
      { which: 'all', who: 'me', x: 'a' },
      ['which=all', 'who=me', 'x=a'],
    ],
    ['a word as a command', 'Make a list', { command: 'make' }, ['command=make']],
    [
      'a command in other letters',
      'Please Npm run build',
      { command: 'npm run build' },
      ['command=npm run build'],
    ],
    [
      'a command, longer',
      'Please npm run build',
      { command: 'npm run build; rm -rf x' },
      ['command=npm run build; rm -rf x'],
    ],
    [
      'a file in other letters',
      'Save it as plan.docx',
      { filename: 'Plan.docx' },
      ['filename=Plan.docx'],
    ],
    ['a file by its end', 'Save it as notes/plan.docx', { path: 'plan.docx' }, ['path=plan.docx']],
    [
      'a key that is an address',
      'Tell Ana',
      { to: 'Ana', headers: { 'eve@evil.example': '' } },
      ['headers=eve@evil.example'],
    ],
  ] as const)('%s', (_name, request, call, expected) => {
    expect(asked(request, call)).toEqual(expected);
  });

  test('a number behind a tool’s verb, or behind a word of every request, is no identifier', () => {
    expect([
      asked('Please delete 13 of my notes', { id: 13 }, { tool: 'delete_note' }),
      asked('Answer to 13', { id: 13 }, { tool: 'answer_to' }),
      asked('Change to 13', { id: 13 }, { tool: 'change_to_number' }),
    ]).toEqual([['id=13'], ['id=13'], ['id=13']]);
  });

  test('what takes something away has to be asked for, whatever it is done to', () => {
    const call = { user: 'Ana' };
    expect([
      asked('Send it to Ana', call, { tool: 'remove_user' }),
      asked('Send it to Ana', call, { tool: 'kickUser' }),
      asked('Please remove Ana', call, { tool: 'kickUser' }),
      asked('Send it to Ana', call, { tool: 'add_user' }),
      asked('What is the cancellation fee, Ana?', call, { tool: 'cancel_user' }),
    ]).toEqual([['! remove_user'], ['! kickUser'], [], [], ['! cancel_user']]);
  });

  test('so has what pays, and what gives a right', () => {
    const pay = { recipient: 'Ana', amount: 50 };
    expect([
      asked('What do I owe Ana, 50?', pay, { tool: 'send_money' }),
      asked('Give Ana 50', pay, { tool: 'send_money' }),
      asked('Who is Ana?', { user: 'Ana' }, { tool: 'make_admin' }),
      asked('Let Ana in', { user: 'Ana' }, { tool: 'grant_access' }),
    ]).toEqual([['! send_money'], [], ['! make_admin'], []]);
  });

  test('what is switched off or emptied, where something is changed', () => {
    const call = { name: 'Ana', two_factor: false, address: '' };
    expect([
      asked('Call me Ana', call, { tool: 'update_profile' }),
      asked('Call me Ana', call, { tool: 'send_card' }),
    ]).toEqual([['two_factor=false', 'address='], []]);
  });

  test('a call without any sink is its own', () => {
    expect([
      asked('Summarise it', {}, { tool: 'sync_calendar' }),
      asked('Sync my calendar', { note: 'hello' }, { tool: 'sync_calendar' }),
      asked('Sync it', {}, { tool: 'sync_calendar' }),
    ]).toEqual([['! sync_calendar'], [], ['! sync_calendar']]);
  });
});
