import { describe, expect, test } from 'vitest';
import { noteKey } from './note-key.ts';
import { resolveLink } from './resolve-link.ts';
import type { LinkCandidate } from './resolve-link.ts';

const notes = (...paths: string[]): LinkCandidate[] => paths.map((path) => ({ path, aliases: [] }));
const wiki = (target: string, from: string, candidates: readonly LinkCandidate[]) =>
  resolveLink({ kind: 'wiki', target }, from, candidates);
const found = (path: string, ...others: string[]) => ({ kind: 'note', path, others });

describe('wikilinks', () => {
  test.each([
    ['plan', 'a/x.md', notes('b/Plan.md'), found('b/Plan.md')],
    ['Plan', 'a/x.md', notes('b/c/Plan.md', 'Plan.md'), found('Plan.md', 'b/c/Plan.md')],
    ['Plan', 'a/x.md', notes('Plan.md', 'a/Plan.md'), found('a/Plan.md', 'Plan.md')],
    ['b/Plan', 'x.md', notes('a/b/Plan.md', 'c/Plan.md'), found('a/b/Plan.md')],
    ['Plan.md', 'x.md', notes('a/Plan.md'), found('a/Plan.md')],
    ['./Plan', 'a/x.md', notes('Plan.md', 'a/Plan.md'), found('a/Plan.md')],
    ['../Plan', 'a/x.md', notes('Plan.md', 'a/Plan.md'), found('Plan.md')],
    ['../../Plan', 'a/x.md', notes('Plan.md'), { kind: 'missing' }],
    ['lan', 'x.md', notes('Plan.md'), { kind: 'missing' }],
    ['U\u0308ber', 'x.md', notes('\u00dcber.md'), found('\u00dcber.md')],
    ['', 'a/x.md', [], found('a/x.md')],
  ])('%s from %s', (target, from, candidates, expected) => {
    expect(wiki(target, from, candidates)).toEqual(expected);
  });

  test('an alias counts where no file has the name', () => {
    const aliased = [{ path: 'people/ada.md', aliases: ['Countess'] }];
    expect(wiki('countess', 'x.md', aliased)).toEqual(found('people/ada.md'));
    const both = [...aliased, ...notes('Countess.md')];
    expect(wiki('Countess', 'x.md', both)).toEqual(found('Countess.md'));
  });
});

test('a Markdown link is a path, from its note or from the root', () => {
  const link = (target: string) => ({ kind: 'markdown', target }) as const;
  const all = notes('a/b.md', 'b.md', 'c/b.md');
  expect(resolveLink(link('b.md'), 'a/x.md', all)).toEqual(found('a/b.md'));
  expect(resolveLink(link('../c/b.md'), 'a/x.md', all)).toEqual(found('c/b.md'));
  expect(resolveLink(link('/b.md'), 'a/x.md', all)).toEqual(found('b.md'));
});

test('keys leave folder, ending and letter case out', () => {
  expect(['A/B/My Note.MD', 'my note', 'x.markdown'].map(noteKey)).toEqual([
    'my note',
    'my note',
    'x',
  ]);
});
