/** What the program ends with; documented in docs/cli.md. */
export const exitCodes = {
  done: 0,
  /** The operation was tried and failed, or a check found a problem. */
  failed: 1,
  /** The words on the command line are off. */
  usage: 2,
  /** The gate denied it, or nobody was there to ask. */
  denied: 3,
  /** Stopped by Ctrl-C or a signal. */
  stopped: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
