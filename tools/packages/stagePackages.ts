import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export type Manifest = Record<string, unknown> & {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

export interface StagedPackage {
  readonly name: string;
  /** The package's folder in packages/. */
  readonly folder: string;
  /** The folder that is packed and published. */
  readonly stage: string;
  readonly manifest: Manifest;
}

/** Names of the folders in packages/ that are published. */
export function publicFolders(): string[] {
  return readdirSync(join(repositoryRoot, 'packages')).filter((folder) => {
    const file = join(repositoryRoot, 'packages', folder, 'package.json');
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as Manifest).private !== true;
  });
}

/**
 * Lays down what is published of a package in packages/NAME/.stage: the build, its texts, and a package.json without
 * what only this repository needs. npm has no way to change `exports` on publishing, and the private condition
 * `@ser/source` must not leave the house: it points at sources that are not shipped.
 */
export function stagePackage(folder: string): StagedPackage {
  const home = join(repositoryRoot, 'packages', folder);
  const stage = join(home, '.stage');
  if (!existsSync(join(home, 'dist'))) throw new Error(`packages/${folder} has no dist: run "npm run build" first`);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });

  const manifest = publishedManifest(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest);
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  cpSync(join(home, 'dist'), join(stage, 'dist'), { recursive: true });
  for (const name of ['README.md', 'CHANGELOG.md', 'NOTICE']) {
    if (existsSync(join(home, name))) cpSync(join(home, name), join(stage, name));
  }
  const licence = join(repositoryRoot, 'LICENSE');
  if (existsSync(licence)) cpSync(licence, join(stage, 'LICENSE'));
  return { name: manifest.name, folder, stage, manifest };
}

function publishedManifest(manifest: Manifest): Manifest {
  const { scripts: _scripts, devDependencies: _devDependencies, publishConfig, ...kept } = manifest;
  const { directory: _directory, ...publish } = (publishConfig ?? {}) as Record<string, unknown>;
  return { ...(withoutSourceCondition(kept) as Manifest), publishConfig: publish };
}

function withoutSourceCondition(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSourceCondition);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '@ser/source')
      .map(([key, inner]) => [key, withoutSourceCondition(inner)]),
  );
}
