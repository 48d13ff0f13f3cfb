import { judgeCypher } from './index.ts';

/** The codes a statement gets, sorted, with the parameter that names what. */
export function codes(statement: string): string {
  const found = judgeCypher(statement).map(({ code, ...named }) =>
    [code.replace(/^cypher_/, ''), ...Object.values(named)].join(' ').trim(),
  );
  return found.toSorted().join('; ');
}
