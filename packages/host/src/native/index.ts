export { createNative } from './create-native.ts';
export {
  AT,
  CLOSE_RANGE,
  MFD,
  O_CLOEXEC,
  RENAME,
  RESOLVE,
  RLIMIT,
  SEAL,
  temporaryFile,
} from './native.ts';
export type { Native } from './native.ts';
export { codeOf, errnoError } from './errno.ts';
