import { bindLibc } from './bind-libc.ts';
import type { Native } from './native.ts';

/** Binds libc. Nothing is loaded before the first call. */
export function createNative(): Native {
  let bound: Native | undefined;
  const native = () => (bound ??= bindLibc());
  return {
    openat2: (...a) => native().openat2(...a),
    openat: (...a) => native().openat(...a),
    mkdirat: (...a) => native().mkdirat(...a),
    renameat2: (...a) => native().renameat2(...a),
    unlinkat: (...a) => native().unlinkat(...a),
    linkat: (...a) => native().linkat(...a),
    read: (...a) => native().read(...a),
    close: (...a) => native().close(...a),
    memfdCreate: (...a) => native().memfdCreate(...a),
    addSeals: (...a) => native().addSeals(...a),
    getSeals: (...a) => native().getSeals(...a),
    setInheritable: (...a) => native().setInheritable(...a),
    setDumpable: (...a) => native().setDumpable(...a),
    getDumpable: (...a) => native().getDumpable(...a),
    closeRange: (...a) => native().closeRange(...a),
    bootTime: () => native().bootTime(),
    setrlimit: (...a) => native().setrlimit(...a),
    getrlimit: (...a) => native().getrlimit(...a),
  };
}
