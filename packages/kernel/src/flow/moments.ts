/** A day as it was said; without a year where none was. Months count from 1. */
export interface Day {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

/** What a text says of when. Times are seconds of the day, durations seconds. */
export interface Moments {
  readonly days: readonly Day[];
  readonly times: readonly number[];
  readonly durations: readonly number[];
  /** Years said anywhere, with a day or alone. */
  readonly years: ReadonlySet<number>;
  /** The text without its days and times: what is left to be numbers. */
  readonly rest: string;
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.]\\d|\\d|\\s?[ap]\\.?m)';
const TO = '\\s*(?:-|–|—|to|until|till|through)\\s*(?:the\\s)?';
const YEAR = '(?:,?\\s+(\\d{4})(?!\\d|[:.-]\\d))?';
const BEFORE = '(?<![\\p{L}\\p{N}_.:/-])';

type Reader = (found: RegExpExecArray) => readonly Day[];
const day = (year: string | undefined, month: number, text: string | undefined): readonly Day[] => {
  const number = Number(text);
  const real = month >= 1 && month <= 12 && number >= 1 && number <= 31;
  return real ? [{ year: year === undefined ? null : Number(year), month, day: number }] : [];
};
const monthOf = (name = '') => months.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** Every way to write a day. A slashed one that may be read two ways is none. */
const dayForms: readonly (readonly [RegExp, Reader])[] = [
  [
    new RegExp(`${BEFORE}(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?![\\d/-])`, 'giu'),
    ([, y, , m, d]) => day(y, Number(m), d),
  ],
  [
    new RegExp(`${BEFORE}(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})(?!\\d)`, 'giu'),
    ([, d, m, y]) => day(y, Number(m), d),
  ],
  [
    new RegExp(`${BEFORE}(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?(?![\\d/]|\\.\\d)`, 'giu'),
    ([, a, b, y]) => {
      const [first, second] = [Number(a), Number(b)];
      if (first === second || second > 12) return day(y, first, b);
      return first > 12 ? day(y, second, a) : [];
    },
  ],
  [
    new RegExp(`${BEFORE}${MONTH}\\s+(?:the\\s)?${DAY}(?:${TO}${DAY})?${YEAR}`, 'giu'),
    ([, m, d, until, y]) => [...day(y, monthOf(m), d), ...day(y, monthOf(m), until)],
  ],
  [
    new RegExp(`${BEFORE}${DAY}(?:${TO}${DAY})?(?:\\s+of)?\\s+${MONTH}(?!\\p{L})${YEAR}`, 'giu'),
    ([, d, until, m, y]) => [...day(y, monthOf(m), d), ...day(y, monthOf(m), until)],
  ],
];

const clock =
  /(?<![\d.:/-]|\p{L}(?<![\d ;]T))(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.0+)?)?(?:(?:\s*(?:-|–|—|to|until|till)\s*)(\d{1,2})(?::(\d{2}))?)?\s?([ap])\.?m(?:\.|(?!\p{L}))/giu;
