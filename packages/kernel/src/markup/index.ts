export { sanitizeHtml } from './html.ts';
export { noteHref, readNoteHref, safeHref } from './link.ts';
export { renderMarkdown } from './markdown.ts';
export { visible, visibleLines } from './show.ts';
