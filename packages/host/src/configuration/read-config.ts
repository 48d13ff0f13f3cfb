import { GatehouseError } from '@gatehouse/kernel/error';
import { redact } from '@gatehouse/kernel/redact';
import type { z } from 'zod';
import { readOwnText } from './own-text.ts';

/**
 * Reads `config.json` under `home` by a schema; absent, it is read as `{}`. It is for people to edit
 * and never holds a secret. A malformed one stops the program: throws `config_malformed` and
 * `config_holds_secret` with the line, and `config_not_private`.
 */
export function readConfig<T>(home: string, schema: z.ZodType<T>): T {
  const text = readOwnText(home, 'config');
  const value = text === null ? {} : parseJson(text);
  if (text !== null && redact(text) !== text) {
    const lines = text.split('\n');
    const line = redact(text)
      .split('\n')
      .findIndex((kept, index) => kept !== lines[index]);
    throw new GatehouseError(
      'config_holds_secret',
      `config.json holds a secret in line ${line + 1}. Put keys into the keychain (gatehouse keys set), and take it out there.`,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys] : issue?.path;
  const names = (path ?? []).filter((part) => typeof part === 'string');
  throw new GatehouseError(
    'config_malformed',
    `config.json is malformed in line ${lineOf(text ?? '', names)}, at ${(path ?? []).join('.') || 'the top'}: ${issue?.message ?? ''}`,
    parsed.error,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = /line (\d+)|position (\d+)/.exec(cause instanceof Error ? cause.message : '');
    const [, line, position] = found ?? [];
    const at =
      line ??
      String(
        text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length,
      );
    throw new GatehouseError('config_malformed', `config.json is no JSON: see line ${at}.`, cause);
  }
}

/** The line of a nested member: each name is looked for after the one that holds it. */
function lineOf(text: string, names: readonly string[]): number {
  let at = 0;
  for (const name of names) {
    const found = text.indexOf(JSON.stringify(name), at);
    if (found >= 0) at = found;
  }
  return text.slice(0, at).split('\n').length;
}
