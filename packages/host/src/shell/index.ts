export { createBroker } from './create-broker.ts';
export type { Broker, BrokerChunk, BrokerDeps } from './create-broker.ts';
export { createShell, specOf } from './create-shell.ts';
export type { ShellDeps } from './create-shell.ts';
export { createShellResolver } from './create-shell-resolver.ts';
export type { ShellResolver } from './create-shell-resolver.ts';
export type { RunResult, SandboxProblem } from './messages.ts';
export { canonicalSpec, commandLine, specBinding } from './spec.ts';
export type { BoundDirectory, RunLimits, RunSpec } from './spec.ts';
