import { foldName } from '../scope/characters.ts';
import { isWithin, segmentsOf } from '../scope/path-text.ts';
import { isAtLeast, longestFor, liesIn } from './reach.ts';
import type { Reach } from './reach.ts';
import { reasons as verdicts, strictest } from '../reasons.ts';
import type { Reason, Verdict } from '../reasons.ts';

/** One rule of the person's own, as policy.json states it. What is left out limits nothing. */
export interface Rule {
  readonly effect: Verdict;
  readonly operations: readonly string[];
  /** A tool with or without its sub-command: `git` holds for `git commit`. */
  readonly tool?: string;
  /** These bytes, blanks at both ends aside. */
  readonly command?: string;
  /** A name, or `*.` and a name for all below it. */
  readonly host?: string;
  /** A folder as it is written, and where it leads. */
  readonly under?: readonly string[];
  /** Milliseconds since the epoch: the last moment it counts. */
  readonly until?: number;
  readonly note?: string;
  /** Where it stands in policy.json. */
  readonly line: number;
}

/**
 * True where the rule is about this call. A rule that denies or asks is about a call as soon as a
 * part of it is meant; one that allows, only where all of it is.
 */
export function isAbout(rule: Rule, operation: string, reach: Reach | null): boolean {
  const { operations, tool, command, host, under } = rule;
  const strict = rule.effect !== 'allow';
  // Whoever searches a folder reads what lies below it.
  const reads = strict && operation === 'file.search' && operations.includes('file.read');
  if (!operations.includes(operation) && !reads) return false;
  if (tool !== undefined && !isOfTool(tool, reach, strict)) return false;
  if (command !== undefined && reach?.command?.text.trim() !== command.trim()) return false;
  if (host !== undefined && !isHost(host, reach?.host ?? null)) return false;
  return under === undefined || (strict ? touches(under, reach) : isInside(under, reach));
}

function isOfTool(tool: string, reach: Reach | null, strict: boolean): boolean {
  if (reach === null || reach.command === null) return false;
  const { called, asking, programs } = reach.command;
  const isMeant = (name: string) => name === tool || name.startsWith(`${tool} `);
  return called.some(isMeant) && (strict || (programs !== null && asking.every(isMeant)));
}

function isHost(wanted: string, host: string | null): boolean {
  if (host === null) return false;
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/** Compared as a file system that folds letter case would: a denied folder has no second spelling. */
function touches(folders: readonly string[], reach: Reach | null): boolean {
  if (reach === null) return false;
  const folded = (path: string) => segmentsOf(path).map(foldName);
  const denied = folders.map(folded);
  return (
    reach.touches.map(folded).some((place) => denied.some((folder) => isWithin(place, folder))) ||
    reach.changes.map(folded).some((place) => denied.some((folder) => isWithin(folder, place)))
  );
}

const isInside = (folders: readonly string[], reach: Reach | null): boolean =>
  reach !== null && liesIn(reach.inside, folders.at(-1) ?? '');

/** What the person's rules add to the reasons found, and the verdict of all of them together. */
export function judgeByRules(
  rules: readonly Rule[],
  call: { readonly operation: string; readonly reach: Reach | null; readonly now: number },
  found: readonly Reason[],
): { readonly verdict: Verdict; readonly reasons: readonly Reason[] } {
  const meant = rules.filter(
    (rule) =>
      (rule.until === undefined || call.now <= rule.until) &&
      isAbout(rule, call.operation, call.reach),
  );
  const told = ({ line, note = '' }: Rule) => ({ line, note });
  const against = meant.flatMap((rule): Reason[] => {
    if (rule.effect === 'deny') return [{ code: 'denied_by_rule', ...told(rule) }];
    return rule.effect === 'ask' ? [{ code: 'asked_by_policy', ...told(rule) }] : [];
  });
  const reasons = [...found, ...against];
  const verdict = strictest(reasons);
  if (verdict !== 'ask') return { verdict, reasons };
  const asking = reasons.map(({ code }) => code).filter((code) => verdicts[code] === 'ask');
  const allowing = meant.find((rule) => {
    if (rule.effect !== 'allow') return false;
    const longest = longestFor({ operation: call.operation, limit: limitOf(rule) }, asking);
    return longest !== null && isAtLeast(longest, 'lasting');
  });
  return allowing === undefined
    ? { verdict, reasons }
    : { verdict: 'allow', reasons: [...reasons, { code: 'allowed_by_rule', ...told(allowing) }] };
}

/** The row of the table of what may be covered at all; an allowing rule always has one. */
function limitOf({ tool, command, host }: Rule) {
  if (command !== undefined) return 'command';
  if (tool !== undefined) return 'tool';
  return host === undefined ? 'under' : 'host';
}
