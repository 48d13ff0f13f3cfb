import type { ReasonCode } from '../../reasons.ts';

type Code = Extract<ReasonCode, `postgres_${string}`>;

/**
 * Every kind of statement of PostgreSQL 18's grammar that is no read, by the name of its node: what
 * it does, and the SQL command as people write it. A kind that is not here is `postgres_unknown_kind`.
 */
const kinds = {
  postgres_writes: {
    InsertStmt: 'INSERT',
    UpdateStmt: 'UPDATE',
    DeleteStmt: 'DELETE',
    MergeStmt: 'MERGE',
    RefreshMatViewStmt: 'REFRESH MATERIALIZED VIEW',
  },
  postgres_truncates: { TruncateStmt: 'TRUNCATE' },
  postgres_drops: {
    DropOwnedStmt: 'DROP OWNED',
    DropRoleStmt: 'DROP ROLE',
    DropStmt: 'DROP',
    DropSubscriptionStmt: 'DROP SUBSCRIPTION',
    DropTableSpaceStmt: 'DROP TABLESPACE',
    DropUserMappingStmt: 'DROP USER MAPPING',
    DropdbStmt: 'DROP DATABASE',
  },
  postgres_alters: {
    AlterCollationStmt: 'ALTER COLLATION',
    AlterDatabaseRefreshCollStmt: 'ALTER DATABASE',
    AlterDatabaseSetStmt: 'ALTER DATABASE',
    AlterDatabaseStmt: 'ALTER DATABASE',
    AlterDomainStmt: 'ALTER DOMAIN',
    AlterEnumStmt: 'ALTER TYPE',
    AlterEventTrigStmt: 'ALTER EVENT TRIGGER',
    AlterExtensionContentsStmt: 'ALTER EXTENSION',
    AlterExtensionStmt: 'ALTER EXTENSION',
    AlterFdwStmt: 'ALTER FOREIGN DATA WRAPPER',
    AlterForeignServerStmt: 'ALTER SERVER',
    AlterFunctionStmt: 'ALTER FUNCTION',
    AlterObjectDependsStmt: 'ALTER',
    AlterObjectSchemaStmt: 'ALTER',
    AlterOpFamilyStmt: 'ALTER OPERATOR FAMILY',
    AlterOperatorStmt: 'ALTER OPERATOR',
    AlterPolicyStmt: 'ALTER POLICY',
    AlterPublicationStmt: 'ALTER PUBLICATION',
    AlterSeqStmt: 'ALTER SEQUENCE',
    AlterStatsStmt: 'ALTER STATISTICS',
    AlterSubscriptionStmt: 'ALTER SUBSCRIPTION',
    AlterSystemStmt: 'ALTER SYSTEM',
    AlterTSConfigurationStmt: 'ALTER TEXT SEARCH CONFIGURATION',
    AlterTSDictionaryStmt: 'ALTER TEXT SEARCH DICTIONARY',
    AlterTableMoveAllStmt: 'ALTER TABLE ALL',
    AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
    AlterTableStmt: 'ALTER TABLE',
    AlterTypeStmt: 'ALTER TYPE',
    AlterUserMappingStmt: 'ALTER USER MAPPING',
    RenameStmt: 'ALTER',
    ReplicaIdentityStmt: 'ALTER TABLE',
  },
  // who may do what
  postgres_grants: {
    AlterDefaultPrivilegesStmt: 'ALTER DEFAULT PRIVILEGES',
    AlterOwnerStmt: 'ALTER … OWNER TO',
    AlterRoleSetStmt: 'ALTER ROLE',
    AlterRoleStmt: 'ALTER ROLE',
    CreateRoleStmt: 'CREATE ROLE',
    GrantRoleStmt: 'GRANT or REVOKE',
    GrantStmt: 'GRANT or REVOKE',
    ReassignOwnedStmt: 'REASSIGN OWNED',
    SecLabelStmt: 'SECURITY LABEL',
  },
  postgres_creates: {
    CommentStmt: 'COMMENT',
    CompositeTypeStmt: 'CREATE TYPE',
    CreateConversionStmt: 'CREATE CONVERSION',
    CreateDomainStmt: 'CREATE DOMAIN',
    CreateEnumStmt: 'CREATE TYPE',
    CreatePolicyStmt: 'CREATE POLICY',
    CreateRangeStmt: 'CREATE TYPE',
    CreateSchemaStmt: 'CREATE SCHEMA',
    CreateSeqStmt: 'CREATE SEQUENCE',
    CreateStatsStmt: 'CREATE STATISTICS',
    CreateStmt: 'CREATE TABLE',
    CreateTableAsStmt: 'CREATE TABLE AS',
    CreateTableSpaceStmt: 'CREATE TABLESPACE',
    CreatedbStmt: 'CREATE DATABASE',
    IndexStmt: 'CREATE INDEX',
    ViewStmt: 'CREATE VIEW',
  },
  // what the database runs later, of itself
  postgres_creates_code: {
    CreateAmStmt: 'CREATE ACCESS METHOD',
    CreateCastStmt: 'CREATE CAST',
    CreateEventTrigStmt: 'CREATE EVENT TRIGGER',
    CreateExtensionStmt: 'CREATE EXTENSION',
    CreateFunctionStmt: 'CREATE FUNCTION',
    CreateOpClassStmt: 'CREATE OPERATOR CLASS',
    CreateOpFamilyStmt: 'CREATE OPERATOR FAMILY',
    CreatePLangStmt: 'CREATE LANGUAGE',
    CreateTransformStmt: 'CREATE TRANSFORM',
    CreateTrigStmt: 'CREATE TRIGGER',
    DefineStmt: 'CREATE',
    RuleStmt: 'CREATE RULE',
  },
  // what reaches other servers, or lets them reach in
  postgres_creates_link: {
    CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
    CreateForeignServerStmt: 'CREATE SERVER',
    CreateForeignTableStmt: 'CREATE FOREIGN TABLE',
    CreatePublicationStmt: 'CREATE PUBLICATION',
    CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
    CreateUserMappingStmt: 'CREATE USER MAPPING',
    ImportForeignSchemaStmt: 'IMPORT FOREIGN SCHEMA',
  },
  postgres_loads_code: { LoadStmt: 'LOAD' },
  postgres_maintains: {
    CheckPointStmt: 'CHECKPOINT',
    ClusterStmt: 'CLUSTER',
    ReindexStmt: 'REINDEX',
    VacuumStmt: 'VACUUM or ANALYZE',
  },
  postgres_select_into: { IntoClause: 'SELECT INTO' },
  postgres_locks: { LockingClause: 'SELECT … FOR UPDATE or SHARE', LockStmt: 'LOCK' },
  postgres_copies: { CopyStmt: 'COPY' },
  postgres_runs_block: { DoStmt: 'DO' },
  postgres_calls_procedure: { CallStmt: 'CALL' },
  postgres_sets: {
    ConstraintsSetStmt: 'SET CONSTRAINTS',
    DiscardStmt: 'DISCARD',
    VariableSetStmt: 'SET or RESET',
  },
  postgres_listens: { ListenStmt: 'LISTEN', UnlistenStmt: 'UNLISTEN' },
  postgres_notifies: { NotifyStmt: 'NOTIFY' },
  postgres_transaction: { TransactionStmt: 'BEGIN, COMMIT or ROLLBACK' },
  postgres_cursor: { ClosePortalStmt: 'CLOSE', DeclareCursorStmt: 'DECLARE', FetchStmt: 'FETCH' },
  postgres_prepares: {
    DeallocateStmt: 'DEALLOCATE',
    ExecuteStmt: 'EXECUTE',
    PrepareStmt: 'PREPARE',
  },
} as const satisfies Partial<Record<Code, Readonly<Record<string, string>>>>;

export interface Kind {
  readonly code: Code;
  /** The SQL command. */
  readonly command: string;
}

export const statementKinds: ReadonlyMap<string, Kind> = new Map(
  (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((code) =>
    Object.entries(kinds[code]).map(([node, command]): [string, Kind] => [node, { code, command }]),
  ),
);
