import { join } from 'node:path';
import { build } from 'esbuild';
import { banner } from '../../scripts/banner';
import { mathSine } from '../../scripts/mathSine';

/** Bundles this code of the package's folder as tsup.browser.config.ts does, from the sources: minified, without imports. */
export async function buildForBrowser(folder: string, code: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    plugins: [mathSine],
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@ser/source'],
    // What only Node loads, and only there.
    external: ['node:*'],
    alias: { '#engine': join(folder, 'src/engine.browser.ts') },
    banner: { js: banner },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]!.contents;
}
