export { cleanText } from './note/clean-text.ts';
export type { CleanText } from './note/clean-text.ts';
export { anchorOf, parseNote } from './note/parse-note.ts';
export { readFrontmatter } from './note/frontmatter.ts';
export type {
  Callout,
  Frontmatter,
  FrontmatterValue,
  Heading,
  Link,
  Note,
  Task,
} from './note/note.ts';
export { splitPassages } from './note/passages.ts';
export type { Passage } from './note/passages.ts';
export type { Problem, ProblemCode } from './problems.ts';
export { noteKey } from './links/note-key.ts';
export { resolveLink } from './links/resolve-link.ts';
export type { LinkCandidate, Resolved } from './links/resolve-link.ts';
export { parseQuery } from './query/parse-query.ts';
export type { Query, Term } from './query/parse-query.ts';
export { fullText, fullTextAll, fullTextAny } from './query/full-text.ts';
export { snippetOf } from './query/snippet.ts';
export type { Snippet } from './query/snippet.ts';
export { joinedWords, lookUp, readQuestion } from './retrieve/question.ts';
export type { Question, QuestionTerm } from './retrieve/question.ts';
export { retrieve } from './retrieve/retrieve.ts';
export type { Candidate, Evidence } from './retrieve/candidate.ts';
export type { Found } from './retrieve/retrieve.ts';
export type { Quote } from './retrieve/quotes.ts';
export { fillProtocol, parseProtocol } from './protocol/parse-protocol.ts';
export type {
  Protocol,
  ProtocolInput,
  ProtocolProblem,
  ProtocolRefusal,
} from './protocol/protocol.ts';
