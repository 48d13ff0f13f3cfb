import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const calloutHead = /^\[!([A-Za-z]{1,20})\][+-]?[ \t]*([^\n]*)(?:\n|$)/u;

/** `> [!note] Title` as a block quote of class `callout callout-note`, its title a paragraph. */
function markCallouts(state: StateCore): void {
  const result: Token[] = [];
  const source = state.tokens;
  for (let at = 0; at < source.length; at += 1) {
    const token = source[at];
    const [paragraph, inline, close] = source.slice(at + 1, at + 4);
    if (token === undefined) continue;
    result.push(token);
    if (
      token.type !== 'blockquote_open' ||
      paragraph === undefined ||
      inline === undefined ||
      close === undefined
    )
      continue;
    const head = inline.type === 'inline' ? calloutHead.exec(inline.content) : null;
    if (head === null) continue;
    const [whole, kind = '', title = ''] = head;
    token.attrSet('class', `callout callout-${kind.toLowerCase()}`);
    const rest = inline.content.slice(whole.length);
    paragraph.attrSet('class', 'callout-title');
    inline.content = title.trim() || kind;
    result.push(paragraph, inline, close);
    if (rest !== '') {
      const more = new state.Token('inline', '', 0);
      more.content = rest;
      more.level = inline.level;
      more.map = inline.map;
      more.children = [];
      result.push(
        new state.Token('paragraph_open', 'p', 1),
        more,
        new state.Token('paragraph_close', 'p', -1),
      );
    }
    at += 3;
  }
  state.tokens = result;
}

/** `- [x] words` as an item of class `task` with a box that cannot be ticked here. */
function markTasks(state: StateCore): void {
  for (const [at, inline] of state.tokens.entries()) {
    const item = state.tokens[at - 2];
    if (inline.type !== 'inline' || item?.type !== 'list_item_open') continue;
    const first = inline.children?.[0];
    const box = first?.type === 'text' ? /^\[([ xX])\][ \t]/u.exec(first.content) : null;
    if (box === null || first === undefined || inline.children === null) continue;
    item.attrSet('class', 'task');
    first.content = first.content.slice(box[0].length);
    const input = new state.Token('html_inline', '', 0);
    input.content = `<input type="checkbox" disabled${box[1] === ' ' ? '' : ' checked'}> `;
    inline.children.unshift(input);
  }
}

/** Callouts and task lists, as notes write them. */
export function addNoteBlocks(markdown: MarkdownIt): void {
  markdown.core.ruler.before('inline', 'callouts', markCallouts);
  markdown.core.ruler.after('inline', 'tasks', markTasks);
}
