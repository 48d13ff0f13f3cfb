import { english, visible } from '@gatehouse/contract/words';
import type { Grant, GrantScope } from '@gatehouse/kernel';

/** What an answer covers, as one phrase; each kind of limit says where it ends. */
export function scopeText(scope: GrantScope): string {
  switch (scope.limit) {
    case 'command':
      return 'exactly this command, in this folder, with the same programs and scripts';
    case 'tool':
      return `every ${scope.tools.map((tool) => `\`${visible(tool)} …\``).join(', ')} in ${visible(scope.folder)}`;
    case 'path':
      return `${doing(scope.operation)} ${visible(scope.value)} and nothing else`;
    case 'under':
      return `${doing(scope.operation)} everything below ${visible(scope.value)}`;
    case 'host':
      return `reading any page of ${visible(scope.value)} (GET only)`;
  }
}

const doing = (operation: string) => english.doing(operation);

/** When it ends, in the person's own time. */
export function endText({ length, until }: Pick<Grant, 'length' | 'until'>): string {
  if (length === 'plan') return 'until this task ends';
  const date = dateText(until);
  return length === 'session' ? `in its session, ${date} at the latest` : `until ${date}`;
}

/** `Fri, 27 Nov 2026, 23:59`, whatever the machine's language is. */
export const dateText = (time: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(time);

const DAY = 24 * 3600 * 1000;

/** How far a lasting answer reaches, by the key that chooses it; the first is the usual one. */
export const dates = [
  { key: 'w', name: 'a week', until: (now: number) => endOfDay(now + 7 * DAY) },
  { key: 'f', name: 'Friday', until: nextFriday },
  { key: 'm', name: '30 days', until: (now: number) => endOfDay(now + 30 * DAY) },
  { key: 'q', name: '89 days', until: (now: number) => endOfDay(now + 89 * DAY) },
] as const;

/** The last minute of that day, in the person's own time. */
function endOfDay(time: number): number {
  const day = new Date(time);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), 23, 59).getTime();
}

/** Today's evening where today is one, as a person who says "until Friday" means it. */
function nextFriday(now: number): number {
  const away = (5 - new Date(now).getDay() + 7) % 7;
  return endOfDay(now + away * DAY);
}

/** A date as `2026-11-27`; null where it is none, past, or further away than `most` days. */
export function dateOf(text: string, now: number, most: number): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day), 23, 59);
  const real = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  return real && date.getTime() > now && date.getTime() <= now + most * DAY ? date.getTime() : null;
}
