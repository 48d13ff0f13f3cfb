/** Line pairs tried before a file is shown as replaced whole: keeps the worst case linear. */
const BUDGET = 4_000_000;

/**
 * What a write changes, line by line, with three lines of context (Myers, "An O(ND) Difference
 * Algorithm", 1986, in its simple LCS form after common ends are cut). Never truncates: a change too
 * large to align is shown as every old line removed and every new line added.
 */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return '';
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail++;
  }
  const marked: { mark: ' ' | '-' | '+'; text: string }[] = [];
  for (const text of old.slice(0, head)) marked.push({ mark: ' ', text });
  marked.push(...align(old.slice(head, old.length - tail), now.slice(head, now.length - tail)));
  for (const text of tail === 0 ? [] : old.slice(-tail)) marked.push({ mark: ' ', text });
  return hunks(marked);
}

type Marked = { mark: ' ' | '-' | '+'; text: string };

function align(old: readonly string[], now: readonly string[]): Marked[] {
  const removed = () => old.map((text): Marked => ({ mark: '-', text }));
  const added = () => now.map((text): Marked => ({ mark: '+', text }));
  if (old.length * now.length > BUDGET) return [...removed(), ...added()];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        old[i] === now[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const marked: Marked[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    const [was, is] = [old[i] ?? '', now[j] ?? ''];
    if (was === is) {
      marked.push({ mark: ' ', text: was });
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) {
      marked.push({ mark: '-', text: was });
      i++;
    } else {
      marked.push({ mark: '+', text: is });
      j++;
    }
  }
  for (; i < old.length; i++) marked.push({ mark: '-', text: old[i] ?? '' });
  for (; j < now.length; j++) marked.push({ mark: '+', text: now[j] ?? '' });
  return marked;
}

function hunks(marked: readonly Marked[]): string {
  const keep = new Uint8Array(marked.length);
  marked.forEach(({ mark }, at) => {
    if (mark !== ' ') keep.fill(1, Math.max(0, at - 3), Math.min(marked.length, at + 4));
  });
  const lines: string[] = [];
  let [was, is] = [1, 1];
  let open = false;
  marked.forEach(({ mark, text }, at) => {
    if (keep[at] === 1) {
      if (!open) lines.push(`@@ -${was} +${is} @@`);
      lines.push(mark + text);
    }
    open = keep[at] === 1;
    if (mark !== '+') was++;
    if (mark !== '-') is++;
  });
  return lines.join('\n');
}
