import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Frame, Page } from 'playwright-core';
import { carries } from './grammar.ts';

export interface Case {
  readonly id: string;
  readonly html: string;
}

/** What a piece of HTML did in a real browser; all three empty where it is only text and looks. */
export interface Behaviour {
  readonly id: string;
  /** Traps that a script stepped on, dialogs, pages that opened. */
  readonly ran: readonly string[];
  /** Addresses that were asked for. */
  readonly asked: readonly string[];
  /** Elements, attributes and addresses in the DOM beyond the allowlist of `grammar.ts`. */
  readonly odd: readonly string[];
}

export interface Browser {
  /** Each case in a frame of its own, by every way into a document, every element touched. */
  behaviours(cases: readonly Case[]): Promise<readonly Behaviour[]>;
  close(): Promise<void>;
}

const origin = 'https://page.invalid/';
const framesAtOnce = 40;
const script = readFileSync(join(import.meta.dirname, 'in-page.cjs'), 'utf8');

function findChromium(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'chromium');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder of the path.
    }
  }
  throw new Error('chromium is not installed: sudo apt-get install chromium');
}

/** The number of the case in whose frame, or in a frame below it, this happened. */
function caseOf(frame: Frame): number | null {
  for (let at: Frame | null = frame; at !== null; at = at.parentFrame()) {
    const found = /^case (\d+)$/.exec(at.name());
    if (found !== null) return Number(found[1]);
  }
  return null;
}

interface Note {
  readonly kind: 'ran' | 'asked';
  /** The case it is laid to, or null where it could be any of those on the page. */
  readonly at: number | null;
  readonly what: string;
}

/** A page with no way out: every request is answered here, and counted. */
async function openPage(page: Page, note: (note: Note) => void) {
  await page.exposeBinding('__report', ({ frame }, what) =>
    note({ kind: 'ran', at: caseOf(frame), what: String(what) }),
  );
  await page.addInitScript(`globalThis.__allowed = ${JSON.stringify(carries)};\n${script}`);
  page.on('dialog', (dialog) => {
    note({ kind: 'ran', at: null, what: `a dialog: ${dialog.message()}` });
    void dialog.dismiss();
  });
  page.on('popup', (popup) => {
    note({ kind: 'ran', at: null, what: `a page: ${popup.url()}` });
    void popup.close();
  });
  page.on('websocket', (socket) => note({ kind: 'asked', at: null, what: socket.url() }));
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === origin)
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' });
    if (!url.startsWith(`${origin}last-`))
      note({ kind: 'asked', at: caseOf(route.request().frame()), what: url });
    // `aborted` leaves a frame where it is; any other failure would put an error page there.
    return route.abort('aborted');
  });
  await page.goto(origin);
}

/** Starts the Chromium of the machine, without a network; throws where there is none. */
export async function openBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // Chromium refuses its own sandbox to root.
    chromiumSandbox: !root,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND'],
  });

  async function together(cases: readonly Case[]): Promise<readonly Behaviour[]> {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const notes: Note[] = [];
    try {
      const page = await context.newPage();
      await openPage(page, (note) => notes.push(note));
      const odd: readonly (readonly string[])[] = await page.evaluate(
        `tryAll(${JSON.stringify(cases)})`,
      );
      // What cannot be laid to one case is laid to all of them.
      const of = (kind: Note['kind'], at: number) => [
        ...new Set(
          notes
            .filter((note) => note.kind === kind && (note.at ?? at) === at)
            .map(({ what }) => what),
        ),
      ];
      return cases.map(({ id }, at) => ({
        id,
        ran: of('ran', at),
        asked: of('asked', at),
        odd: odd[at] ?? ['nothing was seen'],
      }));
    } finally {
      await context.close();
    }
  }

  /** One case may take the whole page away: then the others are looked at without it. */
  async function each(cases: readonly Case[]): Promise<readonly Behaviour[]> {
    try {
      return await together(cases);
    } catch (error) {
      const [only, ...more] = cases;
      if (only === undefined) return [];
      if (more.length === 0) return [{ id: only.id, ran: [String(error)], asked: [], odd: [] }];
      const half = cases.length >> 1;
      return [...(await each(cases.slice(0, half))), ...(await each(cases.slice(half)))];
    }
  }

  return {
    async behaviours(cases) {
      const found: Behaviour[] = [];
      for (let at = 0; at < cases.length; at += framesAtOnce) {
        found.push(...(await each(cases.slice(at, at + framesAtOnce))));
      }
      return found;
    },
    close: () => browser.close(),
  };
}
