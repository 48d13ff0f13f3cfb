import { bindLibc } from './bind-libc.ts';
import type { Native } from './native.ts';

/** Binds libc. Nothing is loaded before the first call. */
export function createNative(): Native {
  let bound: Native | undefined;
  const native = () => (bound ??= bindLibc());
  return {
    openat2: (directory, path, flags, resolve, mode) =>
      native().openat2(directory, path, flags, resolve, mode),
    openat: (directory, path, flags, mode) => native().openat(directory, path, flags, mode),
    mkdirat: (directory, name, mode) => native().mkdirat(directory, name, mode),
    renameat2: (from, oldName, to, newName, flags) =>
      native().renameat2(from, oldName, to, newName, flags),
    unlinkat: (directory, name, flags) => native().unlinkat(directory, name, flags),
    linkat: (from, oldName, to, newName, flags) =>
      native().linkat(from, oldName, to, newName, flags),
    read: (fd, buffer, length) => native().read(fd, buffer, length),
    close: (fd) => native().close(fd),
    memfdCreate: (name, flags) => native().memfdCreate(name, flags),
    addSeals: (fd, seals) => native().addSeals(fd, seals),
    getSeals: (fd) => native().getSeals(fd),
    setInheritable: (fd, inheritable) => native().setInheritable(fd, inheritable),
    setDumpable: (dumpable) => native().setDumpable(dumpable),
    getDumpable: (...a) => native().getDumpable(...a),
    closeRange: (first, last, flags) => native().closeRange(first, last, flags),
    bootTime: () => native().bootTime(),
    setrlimit: (resource, soft, hard) => native().setrlimit(resource, soft, hard),
    getrlimit: (resource) => native().getrlimit(resource),
  };
}
