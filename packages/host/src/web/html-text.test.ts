import fc from 'fast-check';
import { expect, it } from 'vitest';
import { htmlText } from './html-text.ts';

it.each([
  ['plain', 'plain'],
  ['a<b>c</b>d', 'acd'],
  ['<p>a</p><p>b</p>', 'a\n\nb'],
  ['<ul><li>a<li>b</ul>', 'a\nb'],
  ['a &lt;b&gt; &amp;amp; &quot;c&quot; &#65;&#x42;', 'a <b> &amp; "c" AB'],
  ['&#0;&#xD800;&#99999999;&unknown;', '\ufffd\ufffd&#99999999;&unknown;'],
  ['a<script>b</script>c<style>d</style>e', 'ace'],
  ['a<SCRIPT type="x">b</SCRIPT >c', 'ac'],
  ['a<script>b', 'a'],
  ['a<!-- b > c -->d', 'ad'],
  ['a<!-- b', 'a'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<a href="x">y</a', 'y'],
  ['<head><title>T</title><meta></head><body>b', 'T\nb'],
  ['<!doctype html>a', 'a'],
  ['a\n\n\n\n  b', 'a\n\nb'],
  ['', ''],
])('%j', (html, text) => {
  expect(htmlText(html)).toBe(text);
});

it('ends for any text, and brings no more out than went in', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    '!--',
    '-->',
    'script',
    'head',
    'title',
    ' ',
    '&#x41;',
    'a',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const html = parts.join('');
      // The title's own line is the one thing added.
      expect(htmlText(html).length).toBeLessThanOrEqual(2 * html.length + 1);
    }),
  );
});

it('takes hostile pages of a megabyte in one pass', () => {
  const pages = ['<', '<!--', '<script>', '<head><title>', '<title>', '&#', '</'].map((part) =>
    part.repeat(1_000_000 / part.length),
  );
  expect(pages.map((page) => htmlText(page).length <= page.length)).toEqual(pages.map(() => true));
});
