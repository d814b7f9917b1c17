// Publishes the packed packages to a registry of our own, installs each alone into an empty project, and uses it there
// from ES modules, CommonJS and TypeScript; then a page built by Vite trains in Chromium, and augmentations as strangers write
// them are published and used.
// Usage: installTest.ts [--node 20,22,24,26,latest] [--only dsp,mfcc,browser,custom-augmentation] [--keep]
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumPath } from '../ci/chromiumPath';
import { publishExample, publishLaidDown, testPackageOfHouse, trainWithExample } from './augmentationPackages';
import { buildPage, trainInPage } from './browserProject';
import { type LocalRegistry, startRegistry } from './localRegistry';
import { nodeBinary } from './nodeBinaries';
import { npm, run } from './npm';
import { type PackedPackage, packPackages } from './packPackages';
import { scratchProject } from './scratchProjects';
import { repositoryRoot } from './stagePackages';

const { values } = parseArgs({
  options: { node: { type: 'string' }, only: { type: 'string' }, keep: { type: 'boolean', default: false } },
});
const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
const nodeTypes = '@types/node@20.19.25';

/** Lays down a project as a user would have it and installs one package, its peers and the program's companions. */
function install(packed: PackedPackage, all: readonly PackedPackage[], home: string, { env }: LocalRegistry): string {
  const { alongside, libraries } = scratchProject(packed.folder);
  const installed = [packed, ...all.filter(({ name }) => alongside.includes(name))];
  const peers = new Map(installed.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {})));
  const project = join(home, packed.folder);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), `${JSON.stringify({ name: 'scratch', private: true })}\n`);
  const wanted = [
    ...installed.map(({ name, manifest }) => `${name}@${manifest.version}`),
    ...[...peers].map(([name, range]) => `${name}@${range}`),
    ...libraries,
    nodeTypes,
  ];
  run([...npm(), 'install', ...wanted], { cwd: project, env });
  return project;
}

/** Type-checks the program against the installed declarations, as an ES module and as CommonJS, and compiles both. */
function compile(folder: string, project: string, withPeers: boolean): void {
  for (const extension of ['mts', 'cts']) {
    copyFileSync(join(repositoryRoot, 'tools/packages/programs', `${folder}.ts`), join(project, `use.${extension}`));
  }
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM'],
    strict: true,
    types: ['node'],
    esModuleInterop: true,
    // Our own declarations must be sound; TensorFlow.js' are not ours to check.
    skipLibCheck: withPeers,
  };
  for (const [name, resolution] of Object.entries({
    nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
    bundler: { module: 'esnext', moduleResolution: 'bundler', noEmit: true },
  })) {
    const file = join(project, `tsconfig.${name}.json`);
    const files = name === 'bundler' ? ['use.mts'] : ['use.mts', 'use.cts'];
    writeFileSync(file, JSON.stringify({ compilerOptions: { ...compilerOptions, ...resolution }, files }));
    run([process.execPath, compiler, '-p', file], { cwd: project });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ser-install-'));
let passed = 0;
let failed = 0;
async function attempt(what: string, action: () => void | Promise<void>): Promise<boolean> {
  try {
    await action();
    passed += 1;
    console.log(`✓ ${what}`);
    return true;
  } catch (error) {
    failed += 1;
    console.error(`✗ ${what}\n${(error as Error).message}`);
    return false;
  }
}

async function browserTest(packages: readonly PackedPackage[], { env }: LocalRegistry): Promise<void> {
  let build = '';
  const built = await attempt('browser: a Vite project installs and builds', () => {
    build = buildPage(packages, join(folder, 'projects/browser'), env);
  });
  if (!built) return;
  let chromium: string;
  try {
    chromium = chromiumPath();
  } catch (error) {
    // The gate installs Chromium first; a stranger's machine may have none.
    if (process.env.CI) await attempt('browser: Chromium', () => Promise.reject(error));
    else console.log(`- browser: not opened, ${(error as Error).message}`);
    return;
  }
  for (const isolated of [true, false]) {
    const headers = isolated ? 'cross-origin isolated' : 'without COOP and COEP';
    await attempt(`browser: trains in Chromium, ${headers}`, () => trainInPage(build, chromium, isolated));
  }
}

async function augmentationTest({ env }: LocalRegistry): Promise<void> {
  const place = (name: string) => join(folder, 'augmentations', name);
  await attempt('new:augmentation: a package of this repository passes the kit', () =>
    testPackageOfHouse(place('house')),
  );
  await attempt('new:augmentation --standalone: installs, passes the kit, is published', () =>
    publishLaidDown(place('laid-down'), env),
  );
  const published = await attempt('examples/custom-augmentation: installs, passes the kit, is published', () =>
    publishExample(place('mains-hum'), env),
  );
  if (!published) return;
  await attempt("examples/custom-augmentation: the report's pipeline trains with it", () =>
    trainWithExample(place('project'), env),
  );
}

const registry = await startRegistry(join(folder, 'registry'));
try {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const packages = packPackages(tarballs);
  for (const { tarball } of packages)
    run([...npm(), 'publish', tarball, '--tag', 'latest'], { cwd: folder, env: registry.env });
  const versions = values.node?.split(',') ?? [undefined];
  const nodes = versions.map((version) => nodeBinary(version, folder));
  const only = values.only?.split(',');

  for (const packed of packages.filter(({ folder: name }) => only === undefined || only.includes(name))) {
    const { name, folder: packageFolder, manifest } = packed;
    if (!existsSync(join(repositoryRoot, 'tools/packages/programs', `${packageFolder}.ts`))) {
      await attempt(`${name}: has a program in tools/packages/programs`, () => {
        throw new Error(`write tools/packages/programs/${packageFolder}.ts`);
      });
      continue;
    }
    const project = join(folder, 'projects', packageFolder);
    const hasPeers =
      JSON.stringify([manifest.peerDependencies, scratchProject(packageFolder).alongside]).includes('backend-simd') ||
      manifest.peerDependencies !== undefined;
    const ready =
      (await attempt(`${name}: installs`, () => void install(packed, packages, join(folder, 'projects'), registry))) &&
      (await attempt(`${name}: TypeScript, nodenext and bundler`, () => compile(packageFolder, project, hasPeers)));
    if (!ready) continue;
    for (const node of nodes) {
      const label = run([node, '--version']).trim();
      await attempt(`${name}: ES module on Node ${label}`, () => void run([node, 'use.mjs'], { cwd: project }));
      await attempt(`${name}: CommonJS on Node ${label}`, () => void run([node, 'use.cjs'], { cwd: project }));
    }
  }

  if (only === undefined || only.includes('browser')) await browserTest(packages, registry);
  if (only === undefined || only.includes('custom-augmentation')) await augmentationTest(registry);
} finally {
  registry.stop();
  if (values.keep) console.log(`kept ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

console.log(`\ninstall test: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
