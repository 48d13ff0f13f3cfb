import type { Reason } from '../reasons.ts';
import { sinksOf } from './arguments.ts';
import { judgeCall } from './judge-call.ts';
import { momentOf } from './moments.ts';
import { createSession } from './session.ts';

/** What a person asked for, and the calls an assistant made for it. */
export interface Flow {
  readonly request: string;
  /** The day it is for the person, as `2024-05-19`, where somebody trusted says so. */
  readonly today?: string | undefined;
  /** A tool that is not here counts as consequential. */
  readonly tools: Readonly<Record<string, { readonly consequential: boolean }>>;
  readonly steps: readonly {
    readonly tool: string;
    readonly args?: unknown;
    /** What it said; undefined where it said nothing. */
    readonly output?: unknown;
    readonly trust: 'trusted' | 'untrusted';
  }[];
}

/**
 * What flow has against each step, in order: every call judged as if the ones before it were done, so
 * that what they said is known. Pure; the tools are those nobody described (`sinksOf`).
 */
export function judgeFlow({ request, today, tools, steps }: Flow): readonly (readonly Reason[])[] {
  const day = today === undefined ? null : (momentOf(today)?.day ?? null);
  const session = createSession('flow', () => day);
  const label = { confidentiality: 'public' } as const;
  session.add({ ...label, value: request, trust: 'person', origin: 'you' });
  const known = new Map(Object.entries(tools));
  return steps.map(({ tool, args, output, trust }, at) => {
    const consequential = known.get(tool)?.consequential ?? true;
    const call = { action: tool, consequential, sinks: sinksOf(tool, args), declared: false };
    const reasons = judgeCall(call, session);
    if (output !== undefined) {
      const value = typeof output === 'string' ? output : (JSON.stringify(output) ?? '');
      session.add({ ...label, value, trust, origin: `${tool} (step ${String(at + 1)})` });
    }
    return reasons;
  });
}
