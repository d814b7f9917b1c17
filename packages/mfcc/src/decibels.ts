/** The two passes of `powerToDb`, in place. */
export interface Decibels {
  /** Turns powers into 10 log10(max(amin, power)) - offset; returns the largest. */
  write(values: Float32Array, amin: number, offset: number): number;
  /** Raises what lies below `floor` to it. */
  raise(values: Float32Array, floor: number): void;
}

/** On any engine. */
export const plainDecibels: Decibels = {
  write(values, amin, offset) {
    // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
    const { log10, max } = Math;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < values.length; i++) {
      values[i] = 10 * log10(max(amin, values[i]!)) - offset;
      if (values[i]! > largest) largest = values[i]!;
    }
    return largest;
  },
  raise(values, floor) {
    for (let i = 0; i < values.length; i++) if (values[i]! < floor) values[i] = floor;
  },
};
