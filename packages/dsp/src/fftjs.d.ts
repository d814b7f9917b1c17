// fft.js 4.0.4 ships no types. Only what we call is declared, and nothing of it reaches our own declarations.
declare module 'fft.js' {
  export default class FFT {
    constructor(size: number);
    /** cos and -sin of pi i / size, in turn. */
    table: number[];
    transform(out: Float64Array, data: Float64Array): void;
  }
}
