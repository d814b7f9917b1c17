import { defineConfig, type Options } from 'tsup';

/** One build for every package: ESM and CommonJS with types. `options` adds what one package needs. */
export function library(options: Options = {}) {
  return defineConfig({
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    target: 'es2022',
    clean: true,
    splitting: false,
    treeshake: true,
    // `node:fs` stays `node:fs`: bundlers and Deno tell a built-in from a package by it.
    removeNodeProtocol: false,
    // tsup 8 passes `baseUrl` to TypeScript 6, which refuses it without this (egoist/tsup#1388).
    dts: { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] } },
    ...options,
  });
}
