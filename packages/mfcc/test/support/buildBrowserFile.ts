import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(__dirname, '../..');

/** Bundles this code as tsup.browser.config.ts does, from the sources: minified, without imports. */
export async function buildForBrowser(code: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@ser/source'],
    alias: { '#engine': join(folder, 'src/engine.browser.ts') },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]!.contents;
}