const exact = /(?<![\d.:/]|\p{L}(?<![\d ;]T))(\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(?![\d:])/giu;
const spoken = /(?<![\p{L}\p{N}])(?:(\d{1,2}) o['’]clock|(noon|midday)|(midnight))(?!\p{L})/giu;

const seconds = (hours: number, minutes = '0', more = '0'): readonly number[] =>
  hours < 24 && Number(minutes) < 60 ? [hours * 3600 + Number(minutes) * 60 + Number(more)] : [];

const half = (hour: string, mark: string) =>
  Number(hour) > 12 ? 24 : (Number(hour) % 12) + (mark.toLowerCase() === 'p' ? 12 : 0);

/** `2 to 4pm` begins in the afternoon too, `11 to 1pm` before noon. */
function twelveHours([, hour = '', minute, second, end, endMinute, mark = '']: RegExpExecArray) {
  if (end === undefined) return seconds(half(hour, mark), minute, second);
  const other = mark.toLowerCase() === 'p' ? 'a' : 'p';
  const begins = Number(hour) % 12 <= Number(end) % 12 ? mark : other;
  return [...seconds(half(hour, begins), minute), ...seconds(half(end, mark), endMinute)];
}

/** From one on. */
export const counts = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const lengths = { minute: 60, hour: 3600, day: 86_400, night: 86_400, week: 604_800 } as const;
const duration =
  /(?<![\p{L}\p{N}.,])(\d+(?:\.\d+)?|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[\s-]?(min|minute|h|hr|hour|day|night|week)s?(?![\p{L}\p{N}])(\s+and a half)?/giu;

/** Days, times and durations that a text says; `today` makes `tomorrow` a day, and nothing else does. */
export function momentsIn(text: string, today: Day | null): Moments {
  const days: Day[] = [];
  const times: number[] = [];
  let rest = text;
  const take = (form: RegExp, read: (found: RegExpExecArray) => void) => {
    rest = rest.replace(form, (...found: unknown[]) => {
      read(found as unknown as RegExpExecArray);
      return ' ; '.padEnd(String(found[0]).length);
    });
  };
  for (const [form, read] of dayForms) take(form, (found) => days.push(...read(found)));
  take(clock, (found) => times.push(...twelveHours(found)));
  take(exact, ([, hour, minute, second]) => times.push(...seconds(Number(hour), minute, second)));
  take(spoken, ([, hour, noon]) =>
    times.push(
      ...(hour === undefined ? seconds(noon === undefined ? 0 : 12) : seconds(Number(hour))),
    ),
  );
  if (today !== null) days.push(...relative(text, today));
  const alone = [
    ...rest.matchAll(/(?<![\p{L}\p{N}_.,:/$€£-])((?:19|20)\d{2})(?![\p{L}\p{N}_:/€-]|[.,]\d)/gu),
  ];
  const years = [
    ...days.flatMap(({ year }) => year ?? []),
    ...alone.map(([, year]) => Number(year)),
  ];
  return { days, times, durations: durationsIn(text), years: new Set(years), rest };
}

function relative(text: string, today: Day): readonly Day[] {
  const words = { yesterday: -1, today: 0, tonight: 0, tomorrow: 1 } as const;
  return Object.entries(words).flatMap(([word, shift]) =>
    new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'iu').test(text)
      ? [dayOf(secondsOf(today, 0) + shift * lengths.day)]
      : [],
  );
}

function durationsIn(text: string): readonly number[] {
  const found: number[] = [];
  let end = 0;
  for (const match of text.matchAll(duration)) {
    const [whole, count = '', unit = '', more] = match;
    const named = (Object.keys(lengths) as (keyof typeof lengths)[]).find((one) =>
      one.startsWith(unit.toLowerCase().replace('hr', 'h')),
    );
    if (named === undefined) continue;
    const number = /^half/iu.test(count) ? 0.5 : /^an?$/iu.test(count) ? 1 : numberOf(count);
    const length = (number + (more === undefined ? 0 : 0.5)) * lengths[named];
    // `1 hour 30 minutes` is one length.
    const goesOn = /^,?\s*(?:and\s+)?$/u.test(text.slice(end, match.index));
    const last = found.at(-1);
    found.push(length, ...(goesOn && last !== undefined ? [last + length] : []));
    end = match.index + whole.length;
  }
  return found;
}

const numberOf = (count: string) => {
  const at = counts.indexOf(count.toLowerCase());
  return at === -1 ? Number(count) : at + 1;
};

/** One value that is a day, a time of day, or both. */
export interface Moment {
  readonly day: Day | null;
  readonly time: number | null;
  /** `Z`, `UTC` or `+02:00`, where the value names one. */
  readonly zone: string | null;
}

/** A value that says when and nothing else, or null. */
export function momentOf(value: string): Moment | null {
  if (value.length > 64) return null;
  const zone = /(?<=:\d{2}(?:\.0+)?\s?)(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/u.exec(value)?.[1] ?? null;
  const local = zone === null ? value : value.slice(0, -zone.length);
  const { days, times, rest } = momentsIn(local, null);
  if (days.length > 1 || times.length > 1 || days.length + times.length === 0) return null;
  if (!/^[\s;]*(?:T|at|,)?[\s;]*$/iu.test(rest)) return null;
  return { day: days[0] ?? null, time: times[0] ?? null, zone };
}

/** Seconds from 1970 of a day, or from any midnight where there is none; null without a year. */
export function instantOf({ day: on, time }: Moment): number | null {
  if (on === null) return time;
  return on.year === null ? null : secondsOf(on, time ?? 0);
}

const secondsOf = (on: Day, time: number): number =>
  Date.UTC(on.year ?? 1970, on.month - 1, on.day) / 1000 + time;

function dayOf(instant: number): Day {
  const [year = 0, month = 0, number = 0] = new Date(instant * 1000)
    .toISOString()
    .slice(0, 10)
    .split('-')
    .map(Number);
  return { year, month, day: number };
}
