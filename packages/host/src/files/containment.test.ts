import { createNative } from '../native/index.ts';
import { createCheckedContainment } from './checked.ts';
import { createOpenat2Containment } from './openat2.ts';
import { describeContainment } from './testing/index.ts';
import { createWalkContainment } from './walk.ts';

describeContainment('openat2', () => createOpenat2Containment(createNative()));
describeContainment('the walk through /proc/self/fd', createWalkContainment);
describeContainment('checking names again, best effort', createCheckedContainment, 0);
