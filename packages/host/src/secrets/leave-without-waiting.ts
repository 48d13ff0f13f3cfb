/**
 * Makes the end of this process not wait for a native call that never returns. At its end Node joins
 * the threads of libuv's pool, so one keychain prompt nobody answers would hold the program open
 * after its work is done (seen: 25 s, as long as the prompt stayed). The exit code stays what it is;
 * handlers of `exit` registered before this one still run.
 */
export async function leaveWithoutWaiting(): Promise<void> {
  const { default: koffi } = await import('koffi');
  // The C library is already in the process on every platform; null names the process itself.
  const library = process.platform === 'win32' ? 'msvcrt.dll' : null;
  const leave = koffi.load(library).func('void _exit(int)') as (code: number) => void;
  process.once('exit', leave);
}
