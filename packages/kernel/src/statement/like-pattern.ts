/**
 * Text as a `LIKE` pattern that matches just that text, for `column LIKE ? ESCAPE '\'`: without the
 * clause SQLite has no escape character, and PostgreSQL's can be switched.
 */
export function likePattern(text: string): string {
  return text.replace(/[\\%_]/gu, '\\$&');
}
