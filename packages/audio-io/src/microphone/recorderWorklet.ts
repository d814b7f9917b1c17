/** Name under which the recorder is registered in an AudioWorklet. */
export const RECORDER = 'ser-recorder';

/**
 * The recorder, as the text of a module: it runs in the audio thread, so it brings nothing along. It sends its mono input on
 * by some quanta at a time, and leaves its output silent.
 */
export const recorderWorklet = `
registerProcessor('${RECORDER}', class extends AudioWorkletProcessor {
  samples = new Float32Array(512);
  used = 0;
  isStopped = false;
  constructor() {
    super();
    this.port.onmessage = () => { this.isStopped = true; };
  }
  process([[input]]) {
    if (input !== undefined) {
      if (this.used + input.length > this.samples.length) this.send();
      this.samples.set(input, this.used);
      this.used += input.length;
    }
    return !this.isStopped;
  }
  send() {
    const samples = this.samples.slice(0, this.used);
    this.port.postMessage(samples, [samples.buffer]);
    this.used = 0;
  }
});
`;
