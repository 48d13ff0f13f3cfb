export { createStores } from './create-stores.ts';
export type { RowAccess, Stores } from './create-stores.ts';
export type { DomainStore, KeptDomain } from './domains.ts';
export type { Forgetting, Forgotten } from './forget.ts';
export type { KeptGrants } from './grants.ts';
export type { ProtocolPins } from './pins.ts';
export type { KeptSession, Sessions } from './sessions.ts';
export type { SettingsStore } from './settings.ts';
export type { UndoEntry, UndoStore } from './undo.ts';
