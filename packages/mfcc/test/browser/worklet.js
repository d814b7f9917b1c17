import { createMfccStream } from '@ser/mfcc';
import { runCases } from './runCases.js';

/** Computes the cases when it is made, and MFCC rows of what it then hears. */
class MfccProcessor extends AudioWorkletProcessor {
  constructor({ processorOptions: { cases, options } }) {
    super();
    this.port.postMessage({ results: runCases(cases) });
    this.stream = createMfccStream({ ...options, sampleRate });
  }

  process([[channel]]) {
    if (channel !== undefined) this.port.postMessage({ rows: this.stream.push(channel).data });
    return true;
  }
}

registerProcessor('mfcc', MfccProcessor);
