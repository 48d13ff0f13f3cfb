import type { Reason } from '@gatehouse/kernel';
import { commandReasons } from './en-commands.ts';
import { postgresReasons } from './en-postgres.ts';
import { statementReasons } from './en-statements.ts';
import { of } from './parameter.ts';
import type { Words } from './words.ts';

const labels: Readonly<Record<string, string>> = {
  path: 'path',
  asked_as: 'asked as',
  from: 'from',
  to: 'to',
  text: 'text',
  diff: 'change',
  command: 'command',
  cwd: 'in folder',
  variable: 'variable',
  executes: 'runs file',
  program: 'program',
  network_on: 'network: allowed',
  network_off: 'network: none',
  sandbox_on: 'sandbox: on',
  sandbox_off: 'sandbox: OFF – this runs with all your rights',
  url: 'address',
  host: 'host',
  provider: 'model',
  secret: 'key',
  setting: 'setting',
  value: 'to',
  goal: 'goal',
  may_read: 'read below',
  may_write: 'write below',
  may_delete: 'delete',
  may_delete_folder: 'delete folder',
  may_run: 'run',
  may_fetch: 'fetch from',
};

const doings: Readonly<Record<string, string>> = {
  'file.read': 'reading',
  'file.list': 'listing',
  'file.search': 'searching',
  'file.write': 'writing',
  'file.move': 'moving',
  'file.delete': 'deleting',
};

const notices: Readonly<Record<string, (detail: string) => string>> = {
  offline: () => 'Offline: no model is used; these are the best passages, word for word.',
  nothing_found: () => 'Offline: nothing in these notes matches. Try other words, or `search`.',
  refused: (detail) => `${detail} Ask another provider with --provider.`,
  unanswered: (detail) => detail,
  fallback: (detail) => `Asking ${detail} instead.`,
  nobody_answered: () =>
    'No model answered. Your question is kept; `--provider offline` quotes your notes.',
  step_limit: (detail) => `Stopped after ${detail} steps. Ask again to go on.`,
  token_limit: (detail) => `Stopped: this turn used its ${detail} tokens.`,
  private_left_out: (detail) => `${detail} private passage(s) were not shown to this model.`,
  stopped: () => 'Stopped. What was said is kept.',
  unknown_tool: (detail) => `The model asked for a tool that does not exist: ${detail}.`,
  partial_answer: (detail) => `The answer broke off. What came is kept. ${detail}`,
  keys_for_this_run: () =>
    'No keychain here and nobody to ask: history and grants are not kept. Start a keychain, or run gatehouse in a terminal, where it offers a passphrase vault.',
  command_timeout: () => 'The command took longer than `commandSeconds` and was ended.',
  command_memory: () => 'The command used more memory than it may and was ended.',
  command_processes: () => 'The command started more processes than it may and was ended.',
  command_output: () => 'The command said more than is kept and was ended.',
  no_sandbox: () => 'No sandbox on this machine: commands do not run. See `gatehouse doctor`.',
};

const trusts: Readonly<Record<string, string>> = {
  person: 'you typed it',
  trusted: 'from a trusted protocol',
  untrusted: 'from content that was read',
  unknown: 'of the model’s own making',
};

const hows: Readonly<Record<string, string>> = {
  same: 'in another spelling',
  computed: 'by a length you said',
  normalised: 'in other letters',
  joined: 'broken up there',
  encoded: 'encoded there',
  split: 'put together from its parts',
};

const problems: Readonly<Record<string, string>> = {
  frontmatter_broken: 'frontmatter that is not understood; the rest is indexed',
  frontmatter_unclosed: 'frontmatter without an end; it is taken as text',
  duplicate_name: 'the same name as another note, so a [[link]] may mean either',
  too_large: 'too large: not indexed',
  not_utf8: 'not UTF-8 text: not indexed',
  not_regular: 'not an ordinary file: not opened',
  hard_linked: 'a hard link, which may lie elsewhere too: not read',
  unreadable: 'cannot be read',
  nul_removed: 'held NUL characters; they were left out',
  too_many: 'more notes, or deeper folders, than one domain may have',
};

