const englishEndings = [
  'ations',
  'ation',
  'ements',
  'ement',
  'ingly',
  'ings',
  'ing',
  'edly',
  'ies',
  'ied',
  'ers',
  'ely',
  'ed',
  'er',
  'es',
  'ly',
  's',
  'e',
  'y',
] as const;
const germanEndings = [
  'ungen',
  'ung',
  'keiten',
  'keit',
  'heiten',
  'heit',
  'ern',
  'em',
  'en',
  'er',
  'es',
  'e',
  'n',
  's',
] as const;

/** What must be left of a word when its ending goes. */
const MIN_STEM = 4;

/**
 * The start that the forms of a word have in common, to be looked up as a prefix. Light on purpose:
 * it takes one ending off, English or German, never a syllable that changes the meaning, and gives
 * the word itself where little would be left.
 */
export function stemOf(word: string): string {
  if (word.length <= MIN_STEM || /\d/u.test(word)) return word;
  for (const endings of [englishEndings, germanEndings]) {
    for (const ending of endings) {
      if (word.endsWith(ending) && word.length - ending.length >= MIN_STEM) {
        const stem = word.slice(0, -ending.length);
        // running → runn → run
        const double = /([bdfgklmnprt])\1$/u.test(stem) && /^(?:ing|ed)/u.test(ending);
        return double && stem.length > MIN_STEM ? stem.slice(0, -1) : stem;
      }
    }
  }
  return word;
}
