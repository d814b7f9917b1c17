import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type Host = 'node' | 'browser';

/**
 * Bundles `suite.ts` for a host.
 * @throws Error when the bundle holds tfjs-core a second time (its prebuilt file beside its modules): then the specs would
 *   run on another engine than the one our kernels were registered with
 */
export async function bundleSuite(host: Host, outfile: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('./suite.ts', import.meta.url))],
    outfile,
    bundle: true,
    metafile: true,
    platform: host,
    format: host === 'node' ? 'cjs' : 'iife',
    target: 'es2022',
    // tfjs-core declares its spec files free of side effects, so a bundler would drop them.
    ignoreAnnotations: true,
    conditions: ['@ser/source'],
    mainFields: host === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    // What is for Node alone stays an import that a page never reaches.
    external: host === 'node' ? [] : ['node:*'],
    // Jasmine takes a CommonJS wrapper for Node and looks for its global object by Node's name.
    define: host === 'node' ? {} : { global: 'globalThis' },
    logLevel: 'error',
  });
  const engines = Object.keys(metafile?.inputs ?? {}).filter((path) =>
    /tfjs-core\/dist\/(engine\.js|tf-core)/.test(path),
  );
  if (engines.length !== 1) throw new Error(`conformance: the bundle holds ${engines.length} engines: ${engines}`);
}
