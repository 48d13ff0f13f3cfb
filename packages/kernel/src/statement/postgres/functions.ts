/**
 * Functions of `pg_catalog` that only compute or only look, by the chapter of the PostgreSQL manual
 * that tells of them. Each is immutable or stable there, or volatile without an effect that stays
 * (`random`, sizes on disk). Names that are not here ask; `npm run check:postgres` holds the table
 * against a server's own `pg_proc`.
 */
const pure = {
  // 9.2, 9.3
  comparison: 'num_nonnulls num_nulls',
  mathematics: `
    abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh
    cot cotd degrees div erf erfc exp factorial floor gamma gcd lcm lgamma ln log log10 min_scale mod pi
    pow power radians random random_normal round scale sign sin sind sinh sqrt tan tand tanh trim_scale
    trunc width_bucket`,
  // 9.4 to 9.6; SUBSTRING, TRIM, SIMILAR TO and their like are calls of these, too
  text: `
    ascii bit_length btrim casefold char_length character_length chr concat concat_ws convert convert_from
    convert_to decode encode format initcap is_normalized left length like like_escape lower lpad ltrim
    md5 normalize notlike octet_length overlay parse_ident pg_client_encoding position quote_ident
    quote_literal quote_nullable repeat replace reverse right rpad rtrim similar_escape similar_to_escape
    split_part starts_with string_to_array string_to_table strpos substr substring textlen to_ascii to_bin
    to_hex to_oct translate unicode_assigned unistr upper`,
  bytes: 'bit_count crc32 crc32c get_bit get_byte set_bit set_byte sha224 sha256 sha384 sha512',
  patterns: `
    regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
    regexp_split_to_array regexp_split_to_table regexp_substr`,
  // 9.8, 9.9
  formatting: 'to_char to_date to_number to_timestamp',
  dates: `
    age clock_timestamp date_add date_bin date_part date_subtract date_trunc extract isfinite justify_days
    justify_hours justify_interval make_date make_interval make_time make_timestamp make_timestamptz now
    overlaps statement_timestamp timeofday timezone transaction_timestamp`,
  // 9.10 to 9.14
  enums: 'enum_first enum_last enum_range',
  geometry: `
    area bound_box center diagonal diameter height isclosed ishorizontal isopen isparallel isperp
    isvertical npoints pclose poly_center popen radius slope width`,
  network: `
    abbrev broadcast family host hostmask inet_merge inet_same_family macaddr8_set7bit masklen netmask
    network set_masklen`,
  search: `
    array_to_tsvector get_current_ts_config json_to_tsvector jsonb_to_tsvector numnode phraseto_tsquery
    plainto_tsquery querytree setweight strip to_tsquery to_tsvector ts_debug ts_delete ts_filter
    ts_headline ts_lexize ts_parse ts_rank ts_rank_cd  ts_token_type tsquery_phrase
    tsvector_to_array websearch_to_tsquery`,
  uuids: 'gen_random_uuid uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7',
  // 9.15; the functions that map tables or queries to XML run queries and are not among them
  xml: `
    xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlexists
    xmltext xpath xpath_exists`,
  // 9.16
  json: `
    array_to_json json_array_elements json_array_elements_text json_array_length json_build_array
    json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object
    json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record
    json_to_recordset json_typeof jsonb_array_elements jsonb_array_elements_text jsonb_array_length
    jsonb_build_array jsonb_build_object jsonb_concat jsonb_contained jsonb_contains jsonb_delete
    jsonb_delete_path jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all jsonb_exists_any
    jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys
    jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query
    jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
    jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset
    jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof
    row_to_json to_json to_jsonb`,
  // 9.19, 9.20
  arrays: `
    array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
    array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle
    array_sort array_to_string array_upper cardinality trim_array unnest`,
  ranges: `
    elem_contained_by_multirange elem_contained_by_range isempty lower_inc lower_inf multirange
    multirange_adjacent_multirange multirange_contains_elem multirange_contains_multirange
    multirange_contains_range multirange_overlaps_multirange multirange_overlaps_range range_adjacent
    range_after range_before range_contained_by range_contains range_contains_elem range_merge
    range_overlaps range_overlaps_multirange upper_inc upper_inf`,
  // 9.21, 9.22
  aggregates: `
    any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp every
    json_agg json_agg_strict json_object_agg json_object_agg_strict json_object_agg_unique
    json_object_agg_unique_strict jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_strict
    jsonb_object_agg_unique jsonb_object_agg_unique_strict max min mode percentile_cont percentile_disc
    range_agg range_intersect_agg regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
    regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance`,
  windows: `
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number`,
  // 9.25
  sets: 'generate_series generate_subscripts',
  // 9.27: session, rights, catalog, comments, validity, snapshots
  session: `
    current_database current_query current_schema current_schemas current_setting
    current_user getdatabaseencoding getpgusername icu_unicode_version inet_client_addr inet_client_port
    inet_server_addr inet_server_port pg_backend_pid pg_blocking_pids pg_conf_load_time pg_cursor
    pg_is_other_temp_schema pg_listening_channels pg_my_temp_schema pg_notification_queue_usage
    pg_postmaster_start_time pg_prepared_statement pg_safe_snapshot_blocking_pids pg_show_all_settings
    pg_trigger_depth session_user system_user unicode_version version`,
  rights: `
    acldefault aclexplode has_any_column_privilege has_column_privilege has_database_privilege
    has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege
    has_largeobject_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege
    has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege makeaclitem
    pg_get_acl pg_has_role row_security_active`,
  catalog: `
    col_description format_type obj_description oidvectortypes pg_basetype pg_char_to_encoding
    pg_collation_actual_version pg_collation_for pg_collation_is_visible pg_column_is_updatable
    pg_conversion_is_visible pg_database_collation_actual_version pg_describe_object
    pg_encoding_max_length pg_encoding_to_char pg_extension_update_paths pg_filenode_relation
    pg_function_is_visible pg_get_catalog_foreign_keys pg_get_constraintdef pg_get_expr
    pg_get_function_arg_default pg_get_function_arguments pg_get_function_identity_arguments
    pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef pg_get_keywords
    pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef pg_get_publication_tables
    pg_get_replica_identity_index pg_get_ruledef pg_get_sequence_data pg_get_serial_sequence
    pg_get_statisticsobjdef pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions
    pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_identify_object pg_identify_object_as_address
    pg_index_column_has_property pg_index_has_property pg_indexam_has_property pg_mcv_list_items
    pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table
    pg_relation_is_publishable pg_relation_is_updatable pg_sequence_last_value pg_sequence_parameters
    pg_settings_get_flags pg_statistics_obj_is_visible pg_table_is_visible pg_tablespace_databases
    pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names pg_ts_config_is_visible
    pg_ts_dict_is_visible pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible pg_typeof
    shobj_description to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc
    to_regprocedure to_regrole to_regtype to_regtypemod`,
  validity: 'pg_input_error_info pg_input_is_valid xmlvalidate',
  snapshots: `
    mxid_age pg_current_snapshot pg_current_xact_id_if_assigned pg_get_multixact_members
    pg_last_committed_xact pg_snapshot_xip pg_snapshot_xmax pg_snapshot_xmin pg_visible_in_snapshot
    pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status txid_current_if_assigned
    txid_current_snapshot txid_snapshot_xip txid_snapshot_xmax txid_snapshot_xmin txid_status
    txid_visible_in_snapshot`,
  // 9.28: state and sizes, nothing that acts
  server: `
    pg_available_extension_versions pg_available_extensions pg_control_checkpoint pg_control_init
    pg_control_recovery pg_control_system pg_current_wal_flush_lsn pg_current_wal_insert_lsn
    pg_current_wal_lsn pg_get_replication_slots pg_get_wait_events pg_get_wal_replay_pause_state
    pg_get_wal_resource_managers pg_is_in_recovery pg_is_wal_replay_paused pg_last_wal_receive_lsn
    pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_lock_status pg_prepared_xact
    pg_replication_origin_oid pg_replication_origin_progress pg_show_replication_origin_status
    pg_split_walfile_name pg_wal_lsn_diff pg_walfile_name pg_walfile_name_offset`,
  sizes: `
    pg_column_compression pg_column_size pg_column_toast_chunk_id pg_database_size pg_indexes_size
    pg_partition_ancestors pg_partition_root pg_partition_tree pg_relation_filenode pg_relation_filepath
    pg_relation_size pg_size_bytes pg_size_pretty pg_table_size pg_tablespace_location pg_tablespace_size
    pg_total_relation_size satisfies_hash_partition`,
  // 27.2: the statistics views are made of these
  statistics: `
    pg_indexam_progress_phasename pg_stat_get_activity pg_stat_get_analyze_count pg_stat_get_archiver
    pg_stat_get_autoanalyze_count pg_stat_get_autovacuum_count pg_stat_get_backend_activity
    pg_stat_get_backend_activity_start pg_stat_get_backend_client_addr pg_stat_get_backend_client_port
    pg_stat_get_backend_dbid pg_stat_get_backend_idset pg_stat_get_backend_pid pg_stat_get_backend_start
    pg_stat_get_backend_userid pg_stat_get_backend_wait_event pg_stat_get_backend_wait_event_type
    pg_stat_get_backend_xact_start pg_stat_get_blocks_fetched pg_stat_get_blocks_hit
    pg_stat_get_db_blk_read_time pg_stat_get_db_blk_write_time pg_stat_get_db_blocks_fetched
    pg_stat_get_db_blocks_hit pg_stat_get_db_conflict_all pg_stat_get_db_deadlocks
    pg_stat_get_db_numbackends pg_stat_get_db_stat_reset_time pg_stat_get_db_temp_bytes
    pg_stat_get_db_temp_files pg_stat_get_db_tuples_deleted pg_stat_get_db_tuples_fetched
    pg_stat_get_db_tuples_inserted pg_stat_get_db_tuples_returned pg_stat_get_db_tuples_updated
    pg_stat_get_db_xact_commit pg_stat_get_db_xact_rollback pg_stat_get_dead_tuples
    pg_stat_get_function_calls pg_stat_get_function_self_time pg_stat_get_function_total_time
    pg_stat_get_ins_since_vacuum pg_stat_get_last_analyze_time pg_stat_get_last_autoanalyze_time
    pg_stat_get_last_autovacuum_time pg_stat_get_last_vacuum_time pg_stat_get_lastscan
    pg_stat_get_live_tuples pg_stat_get_mod_since_analyze pg_stat_get_numscans pg_stat_get_progress_info
    pg_stat_get_slru pg_stat_get_snapshot_timestamp pg_stat_get_subscription pg_stat_get_tuples_deleted
    pg_stat_get_tuples_fetched pg_stat_get_tuples_hot_updated pg_stat_get_tuples_inserted
    pg_stat_get_tuples_newpage_updated pg_stat_get_tuples_returned pg_stat_get_tuples_updated
    pg_stat_get_vacuum_count pg_stat_get_wal pg_stat_get_wal_senders pg_stat_get_xact_blocks_fetched
    pg_stat_get_xact_blocks_hit pg_stat_get_xact_numscans pg_stat_get_xact_tuples_deleted
    pg_stat_get_xact_tuples_fetched pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_returned
    pg_stat_get_xact_tuples_updated pg_stat_have_stats`,
  // chapter 8: a type's name before parentheses is a cast to it
  types: `
    aclitem bit bool box bpchar bytea char cid cidr circle date datemultirange daterange float4 float8 inet
    int2 int2vector int4 int4multirange int4range int8 int8multirange int8range interval json jsonb
    jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path
    pg_lsn pg_snapshot point polygon refcursor regclass regcollation regconfig regdictionary regnamespace
    regoper regoperator regproc regprocedure regrole regtype text tid time timestamp timestamptz timetz
    tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid varbit varchar xid
    xid8 xml`,
  // not in the manual: what hash partitions and indexes, binary output and sorting are made of
  hashes: `
    hash_aclitem hash_aclitem_extended hash_array hash_array_extended hash_multirange
    hash_multirange_extended hash_numeric hash_numeric_extended hash_range hash_range_extended hash_record
    hash_record_extended hashbpchar hashbpcharextended hashchar hashcharextended hashdate hashdateextended
    hashenum hashenumextended hashfloat4 hashfloat4extended hashfloat8 hashfloat8extended hashinet
    hashinetextended hashint2 hashint2extended hashint4 hashint4extended hashint8 hashint8extended
    hashmacaddr hashmacaddr8 hashmacaddr8extended hashmacaddrextended hashname hashnameextended hashoid
    hashoidextended hashoidvector hashoidvectorextended hashtext hashtextextended hashtid hashtidextended
    interval_hash interval_hash_extended jsonb_hash jsonb_hash_extended pg_lsn_hash pg_lsn_hash_extended
    time_hash time_hash_extended timestamp_hash timestamp_hash_extended timestamptz_hash
    timestamptz_hash_extended timetz_hash timetz_hash_extended uuid_hash uuid_hash_extended`,
  binary: `
    bit_send boolsend box_send bpcharsend byteasend cash_send charsend cidr_send circle_send date_send
    float4send float8send inet_send int2send int4send int8send interval_send json_send jsonb_send
    line_send lseg_send macaddr8_send macaddr_send namesend numeric_send oidsend path_send pg_lsn_send
    point_send poly_send textsend time_send timestamp_send timestamptz_send timetz_send tsquerysend
    tsvectorsend uuid_send varbit_send varcharsend xml_send`,
} as const;

