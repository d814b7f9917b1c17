import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A hash of the code behind these modules (file: URLs) and all packages they depend on: an installed package counts by
 * name and version; code that can change under one version (a linked workspace package, a module of the caller's own
 * project) counts by the bytes of its source files. So a cache key made from it changes whenever results could.
 */
export function codeVersion(modules: readonly string[]): string {
  const hash = createHash('sha256');
  const seen = new Set<string>();
  for (const url of [...new Set(modules)].sort()) {
    const file = realpathSync(fileURLToPath(url));
    if (!isInstalled(file)) hash.update(readFileSync(file));
    const root = packageRoot(dirname(file));
    if (root) addPackage(root);
  }
  return hash.digest('hex');

  function addPackage(root: string): void {
    if (seen.has(root)) return;
    seen.add(root);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      name?: string;
      version?: string;
      dependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    };
    hash.update(`\n${manifest.name}@${manifest.version}\n`);
    if (!isInstalled(root)) {
      for (const file of sourceFiles(root)) {
        hash.update(`${file.slice(root.length).split(sep).join('/')}\n`);
        hash.update(readFileSync(file));
      }
    }
    // An augmentation of others has `@ser/augment` as its peer, and renders by its code.
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort()) {
      const found = findDependency(root, dependency);
      if (found) addPackage(found);
    }
  }
}

function isInstalled(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function packageRoot(folder: string): string | undefined {
  return ancestors(folder).find((candidate) => existsSync(join(candidate, 'package.json')));
}

/** Found as Node finds it, but by folder: `exports` may hide a package's package.json from `require.resolve`. */
function findDependency(from: string, name: string): string | undefined {
  const candidate = ancestors(from)
    .map((folder) => join(folder, 'node_modules', name))
    .find((folder) => existsSync(join(folder, 'package.json')));
  return candidate && realpathSync(candidate);
}

const notCode = new Set(['node_modules', 'test', 'bench', 'coverage']);

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') || notCode.has(entry.name) ? [] : sourceFiles(path);
      return entry.isFile() && /\.([cm]?[jt]s|wasm)$/.test(entry.name) ? [path] : [];
    });
}
