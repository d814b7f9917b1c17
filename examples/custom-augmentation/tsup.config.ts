import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'es2022',
  clean: true,
  // tsup 8 passes `baseUrl` to TypeScript 6, which refuses it without this (egoist/tsup#1388).
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
