import type { Options } from 'tsup';
import { library } from '../../tools/build/library';
import { banner } from './scripts/banner';
import { mathSine } from './scripts/mathSine';

/**
 * What browsers get holds the FFT, fft.js with it, which is CommonJS only: from the sources, so that nothing else of
 * `@ser/dsp` comes along, whatever a bundler can leave out.
 */
const standalone: Options = {
  noExternal: ['@ser/dsp', 'fft.js'],
  banner: { js: banner },
  clean: false,
  dts: false,
  esbuildPlugins: [mathSine],
  esbuildOptions(options) {
    options.conditions = ['@ser/source'];
    options.alias = { '#engine': './src/engine.browser.ts' };
  },
};

export default [
  library({ ...standalone, entry: ['src/engine.browser.ts'] }),
  // For <script type="module">, workers and AudioWorklets without a bundler.
  library({ ...standalone, entry: { 'mfcc.min': 'src/browser.ts' }, format: ['esm'], minify: true }),
];
