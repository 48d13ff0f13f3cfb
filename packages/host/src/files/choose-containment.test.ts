import { expect, it } from 'vitest';
import { codeOf, createNative, errnoError, type Native } from '../native/index.ts';
import { createContainment } from './choose-containment.ts';

const native = createNative();
const failing = (errno: number): Native => ({
  ...native,
  openat2: () => {
    throw errnoError('openat2', errno);
  },
});
const descriptors = '/proc/self/fd';

it.each([
  { on: 'this machine', native, platform: 'linux', kind: 'openat2' },
  { on: 'an old kernel', native: failing(38), platform: 'linux', kind: 'walk' },
  { on: 'an old container runtime', native: failing(1), platform: 'linux', kind: 'walk' },
  { on: 'macOS', native, platform: 'darwin', kind: 'checked' },
  { on: 'Windows', native, platform: 'win32', kind: 'checked' },
] as const)('takes $kind on $on', ({ native: own, platform, kind }) => {
  expect(createContainment({ native: own, platform, descriptors }).kind).toBe(kind);
});

it('touches no file where nothing can be held, and hides no other failure', () => {
  const codes = [
    { native, platform: 'linux', descriptors: '/nonexistent' } as const,
    { native: failing(12), platform: 'linux', descriptors } as const,
  ].map((choice) => {
    try {
      return createContainment(choice).kind;
    } catch (error) {
      return codeOf(error);
    }
  });
  expect(codes).toEqual(['containment_unavailable', 'ENOMEM']);
});
