import type { Reason, ReasonCode } from '@gatehouse/kernel';
import { of } from './parameter.ts';

type CommandCode = Extract<
  ReasonCode,
  `command_${string}` | `no_sandbox${string}` | `program_${string}`
>;

/** What a command would do, to what, and what would make it unnecessary to ask. */
export const commandReasons: Readonly<Record<CommandCode, (reason: Reason) => string>> = {
  command_read_only: () => 'The command only reads.',
  command_unparsable: () => 'The command cannot be understood, so it cannot be judged.',
  command_too_long: () => 'The command is longer than 64 KiB.',
  command_control_character: () => 'The command holds control characters.',
  command_runs_elevated: () => 'It runs once as administrator, outside the sandbox.',
  command_wants_network: () => 'It is given the network.',
  command_sets_environment: (r) => `It is given variables: ${of(r, 'names')}.`,
  program_not_found: (r) => `${of(r, 'program')} is not installed.`,
  no_sandbox: () => 'There is no sandbox on this machine, so no command runs.',
  no_sandbox_accepted: () => 'There is no sandbox on this machine; you accepted that.',
};
