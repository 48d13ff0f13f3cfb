import type { Citation, Passage } from './ports.ts';

export interface OfflineAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
}

/**
 * The answer without a model: the best passages, quoted word for word, each with its file and
 * heading. It invents nothing, and says where it found nothing.
 */
export function answerOffline(passages: readonly Passage[]): OfflineAnswer {
  if (passages.length === 0) {
    return { text: 'No note here speaks of that.', citations: [] };
  }
  const parts = passages.map((passage, at) => {
    const quoted = passage.quote
      .trim()
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n');
    return `${quoted}\n\n[${at + 1}] ${place(passage)}`;
  });
  return { text: parts.join('\n\n'), citations: passages.map(cite) };
}

export const cite = ({ path, heading, line }: Passage): Citation => ({ path, heading, line });

/** `guide/setup.md › Installation › Linux` */
export const place = ({ path, heading }: Pick<Passage, 'path' | 'heading'>) =>
  heading === '' ? path : `${path} › ${heading}`;
