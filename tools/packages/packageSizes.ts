import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { PackedPackage } from './packPackages';
import { repositoryRoot } from './stagePackages';

export interface PackageSize {
  readonly name: string;
  /** The package's own code, minified and gzipped. */
  readonly ownBytes: number;
  /** The same with everything it depends on, except peer dependencies and what it loads on demand. */
  readonly wholeBytes: number;
  readonly limitBytes: number;
}

const node = [...builtinModules, 'node:*'];

export async function measureSizes(packages: readonly PackedPackage[]): Promise<PackageSize[]> {
  const limits = JSON.parse(readFileSync(join(repositoryRoot, 'tools/packages/sizeLimits.json'), 'utf8')) as Record<
    string,
    number
  >;
  const sizes: PackageSize[] = [];
  for (const { name, stage, manifest } of packages) {
    const peers = Object.keys(manifest.peerDependencies ?? {});
    const entry = join(stage, 'dist', 'index.js');
    sizes.push({
      name,
      ownBytes: await bundledBytes(entry, [...node, ...peers, ...Object.keys(manifest.dependencies ?? {})]),
      wholeBytes: await bundledBytes(entry, [...node, ...peers]),
      limitBytes: limits[name.replace(/^(@ser\/augment-).*/, '$1*')] ?? 0,
    });
  }
  return sizes;
}

/** Splitting keeps what is behind an `import()` out of the entry's size. */
async function bundledBytes(entry: string, external: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['module'],
    external: [...external],
    outdir: 'out',
    write: false,
    logLevel: 'error',
  });
  const [main] = outputFiles.filter(({ path }) => path.endsWith('index.js'));
  if (main === undefined) throw new Error(`esbuild wrote no bundle for ${entry}`);
  return gzipSync(main.contents).byteLength;
}

/** The sizes as a Markdown table. */
export function sizeTable(sizes: readonly PackageSize[]): string {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return [
    '| package | own code, min+gzip | with its dependencies | limit |',
    '|---|---|---|---|',
    ...sizes.map(
      ({ name, ownBytes, wholeBytes, limitBytes }) =>
        `| ${name} | ${kilobytes(ownBytes)} | ${kilobytes(wholeBytes)} | ${kilobytes(limitBytes)} |`,
    ),
  ].join('\n');
}
