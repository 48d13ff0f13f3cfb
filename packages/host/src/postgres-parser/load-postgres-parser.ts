import type { ParsePostgres } from '@gatehouse/kernel/statement';

/**
 * PostgreSQL 18's own parser as WebAssembly: 1.7 MB, so it is loaded when a statement is first judged
 * and not before. Anything but a syntax error is thrown on.
 */
export async function loadPostgresParser(): Promise<ParsePostgres> {
  const { hasSqlDetails, loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return (sql) => {
    try {
      return { tree: parseSync(sql) };
    } catch (error) {
      if (!hasSqlDetails(error)) throw error;
      const { message, cursorPosition } = error.sqlDetails ?? { message: '', cursorPosition: 0 };
      return { problem: message, at: cursorPosition };
    }
  };
}
