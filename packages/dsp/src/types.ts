/** Mono audio: `samples` in [-1, 1], `sampleRate` in Hz. */
export interface AudioClip {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Row-major: `data[row * cols + col]`. Feature matrices are frames x coefficients. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;
}

/** A complex matrix, row-major, with separate parts. Spectrograms are frames x bins. */
export interface ComplexMatrix {
  readonly re: Float32Array;
  readonly im: Float32Array;
  readonly rows: number;
  readonly cols: number;
}
