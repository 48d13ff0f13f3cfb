import type { Frontmatter, FrontmatterValue } from './note.ts';

export function titleOf(values: Frontmatter): string | null {
  const title = values['title'];
  if (typeof title === 'string' && title.trim() !== '') return title.trim();
  return typeof title === 'number' ? String(title) : null;
}

export function aliasesOf(values: Frontmatter): string[] {
  return [...words(values['aliases']), ...words(values['alias'])];
}

/** Tags of the frontmatter: a list, or words set apart by commas or spaces, `#` or not. */
export function tagsOf(values: Frontmatter): string[] {
  return [values['tags'], values['tag']]
    .flatMap((value) => (typeof value === 'string' ? value.split(/[\s,]+/u) : words(value)))
    .map((tag) => tag.trim().replace(/^#+/u, ''))
    .filter((tag) => tag !== '' && !/[\s#,]/u.test(tag));
}

function words(value: FrontmatterValue | undefined): string[] {
  const list = Array.isArray(value) ? (value as readonly FrontmatterValue[]) : [value ?? null];
  return list
    .filter((entry) => typeof entry === 'string' || typeof entry === 'number')
    .map((entry) => String(entry).trim())
    .filter((entry) => entry !== '');
}
