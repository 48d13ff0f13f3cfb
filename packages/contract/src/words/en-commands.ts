import type { Reason, ReasonCode } from '@gatehouse/kernel';
import { of } from './parameter.ts';

type CommandCode = Extract<
  ReasonCode,
  `command_${string}` | `no_sandbox${string}` | `program_${string}`
>;

const near = (r: Reason): string => (of(r, 'part') === '' ? '' : ` near “${of(r, 'part')}”`);

/** The first of the parameters that the reason names, with those behind it: `sort -o`. */
const named = (r: Reason, ...parameters: readonly string[]): string =>
  parameters
    .map((parameter) => of(r, parameter))
    .filter((name) => name !== '')
    .join(' ');

const tool = (r: Reason): string => named(r, 'program', 'option', 'operand', 'part');

/** What a command would do, to what, and what would make it unnecessary to ask. */
export const commandReasons: Readonly<Record<CommandCode, (reason: Reason) => string>> = {
  command_read_only: () => 'The command only reads.',
  command_unset_variable: (r) =>
    `The command never sets $${of(r, 'name')}, so nothing stands in its place.`,
  command_sandboxed_yolo: () => 'Not everything it does is known; the sandbox contains it.',
  command_unparsable: (r) =>
    `The command cannot be understood${near(r)}, so it cannot be judged; write it more plainly.`,
  command_too_long: () =>
    'The command is longer than 64 KiB; save it as a script, which can be read first.',
  command_too_deep: () =>
    'The command wraps other commands too deeply, or names too many paths; run it in parts.',
  command_control_character: (r) =>
    `The command holds a hidden character (${of(r, 'character')}), so that it may do other than it shows; type it anew.`,

  command_elevated: (r) =>
    `${of(r, 'program')} asks for administrator rights; without it, the command is judged by what it does.`,
  command_recursive_delete: (r) =>
    `${tool(r)} deletes all it finds, or without asking back; name single files instead.`,
  command_world_writable: (r) =>
    `It lets anybody change files, or run them with another's rights (${of(r, 'mode')}); 644 or 755 would not.`,
  command_pipe_to_interpreter: (r) =>
    `${of(r, 'program')} would run whatever is piped into it; save that to a file and read it first.`,
  command_writes_outside: (r) => `It would change ${of(r, 'path')}, outside the workspace.`,
  command_disk: (r) => `${tool(r)} works on disks and file systems, and can lose what is on them.`,
  command_power: (r) => `${tool(r)} stops or restarts the machine.`,
  command_account: (r) => `${tool(r)} reads or changes accounts and passwords.`,
  command_service: (r) => `${tool(r)} starts, stops or changes services.`,
  command_system_change: (r) => `${tool(r)} changes how the system is set up, or its keys.`,
  command_hides_traces: (r) => `${tool(r)} removes traces from history or logs.`,

  command_writes: (r) =>
    of(r, 'path') === ''
      ? `${tool(r)} makes or changes files.`
      : `It would write ${of(r, 'path')}.`,
  command_deletes_path: (r) =>
    `${of(r, 'path')} would be deleted for good; deleted as a file instead of by a command, a copy is kept.`,
  command_deletes: (r) => `${of(r, 'program')} deletes files.`,
  command_permissions: (r) => `${of(r, 'program')} changes who may use files.`,
  command_network: (r) =>
    of(r, 'address') === ''
      ? `${tool(r)} reaches the network.`
      : `It reaches ${of(r, 'address')} over the network.`,
  command_installs: (r) => `${tool(r)} installs or removes software, whose scripts run.`,
  command_process_control: (r) => `${tool(r)} stops or changes running processes.`,
  command_lasts: (r) =>
    `${tool(r)} would go on without an end, or wait over and over; looking once does not ask.`,
  command_schedules: (r) => `${tool(r)} plans commands for later.`,
  command_repository_change: (r) =>
    `${tool(r)} changes the repository or the working copy; looking at them needs no question.`,
  command_container: (r) => `${tool(r)} runs or changes containers; listing them does not ask.`,
  command_host_identity: (r) =>
    `${tool(r)} tells details of this machine that help to choose an attack on it.`,

  command_interpreter: (r) =>
    of(r, 'option') === ''
      ? `${of(r, 'program')} runs code that is not read here.`
      : `${tool(r)} runs code that is not read here; written out in the command, it might be.`,
  command_evaluates: (r) =>
    of(r, 'program') === ''
      ? `Bash reads “${of(r, 'part')}” as an expression, in which a value can run commands; write plain text or a number there.`
      : `${tool(r)} runs text as a command; write the command itself.`,
  command_builds: (r) => `${tool(r)} runs what the project's own files tell it to.`,
  command_runs_path: (r) => `It runs the program ${of(r, 'path')}, which is not the system's.`,
  command_runs_for_each: (r) =>
    `${tool(r)} runs a command for each thing it finds; find … -print0 | xargs -0 with a tool that reads does not ask.`,
  command_option_runs: (r) =>
    of(r, 'option') === ''
      ? `${tool(r)} starts another program.`
      : `${tool(r)} starts another program; without ${of(r, 'option')} it would not.`,
  command_script_runs: (r) =>
    `The script given to ${of(r, 'program')} starts programs or sets variables; one that only prints does not ask.`,
  command_defines: (r) =>
    `It changes what later words mean (${named(r, 'name', 'program', 'option', 'operand')}).`,
  command_environment: (r) =>
    of(r, 'name') === ''
      ? `${tool(r)} can change what programs load or run.`
      : `It sets ${of(r, 'name')}, which can change what programs load or run; language, time zone and colour need no question.`,

  command_option_writes: (r) =>
    `${tool(r)} writes a file; without ${of(r, 'option')} it only shows it.`,
  command_script_writes: (r) =>
    `The script given to ${of(r, 'program')} writes files; one that only prints does not ask.`,
  command_script_reads: (r) =>
    `The script given to ${of(r, 'program')} opens files of its own; name them behind it instead.`,
  command_reads_list: (r) =>
    `${tool(r)} opens files that are named elsewhere, wherever they lie; name them in the command.`,
  command_walks_refused: (r) =>
    `Below ${of(r, 'path')} lies ${of(r, 'place')}, which is never opened; name a folder without it.`,

  command_unknown_program: (r) =>
    `What ${of(r, 'program')} does is not known here, so it may do anything.`,
  command_unknown_option: (r) =>
    `What ${of(r, 'option')} does to ${of(r, 'program')} is not known here; leave it out if it is not needed.`,
  command_unknown_operand: (r) =>
    of(r, 'operand') === ''
      ? `What ${of(r, 'program')} does, given this, is not known here.`
      : `${of(r, 'program')} is not known to take ${of(r, 'operand')}.`,
  command_unknown_script: (r) =>
    `The script given to ${of(r, 'program')} is not understood; write it more simply.`,
  command_dynamic_name: (r) =>
    `Which program runs is only known then: ${of(r, 'part')}; write its name out.`,
  command_dynamic_option: (r) =>
    `${of(r, 'option')} may turn into an option; write the value out, or put -- in front of it.`,
  command_dynamic_path: (r) =>
    `Which path ${of(r, 'part')} means is only known then; write it out to be asked less.`,
  command_dynamic_script: (r) =>
    `The script given to ${of(r, 'program')} is only known then; write it out in single quotes.`,
  command_wildcard_option: (r) =>
    `A file's name may turn ${of(r, 'option')} into an option; write ./ in front of it.`,
  command_parent_of_link: (r) =>
    `In ${of(r, 'path')} a .. may leave through a link; write the path without it.`,
  command_dialect: () => 'A plain shell may read this text otherwise than bash; run it with bash.',
  command_chain: () =>
    'It is a chain of commands, and your settings ask for each; run them one by one.',

  command_runs_elevated: () => 'It runs once as administrator, outside the sandbox.',
  command_wants_network: () => 'It is given the network.',
  command_sets_environment: (r) => `It is given variables: ${of(r, 'names')}.`,
  program_not_found: (r) => `${of(r, 'program')} is not installed.`,
  no_sandbox: (r) =>
    `There is no sandbox on this machine (${of(r, 'problem')}), so no command runs.`,
  no_sandbox_accepted: () => 'There is no sandbox on this machine; you accepted that.',
};
