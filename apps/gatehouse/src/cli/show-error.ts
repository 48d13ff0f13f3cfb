import { CommanderError } from 'commander';
import { GatehouseError } from '@gatehouse/kernel';
import { NotAllowed } from '@gatehouse/contract';
import type { Workbench } from '@gatehouse/contract';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { refusal } from './face.ts';
import type { Output } from './output.ts';

/** Says what went wrong, safely; the detail of what nobody foresaw goes to the log under the id shown. */
export function showError(
  output: Output,
  error: unknown,
  workbench: Workbench | null | undefined,
): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof NotAllowed) return refusal(output, error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
  const malformed = error instanceof Error && error.name === 'ZodError';
  if (error instanceof GatehouseError || malformed) {
    output.problem(malformed ? 'usage' : code, messageOf(error));
  } else {
    const id = workbench?.report(error);
    const where = id === undefined ? '' : ` The details are in the log under ${id}.`;
    output.problem(code, `Something went wrong.${where}`);
  }
  if (code === 'usage' || malformed) return exitCodes.usage;
  return code === 'cancelled' ? exitCodes.stopped : exitCodes.failed;
}

function messageOf(error: Error): string {
  if (!('issues' in error) || !Array.isArray(error.issues)) return error.message;
  const [first] = error.issues as { path: (string | number)[]; message: string }[];
  return first === undefined ? error.message : `${first.path.join('.')}: ${first.message}`;
}
