import type { ReasonCode } from '../reasons.ts';

/**
 * What raises the Sudo Gate: administrator rights, and what destroys, opens or escapes. These ask in
 * every mode, whatever was granted.
 */
export const sudoGate: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'command_elevated',
  'command_recursive_delete',
  'command_world_writable',
  'command_pipe_to_interpreter',
  'command_writes_outside',
  'command_disk',
  'command_power',
  'command_account',
  'command_system_change',
  'command_service',
  'command_hides_traces',
]);

/** What `yolo` lets the sandbox contain instead of asking; everything else asks there too. */
export const contained: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'command_unknown_program',
  'command_unknown_option',
  'command_unknown_operand',
  'command_writes',
  'command_option_writes',
  'command_wildcard_option',
]);
