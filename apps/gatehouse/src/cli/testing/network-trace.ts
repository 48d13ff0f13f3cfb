/** What the processes of a trace listened on and spoke to. */
export interface Contacts {
  /** Calls that listen, or bind an internet address. */
  readonly listening: readonly string[];
  /** How many internet sockets were made. */
  readonly sockets: number;
  /** `address:port` of every internet peer that was dialled or sent to; empty where unreadable. */
  readonly internet: readonly string[];
  /** Paths of the local sockets that were dialled; empty where unreadable. */
  readonly local: readonly string[];
}

/** The words that put a program and everything it starts under strace, network calls into a file. */
export const traceWith = (file: string): readonly string[] => [
  ...['strace', '-f', '-qq', '-s', '256', '-o', file, '-e', 'trace=network'],
];

/**
 * Reads a trace; a call that another thread interrupts has its address on its first line. Addresses
 * lie in the program's memory, which only root may read: it keeps its own person's tools out.
 */
export function contactsOf(trace: string): Contacts {
  const calls = trace
    .split('\n')
    .flatMap((line) => /^\d+ +(\w+)\((.*)$/u.exec(line)?.slice(1) ?? []);
  const found = {
    sockets: 0,
    listening: [] as string[],
    internet: [] as string[],
    local: [] as string[],
  };
  for (let at = 0; at < calls.length; at += 2) {
    const [name = '', words = ''] = calls.slice(at, at + 2);
    const internet = /sa_family=AF_INET/u.test(words);
    if (name === 'socket' && /^AF_INET|^AF_PACKET/u.test(words)) found.sockets += 1;
    if (name === 'listen' || (name === 'bind' && internet))
      found.listening.push(`${name}(${words}`);
    if (!/^(?:connect|sendto|sendmsg|sendmmsg)$/u.test(name)) continue;
    if (internet) found.internet.push(peer(words));
    const path = /sa_family=AF_UNIX, sun_path=@?"([^"]*)"/u.exec(words)?.[1];
    if (name === 'connect' && path !== undefined) found.local.push(path);
  }
  return found;
}

function peer(words: string): string {
  const port = /sin6?_port=htons\((\d+)\)/u.exec(words)?.[1] ?? '?';
  const address =
    /inet_addr\("([^"]+)"\)/u.exec(words)?.[1] ??
    /inet_pton\(AF_INET6, "([^"]+)"/u.exec(words)?.[1];
  return `${address ?? words}:${port}`;
}
