/**
 * What two spellings of a note's name have in common: the last segment without `.md`, in normal form
 * C and lower case. Links and notes are stored under it, so that candidates are found by equality.
 */
export function noteKey(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return folded(last.replace(/\.(?:md|markdown)$/iu, ''));
}

export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}