const advices: Readonly<Record<string, string>> = {
  nobody_to_ask: 'Run it in a terminal, where you can answer.',
  path_outside: 'Add the folder with `gatehouse domain add`, or allow it when asked.',
  no_sandbox:
    'Run `gatehouse doctor` to see how to get one. To do without: gatehouse settings set unsandboxed "I accept that commands run without a sandbox"',
  ledger_full: 'Free some disk space; nothing was done.',
  keychain_locked: 'Unlock your keychain and try again.',
  unauthorized: 'The provider refused the key: `gatehouse keys set <provider>`.',
  unreachable: 'The provider could not be reached; check the connection, or use another model.',
};

/** English. */
export const english: Words = {
  reason: {
    nothing_granted: () => 'Nothing allows this.',
    malformed_input: (r) => `The request is malformed${at(of(r, 'at'))}: ${of(r, 'problem')}.`,
    safety_blocked: () => 'An approval was claimed without proof that you gave it.',
    nobody_to_ask: () => 'This needs your answer, and nobody is here to give it.',
    mode_read_only: () => 'This domain is read-only.',
    operation_denied_by_policy: (r) => `Your rules deny ${of(r, 'operation')}.`,
    denied_by_rule: (r) =>
      `Your rule in line ${of(r, 'line')} of policy.json denies this${why(r)}.`,
    asked_by_policy: (r) =>
      `Your rule in line ${of(r, 'line')} of policy.json asks about this${why(r)}.`,
    allowed_by_rule: (r) =>
      `Your rule in line ${of(r, 'line')} of policy.json allows this${why(r)}.`,
    argument_not_grounded: (r) =>
      `${of(r, 'argument')} would be “${of(r, 'value')}”, ${cameFrom(r)}, not from you. Name it in your request, and this is not asked.`,
    action_not_grounded: (r) =>
      `${of(r, 'action')} is not what you asked for, and the assistant has read content that others may have written. Say what it should do, and this is not asked.`,
    changed_meanwhile: () => 'Something changed while the question was open, so it is asked again.',
    protocol_right_missing: (r) =>
      `The protocol ${of(r, 'protocol')} did not declare that it uses ${of(r, 'operation')}.`,
    person_denied: () => 'You said no.',
    plan_asks: () =>
      'This is the shape of a whole task. Calls inside it are not asked about until the task ends.',
    person_asked: () => 'You asked for it.',
    granted: () => 'You allowed this earlier.',

    path_inside: () => 'It lies in this domain.',
    path_outside: (r) => `${of(r, 'path')} lies outside this domain’s folders.`,
    path_outside_yolo: () => 'It lies outside this domain; the mode allows that.',
    path_refused: (r) => `${of(r, 'path')} is never touched (${of(r, 'place')}), whoever asks.`,
    path_parent_segment: () => 'A path with `..` is not taken; name the place itself.',
    path_nul: () => 'The path holds a NUL character.',
    path_control_character: () => 'The path holds a control character.',
    path_invisible_character: () => 'The path holds a character that cannot be seen.',
    path_empty: () => 'The path is empty.',
    path_too_long: () => 'The path is too long.',
    path_not_found: (r) => `There is no ${of(r, 'path')}.`,
    path_not_regular: (r) => `${of(r, 'path')} is not an ordinary file.`,
    path_not_a_folder: (r) => `${of(r, 'path')} is not a folder.`,
    path_is_a_folder: (r) => `${of(r, 'path')} is a folder.`,
    path_hard_linked: (r) =>
      `${of(r, 'path')} has ${of(r, 'links')} names (hard links), so it may also lie elsewhere.`,
    path_too_large: (r) =>
      `${of(r, 'path')} is larger than the limit (${size(of(r, 'size'))} of ${size(of(r, 'limit'))}).`,
    path_not_text: (r) => `${of(r, 'path')} is not UTF-8 text.`,
    path_already_exists: (r) => `${of(r, 'path')} exists already.`,
    path_is_root: () => 'That is the domain’s folder itself.',
    path_platform_alias: () => 'The path is a special name of another platform.',
    path_harmless: () => 'That device is harmless.',
    root_holds_home: (r) => `${of(r, 'path')} holds your whole home folder.`,
    write_inside: () => 'It is a note in this domain; the change can be undone.',
    write_executes_later: (r) => `${of(r, 'path')} is run or obeyed by other programs later.`,
    write_not_a_note: (r) => `${of(r, 'path')} is not a note.`,
    write_holds_label: (r) =>
      `The text holds ${of(r, 'label')}, which stands for a secret the model was not told: written as it is, the secret is lost.`,
    undo_loses_newer: (r) => `${of(r, 'path')} was changed since; undoing would lose that.`,
    delete_asks: (r) => `${of(r, 'path')} would be deleted; a copy is kept for undo.`,
    move_folder: (r) => `${of(r, 'path')} is a folder, moved with everything in it.`,

    url_malformed: () => 'That is not an address.',
    url_scheme: () => 'Only https addresses are fetched.',
    url_userinfo: () => 'The address carries a user name or password.',
    url_port: (r) => `The address names an unusual port (${of(r, 'port')}).`,
    url_private_address: (r) => `${of(r, 'host')} is an address of this machine or its network.`,
    url_homograph: (r) => `${of(r, 'host')} may be made to look like another name.`,
    host_not_configured: (r) => `${of(r, 'host')} is not configured.`,
    host_asks: (r) => `${of(r, 'host')} would be contacted.`,
    host_granted: () => 'You allowed this host.',
    model_local: () => 'The model runs on this machine.',
    model_configured: () => 'You configured this model.',
    model_offline: () => 'Nothing leaves this machine.',
    private_content_leaves: (r) =>
      `Private content was read in this session; it is not sent to ${of(r, 'provider')}.`,
    local_only: () => 'Only models on this machine may be used here.',
    secret_use: (r) => `The key ${of(r, 'name')} is used for ${of(r, 'host')}.`,
    secret_change_asks: (r) => `The key ${of(r, 'name')} would be changed.`,
    setting_change: (r) => `You change ${of(r, 'key')}.`,
    setting_widens: (r) => `${of(r, 'key')} gives the program more power than its default.`,
    setting_malformed: (r) => `That is no value for ${of(r, 'key')}.`,
    wrong_domain: (r) => `${of(r, 'domain')} is not the domain in use.`,
    private_content_may_leave: () =>
      'Private content was read in this session or lies here, and could leave with this. In a session without any, this is not asked.',
    ...commandReasons,
    ...statementReasons,
    ...postgresReasons,
  },
  label: (label) => labels[label] ?? label,
  doing: (operation) => doings[operation] ?? operation,
  notice: (code, detail) => notices[code]?.(detail) ?? `${code} ${detail}`.trim(),
  trust: (trust) => trusts[trust] ?? trust,
  how: (how) => hows[how] ?? '',
  problem: (code) => problems[code] ?? code,
  advice: (code) => advices[code] ?? '',
};

/** Where a value stands that the person did not say. */
function cameFrom(r: Reason): string {
  if (of(r, 'trust') !== 'untrusted') return 'which nobody said';
  const where = of(r, 'origin') === '' ? 'content that was read' : of(r, 'origin');
  const how = of(r, 'how');
  if (how === 'encoded') return `hidden in ${where}`;
  return how === 'split' ? `put together from ${where}` : `which comes from ${where}`;
}

/** The note of a rule, where it has one. */
const why = (r: Reason) => (of(r, 'note') === '' ? '' : ` (${of(r, 'note')})`);

const at = (place: string) => (place === '' ? '' : ` at ${place}`);

function size(bytes: string): string {
  const value = Number(bytes);
  if (!Number.isFinite(value)) return bytes;
  if (value < 1024) return `${value} B`;
  const unit = value < 2 ** 20 ? 'KiB' : value < 2 ** 30 ? 'MiB' : 'GiB';
  const scale = unit === 'KiB' ? 2 ** 10 : unit === 'MiB' ? 2 ** 20 : 2 ** 30;
  return `${(value / scale).toFixed(1)} ${unit}`;
}
