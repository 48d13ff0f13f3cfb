import type { Reason, ReasonCode } from '@gatehouse/kernel';
import { of } from './parameter.ts';

type CommandCode = Extract<
  ReasonCode,
  `command_${string}` | `no_sandbox${string}` | `program_${string}`
>;

const near = (r: Reason): string => (of(r, 'part') === '' ? '' : ` near “${of(r, 'part')}”`);

/** What the reason names, where it names something. */
function named(r: Reason): string {
  const names = ['path', 'program', 'option', 'address', 'part']
    .map((parameter) => of(r, parameter))
    .filter((name) => name !== '');
  return names.length === 0 ? '' : ` (${names.join(' ')})`;
}

/** What a command would do, to what, and what would make it unnecessary to ask. */
export const commandReasons: Readonly<Record<CommandCode, (reason: Reason) => string>> = {
  command_read_only: () => 'The command only reads.',
  command_unset_variable: (r) =>
    `$${of(r, 'name')} has no value where commands run, so nothing stands in its place.`,
  command_sandboxed_yolo: () => 'Not everything it does is known; the sandbox contains it.',
  command_unparsable: (r) => `The command cannot be understood${near(r)}, so it cannot be judged.`,
  command_too_long: () => 'The command is longer than 64 KiB.',
  command_too_deep: () => 'The command wraps other commands too deeply, or names too many paths.',
  command_control_character: (r) => `The command holds a hidden character (${of(r, 'character')}).`,

  command_elevated: (r) => `${of(r, 'program')} asks for administrator rights.`,
  command_recursive_delete: (r) =>
    `${of(r, 'program')} ${of(r, 'option')} deletes without asking, or everything below.`,
  command_world_writable: (r) =>
    `It lets anybody write, or run with another's rights (${of(r, 'mode')}).`,
  command_pipe_to_interpreter: (r) => `It runs whatever is piped into ${of(r, 'program')}.`,
  command_writes_outside: (r) => `It changes ${of(r, 'path')}, outside the workspace.`,
  command_disk: (r) => `${of(r, 'program')} works on disks and file systems.`,
  command_power: (r) => `${of(r, 'program')} stops or restarts the machine.`,
  command_account: (r) => `${of(r, 'program')} concerns accounts and passwords.`,
  command_service: (r) => `${of(r, 'program')} starts, stops or changes services.`,
  command_system_change: (r) => `${of(r, 'program')} changes the system or its keys.`,
  command_hides_traces: (r) =>
    `${of(r, 'program')} ${of(r, 'option')} removes traces from history or logs.`,

  command_writes: (r) => `It writes${named(r)}.`,
  command_deletes_path: (r) => `${of(r, 'path')} would be deleted for good: no copy is kept.`,
  command_deletes: (r) => `${of(r, 'program')} deletes files.`,
  command_permissions: (r) => `${of(r, 'program')} changes who may use files.`,
  command_network: (r) => `It reaches the network${named(r)}.`,
  command_installs: (r) => `${of(r, 'program')} installs or removes software, whose scripts run.`,
  command_process_control: (r) => `${of(r, 'program')} stops or changes running processes.`,
  command_schedules: (r) => `${of(r, 'program')} plans commands for later.`,
  command_repository_change: (r) =>
    `${of(r, 'program')} changes the repository or the working copy.`,
  command_container: (r) => `${of(r, 'program')} runs or changes containers.`,
  command_host_identity: (r) =>
    `${of(r, 'program')} tells details of this machine that choose an attack.`,

  command_interpreter: (r) => `${of(r, 'program')} runs code that is not read here.`,
  command_evaluates: (r) => `It runs text as a command or an expression${named(r)}.`,
  command_builds: (r) => `${of(r, 'program')} runs what the project's files tell it to.`,
  command_runs_path: (r) => `It runs the program ${of(r, 'path')}.`,
  command_runs_for_each: (r) => `${of(r, 'program')} runs a command for each thing it finds.`,
  command_option_runs: (r) => `${of(r, 'program')} runs another program${named(r)}.`,
  command_script_runs: (r) =>
    `The script given to ${of(r, 'program')} runs programs or sets variables.`,
  command_defines: (r) => `It changes what later words mean (${of(r, 'name')}${of(r, 'program')}).`,
  command_environment: (r) =>
    `It sets ${of(r, 'name')}${of(r, 'option')}, which can change what programs load or run.`,

  command_option_writes: (r) => `${of(r, 'program')} ${of(r, 'option')} writes a file.`,
  command_script_writes: (r) => `The script given to ${of(r, 'program')} writes files.`,
  command_script_reads: (r) => `The script given to ${of(r, 'program')} opens files of its own.`,
  command_reads_list: (r) => `${of(r, 'program')} opens files that are named inside another file.`,
  command_walks_refused: (r) =>
    `Below ${of(r, 'path')} lies ${of(r, 'place')}, which is never opened.`,

  command_unknown_program: (r) => `What ${of(r, 'program')} does is not known here.`,
  command_unknown_option: (r) =>
    `What ${of(r, 'option')} does to ${of(r, 'program')} is not known here.`,
  command_unknown_operand: (r) => `${of(r, 'program')} is not known to take ${of(r, 'operand')}.`,
  command_unknown_script: (r) => `The script given to ${of(r, 'program')} is not understood.`,
  command_dynamic_name: (r) => `Which program runs is only known then: ${of(r, 'part')}.`,
  command_dynamic_option: (r) =>
    `${of(r, 'option')} may turn into an option; write the value out, or put -- in front of it.`,
  command_dynamic_path: (r) =>
    `Which path ${of(r, 'part')} means is only known then; write it out to be asked less.`,
  command_dynamic_script: (r) => `The script given to ${of(r, 'program')} is only known then.`,
  command_wildcard_option: (r) =>
    `A file's name may turn ${of(r, 'option')} into an option; write ./ in front of it.`,
  command_parent_of_link: (r) =>
    `In ${of(r, 'path')} a .. may leave through a link; write the path without it.`,
  command_dialect: () => 'A plain shell may read this text otherwise than bash.',
  command_chain: () => 'It is a chain of commands, and your settings ask for each.',

  command_runs_elevated: () => 'It runs once as administrator, outside the sandbox.',
  command_wants_network: () => 'It is given the network.',
  command_sets_environment: (r) => `It is given variables: ${of(r, 'names')}.`,
  program_not_found: (r) => `${of(r, 'program')} is not installed.`,
  no_sandbox: (r) =>
    `There is no sandbox on this machine (${of(r, 'problem')}), so no command runs.`,
  no_sandbox_accepted: () => 'There is no sandbox on this machine; you accepted that.',
};
