import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildForBrowser } from './support/buildBrowserFile';

const LIMIT = 8000;

describe('the size in a browser, minified and gzipped, with the FFT', () => {
  it.each([
    ['dist/mfcc.min.js', "export * from './src/browser'"],
    ['what a bundler makes of two imports', "export { mfcc, createMfccStream } from '@ser/mfcc'"],
  ])('is at most 8 kB: %s', async (_, code) => {
    const file = await buildForBrowser(join(__dirname, '..'), code);
    const bytes = gzipSync(file).byteLength;
    expect(bytes).toBeLessThanOrEqual(LIMIT);
    const text = new TextDecoder().decode(file);
    // A page has no `require`; a worklet has none of these.
    expect(text).not.toMatch(/\b(?:fetch|TextEncoder|TextDecoder|performance|setTimeout|WebAssembly)\b/);
    expect(text).not.toMatch(/\bimport\s*[({"']|\bfrom\s*["']/);
  });
});
