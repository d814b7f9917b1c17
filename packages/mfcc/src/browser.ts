// What dist/mfcc.min.js holds: one file without imports, for pages, workers and AudioWorklets without a bundler.
export { createLogMelStream } from './createLogMelStream';
export { createMfcc } from './createMfcc';
export { createMfccStream } from './createMfccStream';
export { MfccError } from './errors';
export { logMel } from './logMel';
export { melSpectrogram } from './melSpectrogram';
export { mfcc } from './mfcc';
