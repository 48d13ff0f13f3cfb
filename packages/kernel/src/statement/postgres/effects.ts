import type { ReasonCode } from '../../reasons.ts';

type EffectCode = Extract<ReasonCode, `postgres_calls_${string}`>;

/**
 * Functions that a read can call and that change something, wait, reach out, run SQL of their own or
 * show more than tables. Every other function that is not known to be pure asks as well
 * (`postgres_calls_unknown`); the table is there to say what would happen.
 */
const effects = {
  postgres_calls_sequence: 'currval lastval nextval setval',
  postgres_calls_settings: 'pg_reload_conf set_config setseed',
  postgres_calls_lock: `
    pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all
    pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock
    pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared`,
  postgres_calls_wait: 'pg_sleep pg_sleep_for pg_sleep_until',
  postgres_calls_notify: 'pg_notify',
  postgres_calls_signal: 'pg_cancel_backend pg_log_backend_memory_contexts pg_terminate_backend',
  postgres_calls_transaction: 'pg_current_xact_id pg_export_snapshot txid_current',
  postgres_calls_large_object: `
    lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open
    lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink loread lowrite`,
  // the server's own files, and what is read out of its configuration
  postgres_calls_server_file: `
    pg_config pg_current_logfile pg_file_read pg_file_rename pg_file_sync pg_file_unlink pg_file_write
    pg_hba_file_rules pg_ident_file_mappings pg_logdir_ls pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir
    pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_ls_tmpdir
    pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_rotate_logfile
    pg_show_all_file_settings pg_stat_file`,
  postgres_calls_network: `
    dblink dblink_build_sql_delete dblink_build_sql_insert dblink_build_sql_update dblink_cancel_query
    dblink_close dblink_connect dblink_connect_u dblink_disconnect dblink_error_message dblink_exec
    dblink_fetch dblink_get_connections dblink_get_notify dblink_get_pkey dblink_get_result
    dblink_is_busy dblink_open dblink_send_query http http_delete http_get http_head http_post http_put
    postgres_fdw_disconnect postgres_fdw_disconnect_all`,
  // these run a query given as text, or over a table, schema or database of that name
  postgres_calls_query: `
    connectby crosstab crosstab2 crosstab3 crosstab4 crosstabn cursor_to_xml cursor_to_xmlschema
    database_to_xml database_to_xml_and_xmlschema database_to_xmlschema query_to_xml
    query_to_xml_and_xmlschema query_to_xmlschema schema_to_xml schema_to_xml_and_xmlschema
    schema_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema ts_rewrite ts_stat`,
  postgres_calls_administration: `
    brin_desummarize_range brin_summarize_new_values brin_summarize_range gin_clean_pending_list
    pg_backup_start pg_backup_stop pg_clear_attribute_stats pg_clear_relation_stats
    pg_copy_logical_replication_slot pg_copy_physical_replication_slot
    pg_create_logical_replication_slot pg_create_physical_replication_slot pg_create_restore_point
    pg_drop_replication_slot pg_extension_config_dump pg_import_system_collations pg_log_standby_snapshot
    pg_logical_emit_message pg_logical_slot_get_binary_changes pg_logical_slot_get_changes
    pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes pg_nextoid pg_promote
    pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
    pg_replication_origin_session_reset pg_replication_origin_session_setup
    pg_replication_origin_xact_reset pg_replication_origin_xact_setup pg_replication_slot_advance
    pg_restore_attribute_stats pg_restore_relation_stats pg_start_backup pg_stat_clear_snapshot
    pg_stat_force_next_flush pg_stat_reset pg_stat_reset_backend_stats pg_stat_reset_replication_slot
    pg_stat_reset_shared pg_stat_reset_single_function_counters pg_stat_reset_single_table_counters
    pg_stat_reset_slru pg_stat_reset_subscription_stats pg_stat_statements_reset pg_stop_backup
    pg_stop_making_pinned_objects pg_switch_wal pg_switch_xlog pg_sync_replication_slots
    pg_wal_replay_pause pg_wal_replay_resume`,
} as const satisfies Partial<Record<EffectCode, string>>;

/** What a function is known to do, by its lower-case name without schema. */
export const functionEffects: ReadonlyMap<string, EffectCode> = new Map(
  (Object.keys(effects) as (keyof typeof effects)[]).flatMap((code) =>
    effects[code]
      .trim()
      .split(/\s+/u)
      .map((name): [string, EffectCode] => [name, code]),
  ),
);
