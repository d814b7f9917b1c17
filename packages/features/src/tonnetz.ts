import type { Matrix } from '@ser/dsp';
import { frameSum } from './frameSum';
import { checkSpectrogram } from './spectrogram';

/** How often a chroma goes round each of the three circles in twelve semitones, halved, and the circles' radii. */
const CIRCLES = [
  { turns: 7 / 6, radius: 1 },
  { turns: 3 / 2, radius: 1 },
  { turns: 2 / 3, radius: 0.5 },
] as const;

/**
 * Tonal centroids: where each frame's chroma lies on the circles of fifths, minor thirds and major thirds.
 *
 * @param chroma frames x bands, such as `chromaStft` gives. librosa's default chroma is that of a constant-Q transform, which
 * this package does not have.
 * @returns frames x 6: sine and cosine on the circle of fifths, of minor thirds, and (radius 0.5) of major thirds
 * @throws FeatureError `INVALID_SPECTROGRAM` for values that are negative or not finite, `SHAPE_MISMATCH`.
 * @see librosa.feature.tonnetz(chroma=...) 0.11.0; the README says how closely. Harte, Sandler and Gasser 2006.
 * @example
 * const c = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
 * tonnetz({ data: c, rows: 1, cols: 12 }).data; // [0, 1, 0, 1, 0, 0.5]
 */
export function tonnetz(chroma: Matrix): Matrix {
  checkSpectrogram('tonnetz', chroma);
  const { data, rows, cols } = chroma;
  const centroids = new Float32Array(rows * 6);
  for (let row = 0; row < rows; row++) {
    const sum = frameSum(data, row * cols, cols);
    CIRCLES.forEach(({ turns, radius }, circle) => {
      let sine = 0;
      let cosine = 0;
      for (let band = 0; band < cols; band++) {
        const angle = (Math.PI * turns * 12 * band) / cols;
        sine += Math.sin(angle) * data[row * cols + band]!;
        cosine += Math.cos(angle) * data[row * cols + band]!;
      }
      centroids[row * 6 + 2 * circle] = (radius * sine) / sum;
      centroids[row * 6 + 2 * circle + 1] = (radius * cosine) / sum;
    });
  }
  return { data: centroids, rows, cols: 6 };
}
