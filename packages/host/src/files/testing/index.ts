export { describeContainment } from './conformance.ts';
export { createStage, type Stage } from './stage.ts';
export { startRacer } from './start-racer.ts';
