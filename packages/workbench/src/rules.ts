import { readRules } from '@gatehouse/kernel';
import type { Rule } from '@gatehouse/kernel';
import { readOwnText } from '@gatehouse/host/configuration';
import { realPlace } from '@gatehouse/host/machine';

/**
 * The person's rules as policy.json states them now. The file is read for every decision; its text is
 * understood, and its examples are tried, only where it changed. Throws `policy_malformed` and
 * `policy_not_private`: then nothing is done.
 */
export function createRules(gatehouse: string, person: string): () => readonly Rule[] {
  let kept: { readonly text: string; readonly rules: readonly Rule[] } | null = null;
  return () => {
    const text = readOwnText(gatehouse, 'policy');
    if (text === null) return [];
    if (kept === null || kept.text !== text) kept = { text, rules: readRules(text, person) };
    return kept.rules.map((rule) =>
      // Where a folder's name leads may change without the file.
      rule.under === undefined
        ? rule
        : { ...rule, under: [...rule.under, ...rule.under.map(realPlace)] },
    );
  };
}
