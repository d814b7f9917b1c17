import { jestConfig } from '../../jest.base.mjs';

const { transformIgnorePatterns } = jestConfig();
// The decoders are published as ESM only; these names stand beside those of the base.
const decoders = ['mpg123-decoder', 'opus-decoder', '@wasm-audio-decoders', 'codec-parser', 'simple-yenc', '@eshaz'];

export default jestConfig({
  transformIgnorePatterns: transformIgnorePatterns.map((pattern) =>
    pattern.replace('(?!(', `(?!(${decoders.join('|')}|`),
  ),
});
