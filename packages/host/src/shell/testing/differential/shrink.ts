/** Tells of each text what is wrong with it; null where nothing is. */
export type Check = (texts: readonly string[]) => Promise<readonly (string | null)[]>;

/** Removes pieces of a failing text, ever smaller ones, as long as what is left still fails. */
export async function shrink(text: string, check: Check): Promise<string> {
  let kept = text;
  for (let size = Math.ceil(kept.length / 2); size >= 1;) {
    const shorter: string[] = [];
    for (let at = 0; at < kept.length; at += Math.max(1, Math.floor(size / 2))) {
      shorter.push(kept.slice(0, at) + kept.slice(at + size));
    }
    const found = (await check(shorter)).findIndex((wrong) => wrong !== null);
    const better = shorter[found];
    if (better !== undefined) kept = better;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return kept;
}
