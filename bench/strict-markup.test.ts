import { expect, test } from 'vitest';
import { strictMarkupProblem } from './strict-markup.ts';

test.each([
  ['<p>a &lt;script&gt; b</p>', null],
  ['<p>one<br>two</p><hr />', null],
  ['<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">x</a>', null],
  ['<img src="note.png" alt="">', null],
  ['<script>alert(1)</script>', 'tag script'],
  ['<svg onload="a()"></svg>', 'tag svg'],
  ['<p onclick="a()">x</p>', 'attribute onclick'],
  ['<p style="background:url(x)">x</p>', 'attribute style'],
  ['<a href="javascript:alert(1)">x</a>', 'scheme javascript'],
  ['<a href="java&#x0a;script&#58;alert(1)">x</a>', 'scheme javascript'],
  ['<a href="&#1;javascript:alert(1)">x</a>', 'scheme javascript'],
  ['<a href="data:text/html,x">x</a>', 'scheme data'],
  ['<img src="https://example.org/pixel.png">', 'remote image'],
  ['<img src="//example.org/pixel.png">', 'remote image'],
  ['<p>1 < 2</p>', 'not a plain tag: < 2</p>'],
  ['<p title=x>y</p>', 'not a plain tag: <p title=x>y</p>'],
  ['<!-- x -->', 'not a plain tag: <!-- x -->'],
  ['<p><b>x</p></b>', 'closes p out of order'],
  ['<p>x', 'never closes p'],
])('%s', (html, problem) => {
  expect(strictMarkupProblem(html)).toBe(problem);
});
