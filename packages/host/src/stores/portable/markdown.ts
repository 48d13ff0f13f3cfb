import type { PortableSession } from './schema.ts';

/** A session for people: who said what and when, calls by name, citations as a list. */
export function markdownOf(session: PortableSession): string {
  const parts = [
    `# ${oneLine(session.title)}`,
    `Domain: ${oneLine(session.domain)}  \nStarted: ${timeOf(session.started)}`,
  ];
  for (const { time, message } of session.messages) {
    switch (message.role) {
      case 'person':
        parts.push(`## You, ${timeOf(time)}`, message.text);
        break;
      case 'assistant':
        parts.push(
          `## Gatehouse (${oneLine(message.model)}), ${timeOf(time)}`,
          message.text,
          ...message.calls.map(({ name, input }) => `Asked for ${name}:\n\n${fenced(input)}`),
          ...message.citations.map(
            ({ path, heading, line }) => `- ${path}${heading && ` › ${heading}`}, line ${line}`,
          ),
        );
        if (message.partial) parts.push('*(broken off)*');
        break;
      case 'tool':
        parts.push(
          `## Result of ${oneLine(message.name)}, ${timeOf(time)}${message.ok ? '' : ' (failed)'}`,
          fenced(message.text),
        );
        break;
    }
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const timeOf = (time: number) => new Date(time).toISOString();
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A fence longer than any run of backticks inside (CommonMark 0.31.2, 4.5). */
function fenced(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
