import { strictest } from '@gatehouse/kernel';
import { judgeCommand, type Argument, type CommandPlace } from '@gatehouse/kernel/command';
import { complaint, isHeld, type Seen } from './compare.ts';
import { createGenerator } from './generate.ts';
import { createRandom } from './random.ts';
import type { Sandbox } from './sandbox.ts';
import { shrink } from './shrink.ts';

export type Analyser = (program: string) => Seen;

/** The folder that the sandbox makes, as the gate would be told of it. */
const place: CommandPlace = {
  scope: {
    roots: ['/home/kim/work'],
    home: '/home/kim',
    gatehouse: '/home/kim/.local/share/gatehouse',
    cwd: '/home/kim/work',
  },
  mode: 'standard',
  settings: { askEveryChain: false },
};

/** The one that is under test. */
export const analyse: Analyser = (program) => {
  const commands: (readonly Argument[])[] = [];
  const { reasons } = judgeCommand(program, place, (words) => commands.push(words));
  return { verdict: strictest(reasons), codes: new Set(reasons.map(({ code }) => code)), commands };
};

/** A program that did what the analyser did not see, made as short as it gets. */
export interface Failure {
  readonly program: string;
  readonly found: string;
  /** As it was generated. */
  readonly first: string;
}

export interface Campaign {
  readonly programs: number;
  /** Those of which the analyser claims to see every command: these were run. */
  readonly compared: number;
  /** Those that it allowed. */
  readonly allowed: number;
  /** Commands that bash ran. */
  readonly ran: number;
  readonly failures: readonly Failure[];
}

export interface Plan {
  readonly seed: number;
  readonly count: number;
  readonly analyse: Analyser;
  /** It stops after so many findings: each is made short, which takes a while. */
  readonly mostFailures: number;
}

const batch = 500;

/** Generates programs, runs each in bash, and compares what ran with what the analyser saw. */
export async function runCampaign(
  { seed, count, analyse: look, mostFailures }: Plan,
  sandbox: Sandbox,
): Promise<Campaign> {
  const generate = createGenerator(createRandom(seed));
  const failures: Failure[] = [];
  let [programs, allowed, compared, commands] = [0, 0, 0, 0];
  const wrong = async (tried: readonly string[]): Promise<readonly (string | null)[]> => {
    const ran = await sandbox.run(tried);
    return tried.map((program, at) => {
      const one = ran[at];
      return one === undefined ? null : complaint(look(program), one);
    });
  };
  while (programs < count && failures.length < mostFailures) {
    const made = Array.from({ length: Math.min(batch, count - programs) }, generate);
    // Where the analyser says that it cannot see, there is nothing to hold it to.
    const held = made
      .map((program) => ({ program, seen: look(program) }))
      .filter(({ seen }) => isHeld(seen));
    programs += made.length;
    compared += held.length;
    const ran = await sandbox.run(held.map(({ program }) => program));
    for (const [at, { program, seen }] of held.entries()) {
      const one = ran[at];
      if (one === undefined) continue;
      commands += one.commands.length;
      if (seen.verdict === 'allow') allowed += 1;
      if (complaint(seen, one) === null || failures.length >= mostFailures) continue;
      // Once more by itself: what another program left behind is no finding.
      const [found] = await wrong([program]);
      if (found === null || found === undefined) continue;
      const short = await shrink(program, wrong);
      const [last] = await wrong([short]);
      failures.push({ program: short, found: last ?? found, first: program });
    }
  }
  return { programs, compared, allowed, ran: commands, failures };
}
