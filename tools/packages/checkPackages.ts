// Checks the tarballs that would be published, not the work tree. One line a finding; fails when there is one.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { licenceFindings } from './licences';
import { npm, run } from './npm';
import { measureSizes, type PackageSize, sizeTable } from './packageSizes';
import { type PackedPackage, packPackages } from './packPackages';
import { repositoryRoot } from './stagePackages';

const bin = (...path: string[]) => join(repositoryRoot, 'node_modules', ...path);

/** What a check found in one tarball; empty when all is well. */
type Check = (packed: PackedPackage) => string[];

/** Runs a command and turns its failure into a finding. */
function findings(command: readonly string[]): string[] {
  try {
    run(command);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

const publint: Check = ({ tarball }) =>
  findings([process.execPath, bin('publint', 'src', 'cli.js'), 'run', tarball, '--strict']);

// Node 10 knew no `exports`; every Node we support does.
const typesResolve: Check = ({ tarball }) =>
  findings([
    process.execPath,
    bin('@arethetypeswrong', 'cli', 'dist', 'index.js'),
    tarball,
    '--profile',
    'node16',
    '--no-emoji',
    '--no-color',
  ]);

const contents: Check = ({ files }) => [
  ...files
    .filter((path) => !/^(dist\/.+|package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE)$/.test(path))
    .map((path) => `${path} does not belong into the tarball`),
  ...['README.md', 'LICENSE', 'package.json']
    .filter((path) => !files.includes(path))
    .map((path) => `${path} is missing`),
];

const noPrivateCondition: Check = ({ stage }) =>
  readFileSync(join(stage, 'package.json'), 'utf8').includes('@ser/source')
    ? ['package.json still holds the private condition @ser/source']
    : [];

function builtFiles(stage: string): { path: string; text: string }[] {
  return readdirSync(join(stage, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.([cm]?js|d\.[cm]?ts)$/.test(path))
    .map((path) => ({ path: `dist/${path}`, text: readFileSync(join(stage, 'dist', path), 'utf8') }));
}

const noInlinedEngine: Check = ({ stage }) =>
  builtFiles(stage)
    .filter(({ text }) => text.includes('_tfengine'))
    .map(({ path }) => `${path} holds a second TensorFlow.js engine (_tfengine): declare it as a peer dependency`);

const noMachinePaths: Check = ({ stage }) =>
  builtFiles(stage)
    .filter(({ text }) => text.includes(repositoryRoot))
    .map(({ path }) => `${path} holds a path of the machine that built it`);

/** Everything a built file or a declaration imports must come with the package, or its user gets "cannot find module". */
const declaredImports: Check = ({ stage, manifest }) => {
  const declared = new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  const found = new Set<string>();
  for (const { path, text } of builtFiles(stage)) {
    const pattern =
      /^(?:import|export)\s[^'"\n]*?from\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm;
    for (const match of text.matchAll(pattern)) {
      const specifier = match[1] ?? match[2] ?? '';
      if (/^[.#/]/.test(specifier) || isBuiltin(specifier)) continue;
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      if (!declared.has(name)) found.add(`${path} imports ${name}, which package.json does not declare`);
    }
  }
  return [...found];
};

const checks: Record<string, Check> = {
  publint,
  typesResolve,
  contents,
  noPrivateCondition,
  noInlinedEngine,
  noMachinePaths,
  declaredImports,
};

/** Two copies of the core hold two engines, and a tensor of one is a stranger to the other. */
function oneCore(): string[] {
  const tree = run([...npm(), 'ls', '@tensorflow/tfjs-core', '--all', '--json'], { cwd: repositoryRoot });
  const versions = new Set(
    [...tree.matchAll(/"@tensorflow\/tfjs-core":\s*\{\s*"version":\s*"([^"]+)"/g)].map(([, version]) => version),
  );
  return versions.size === 1 ? [] : [`@tensorflow/tfjs-core in ${versions.size} versions: ${[...versions].join(', ')}`];
}

const destination = mkdtempSync(join(tmpdir(), 'ser-pack-'));
let failed = 0;
function report(subject: string, found: readonly string[]): void {
  for (const finding of found) console.error(`✗ ${subject}: ${finding}`);
  failed += found.length;
}

try {
  const packages = packPackages(destination);
  for (const packed of packages) {
    for (const [name, check] of Object.entries(checks)) report(`${packed.name} · ${name}`, check(packed));
    console.log(`${packed.name}: ${packed.files.length} files, ${(packed.packedBytes / 1000).toFixed(1)} kB packed`);
  }
  report('one core', oneCore());
  report('licences', licenceFindings());
  const sizes: PackageSize[] = await measureSizes(packages).catch((error: Error) => {
    report('sizes', [error.message]);
    return [];
  });
  console.log(`\n${sizeTable(sizes)}`);
  for (const { name, ownBytes, limitBytes } of sizes) {
    if (ownBytes > limitBytes)
      report(name, [`${ownBytes} bytes min+gzip; its limit is ${limitBytes} (tools/packages/sizeLimits.json)`]);
  }
  mkdirSync(join(repositoryRoot, 'test-results'), { recursive: true });
  writeFileSync(join(repositoryRoot, 'test-results', 'sizes.json'), `${JSON.stringify(sizes, undefined, 2)}\n`);
} finally {
  rmSync(destination, { recursive: true, force: true });
}

console.log(failed === 0 ? '\nall package checks passed' : `\n${failed} package checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
