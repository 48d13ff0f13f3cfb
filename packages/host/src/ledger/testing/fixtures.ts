import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRecorder } from '@gatehouse/kernel/record';
import type { OcsfEvent, RecordInput } from '@gatehouse/kernel/record';
import type { ProgramKeys } from '../../database/index.ts';

/** Keys of an installation that lives as long as `root`. */
export function testKeys(root: Buffer, kept: ProgramKeys['kept'] = 'keychain'): ProgramKeys {
  return {
    kept,
    derive: (purpose) => Buffer.from(hkdfSync('sha256', root, '', `gatehouse ${purpose}`, 32)),
  };
}

export const newRoot = (): Buffer => randomBytes(32);

/** A private place for one test, gone after it. */
export function temporaryHome(): { readonly path: string; [Symbol.dispose](): void } {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-')));
  return {
    path: join(base, 'home'),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

const principal = { kind: 'person', name: 'ann', via: null } as const;

/** Makes events of one run; `phase` defaults to a decision. */
export function eventsOf(run: string): {
  readonly record: ReturnType<typeof createRecorder>;
  event(requestId: string, phase?: RecordInput['phase']): OcsfEvent;
} {
  const record = createRecorder({ mask: (text) => text, version: '0.0.0', run });
  return {
    record,
    event: (requestId, phase = 'decided') =>
      record({
        operation: 'file.write',
        phase,
        ...(phase === 'decided' ? { verdict: 'allow', reasons: [{ code: 'write_inside' }] } : {}),
        ...(phase === 'completed' ? { status: 'done' } : {}),
        principal,
        target: `~/notes/${requestId}.md`,
        time: 1_700_000_000_000,
        requestId,
      }),
  };
}
