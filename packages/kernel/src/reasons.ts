/**
 * Every reason a judge can give, with the verdict it carries. The strictest reason of a decision
 * wins; a decision with no reason is denied. Words for each code live in `contract/words`.
 */
export const reasons = {
  // anything
  nothing_granted: 'deny',
  malformed_input: 'deny',
  safety_blocked: 'deny', // approval fields from a caller, or an answer without a valid token
  nobody_to_ask: 'deny',
  mode_read_only: 'deny',
  operation_denied_by_policy: 'deny',
  denied_by_rule: 'deny',
  asked_by_policy: 'ask',
  argument_not_grounded: 'ask', // what a call would act on is not what the person said
  action_not_grounded: 'ask', // ... nor that it should be done at all
  changed_meanwhile: 'ask',
  protocol_right_missing: 'deny',
  person_denied: 'deny',
  plan_asks: 'ask',
  person_asked: 'allow',
  granted: 'allow',
  allowed_by_rule: 'allow',

  // paths
  path_inside: 'allow',
  path_outside: 'ask',
  path_outside_yolo: 'allow',
  path_refused: 'deny',
  path_parent_segment: 'deny',
  path_nul: 'deny',
  path_control_character: 'deny',
  path_invisible_character: 'deny',
  path_empty: 'deny',
  path_too_long: 'deny',
  path_not_found: 'deny',
  path_not_regular: 'deny',
  path_not_a_folder: 'deny',
  path_is_a_folder: 'deny',
  path_hard_linked: 'deny',
  path_too_large: 'deny',
  path_not_text: 'deny',
  path_already_exists: 'deny',
  path_is_root: 'deny',
  path_platform_alias: 'deny',
  path_harmless: 'allow', // `/dev/null` and its like
  root_holds_home: 'ask',
  write_inside: 'allow',
  write_executes_later: 'ask',
  write_not_a_note: 'ask',
  write_holds_label: 'ask', // `[secret:…]` where the model was not told a secret
  undo_loses_newer: 'ask',
  delete_asks: 'ask',
  move_folder: 'ask',

  // web, models, secrets, settings
  url_malformed: 'deny',
  url_scheme: 'deny',
  url_userinfo: 'deny',
  url_port: 'ask',
  url_private_address: 'deny',
  url_homograph: 'ask',
  host_not_configured: 'deny',
  host_asks: 'ask',
  host_granted: 'allow',
  model_local: 'allow',
  model_configured: 'allow',
  model_offline: 'allow',
  private_content_leaves: 'deny',
  local_only: 'deny',
  secret_use: 'allow',
  secret_change_asks: 'ask',
  setting_change: 'allow',
  setting_widens: 'ask',
  setting_malformed: 'deny',
  wrong_domain: 'deny',
  private_content_may_leave: 'ask',

  // commands
  command_read_only: 'allow',
  command_unset_variable: 'allow', // commands start with no variables but the system's own
  command_sandboxed_yolo: 'allow', // yolo: the sandbox contains what is unknown of it
  command_unparsable: 'deny',
  command_too_long: 'deny',
  command_too_deep: 'deny',
  command_control_character: 'deny',
  // ... the Sudo Gate's
  command_elevated: 'ask',
  command_recursive_delete: 'ask',
  command_world_writable: 'ask',
  command_pipe_to_interpreter: 'ask',
  command_writes_outside: 'ask',
  command_disk: 'ask',
  command_power: 'ask',
  command_account: 'ask',
  command_service: 'ask',
  command_system_change: 'ask',
  command_hides_traces: 'ask',
  // ... what is changed or reached
  command_writes: 'ask',
  command_deletes: 'ask',
  command_deletes_path: 'ask',
  command_permissions: 'ask',
  command_network: 'ask',
  command_installs: 'ask',
  command_process_control: 'ask',
  command_schedules: 'ask',
  command_lasts: 'ask', // without an end, or waiting over and over: no look, but something at work
  command_repository_change: 'ask',
  command_container: 'ask',
  command_host_identity: 'ask', // kernel release and version, which choose an exploit
  // ... what else would run
  command_interpreter: 'ask',
  command_evaluates: 'ask',
  command_builds: 'ask',
  command_runs_path: 'ask',
  command_runs_for_each: 'ask',
  command_option_runs: 'ask',
  command_script_runs: 'ask',
  command_defines: 'ask',
  command_environment: 'ask',
  // ... options and scripts that write or read more than is named
  command_option_writes: 'ask',
  command_script_writes: 'ask',
  command_script_reads: 'ask',
  command_reads_list: 'ask',
  command_walks_refused: 'ask',
  // ... what nobody can know before it runs
  command_unknown_program: 'ask',
  command_unknown_option: 'ask',
  command_unknown_operand: 'ask',
  command_unknown_script: 'ask',
  command_dynamic_name: 'ask',
  command_dynamic_option: 'ask',
  command_dynamic_path: 'ask',
  command_dynamic_script: 'ask',
  command_wildcard_option: 'ask',
  command_parent_of_link: 'ask',
  command_dialect: 'ask',
  command_chain: 'ask',
  command_runs_elevated: 'ask',
  command_wants_network: 'ask',
  command_sets_environment: 'ask',
  program_not_found: 'deny',
  no_sandbox: 'deny',
  no_sandbox_accepted: 'ask',

  // statements, of any dialect
  statement_read: 'allow',
  statement_too_long: 'deny',
  statement_nul: 'deny',
  statement_broken_character: 'deny', // half a character, which becomes another one on the wire
  statement_empty: 'deny',
  statement_several: 'deny',
  // ... Cypher
  cypher_unreadable: 'deny',
  cypher_unknown: 'ask',
  cypher_function: 'ask',
  cypher_procedure: 'ask',
  cypher_creates: 'ask',
  cypher_sets: 'ask',
  cypher_removes: 'ask',
  cypher_deletes: 'ask',
  cypher_deletes_all: 'deny',
  cypher_detach_delete: 'deny',
  cypher_transactions: 'ask',
  cypher_loads: 'ask',
  cypher_database: 'ask',
  cypher_exports: 'ask',
  cypher_shows: 'ask',
  cypher_schema: 'ask',
  cypher_stored_code: 'ask',
  cypher_drops: 'deny',
  cypher_administration: 'deny',
  // ... PostgreSQL
  postgres_too_deep: 'deny',
  postgres_unparsable: 'deny',
  // ... what loses or opens more than anybody means in passing
  postgres_drops: 'deny',
  postgres_alters: 'deny',
  postgres_truncates: 'deny',
  postgres_deletes_all: 'deny',
  postgres_updates_all: 'deny',
  postgres_grants: 'deny',
  postgres_loads_code: 'deny',
  postgres_copies_program: 'deny',
  // ... what writes
  postgres_writes: 'ask',
  postgres_writes_in_with: 'ask',
  postgres_select_into: 'ask',
  postgres_creates: 'ask',
  postgres_creates_code: 'ask',
  postgres_creates_link: 'ask',
  postgres_maintains: 'ask',
  postgres_copies: 'ask',
  postgres_copies_file: 'ask',
  postgres_runs_block: 'ask',
  postgres_calls_procedure: 'ask',
  postgres_explain_analyze: 'ask',
  // ... what changes the session, or makes others wait
  postgres_locks: 'ask',
  postgres_sets: 'ask',
  postgres_listens: 'ask',
  postgres_notifies: 'ask',
  postgres_transaction: 'ask',
  postgres_cursor: 'ask',
  postgres_prepares: 'ask',
  // ... functions that a read calls
  postgres_calls_sequence: 'ask',
  postgres_calls_settings: 'ask',
  postgres_calls_lock: 'ask',
  postgres_calls_wait: 'ask',
  postgres_calls_notify: 'ask',
  postgres_calls_signal: 'ask',
  postgres_calls_transaction: 'ask',
  postgres_calls_large_object: 'ask',
  postgres_calls_server_file: 'ask',
  postgres_calls_network: 'ask',
  postgres_calls_query: 'ask',
  postgres_calls_administration: 'ask',
  postgres_calls_unknown: 'ask',
  postgres_field_may_call: 'ask',
  postgres_reads_secrets: 'ask',
  postgres_unknown_operator: 'ask',
  postgres_unknown_part: 'ask',
  postgres_unknown_kind: 'ask',
} as const satisfies Record<string, Verdict>;

export type Verdict = 'allow' | 'ask' | 'deny';
export type ReasonCode = keyof typeof reasons;

/** A stable code and the parameters its words need. Parameters are plain data, shown to people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly [parameter: string]: string | number | boolean | readonly string[];
}

const rank = { allow: 0, ask: 1, deny: 2 } as const satisfies Record<Verdict, number>;

/** The verdict of the strictest reason; with none, `deny`: absence never grants. */
export function strictest(found: readonly Reason[]): Verdict {
  let verdict: Verdict | undefined;
  for (const { code } of found) {
    const own: Verdict = Object.hasOwn(reasons, code) ? reasons[code] : 'deny';
    if (verdict === undefined || rank[own] > rank[verdict]) verdict = own;
  }
  return verdict ?? 'deny';
}
