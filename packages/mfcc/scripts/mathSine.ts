import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * `Math.sin` and `Math.cos` in place of those of `@ser/dsp`, which have the same bits on every engine: an eighth of the file that a page
 * loads, for the last of 53 bits of coefficients that are rounded to 24.
 */
export const mathSine: Plugin = {
  name: 'mathSine',
  setup({ onLoad }) {
    onLoad({ filter: /dsp[\\/]src[\\/]trigonometry\.ts$/ }, () => ({
      contents: 'export const sin = Math.sin, cos = Math.cos;',
    }));
    onLoad({ filter: /dsp[\\/]src[\\/]PowerOfTwoFft\.ts$/ }, ({ path }) => ({
      contents: "export { default as PowerOfTwoFft } from 'fft.js';",
      resolveDir: dirname(path),
    }));
  },
};
