import type { OcsfEvent } from './schema.ts';

/** Where an event stands in the chain. Hashes are SHA-256, lower-case hex. */
export interface ChainLink {
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
}

/** The hash before the first event. */
export const ORIGIN = '0'.repeat(64);

/** The text of an event whose bytes are hashed: JSON, `unmapped` last. */
export function bodyOf(event: OcsfEvent): string {
  const { unmapped, ...rest } = event;
  return JSON.stringify({ ...rest, unmapped });
}

/** What is hashed for one event: its place, the hash before it, and its body. */
export function linked(sequence: number, previous: string, body: string): string {
  return `${sequence}\n${previous}\n${body}`;
}

/** One line of the projection: the body with the chain as the last member of `unmapped`. */
export function lineOf(body: string, { sequence, previous, hash }: ChainLink): string {
  return `${body.slice(0, -2)},"chain":{"sequence":${sequence},"previous":"${previous}","hash":"${hash}"}}}`;
}

const chain =
  /,"chain":\{"sequence":(\d{1,15}),"previous":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}\}\}$/;

/** The exact inverse of `lineOf`; null for a line without a chain. */
export function splitLine(line: string): { body: string; link: ChainLink } | null {
  const match = chain.exec(line);
  const [whole, sequence, previous, hash] = match ?? [];
  if (whole === undefined || previous === undefined || hash === undefined) return null;
  return {
    body: `${line.slice(0, -whole.length)}}}`,
    link: { sequence: Number(sequence), previous, hash },
  };
}