export const pureFunctions: ReadonlySet<string> = new Set(
  Object.values(pure).flatMap((names) => names.trim().split(/\s+/u)),
);

/** Pure with that many arguments only: `ts_rewrite` with two runs its second as a query. */
export const pureByCount: ReadonlyMap<string, number> = new Map([['ts_rewrite', 3]]);

/** Those that give rows of several columns: `f.column` after one of them names a column. */
export const rowFunctions: ReadonlySet<string> = new Set(
  `aclexplode json_each json_each_text json_populate_record json_populate_recordset json_to_record
  json_to_recordset jsonb_each jsonb_each_text jsonb_populate_record jsonb_populate_recordset
  jsonb_to_record jsonb_to_recordset pg_available_extension_versions pg_available_extensions
  pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_cursor
  pg_extension_update_paths pg_get_catalog_foreign_keys pg_get_keywords pg_get_multixact_members
  pg_get_object_address pg_get_publication_tables pg_get_replication_slots pg_get_wait_events
  pg_get_wal_resource_managers pg_identify_object pg_identify_object_as_address pg_input_error_info
  pg_last_committed_xact pg_lock_status pg_mcv_list_items pg_options_to_table pg_partition_tree
  pg_prepared_statement pg_prepared_xact pg_sequence_parameters pg_show_all_settings
  pg_show_replication_origin_status pg_split_walfile_name pg_stat_get_activity pg_stat_get_archiver
  pg_stat_get_progress_info pg_stat_get_slru pg_stat_get_subscription pg_stat_get_wal
  pg_stat_get_wal_senders pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone pg_timezone_names
  pg_walfile_name_offset pg_xact_commit_timestamp_origin ts_debug ts_parse ts_token_type`.split(
    /\s+/u,
  ),
);

/** Those that give one column under another name than their own. */
export const namedColumns: Readonly<Record<string, string>> = {
  json_array_elements: 'value',
  json_array_elements_text: 'value',
  jsonb_array_elements: 'value',
  jsonb_array_elements_text: 'value',
  pg_partition_ancestors: 'relid',
};

/** Operators of `pg_catalog`; none of their functions is volatile. */
export const pureOperators: ReadonlySet<string> = new Set(
  `!! !~ !~* !~~ !~~* # ## #- #> #>> % & && &< &<| &> * *< *<= *<> *= *> *>= + - -> ->> -|- / < <-> <<
  <<= <<| <= <> <@ <^ = > >= >> >>= >^ ? ?# ?& ?- ?-| ?| ?|| @ @-@ @> @? @@ @@@ ^ ^@ | |&> |/ |>> || ||/
  ~ ~* ~<=~ ~<~ ~= ~>=~ ~>~ ~~ ~~*`.split(/\s+/u),
);
