import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newAugmentation } from '../generator/newAugmentation';
import { npm, run } from './npm';
import { repositoryRoot } from './stagePackages';

const bin = (...path: string[]) => join(repositoryRoot, 'node_modules', ...path);

/** Lays down a package as of this repository, in a copy of what is around packages, and runs its tests and types. */
export function testPackageOfHouse(house: string): void {
  for (const part of ['jest.base.mjs', 'tsconfig.base.json', 'tools/build', 'tools/test']) {
    cpSync(join(repositoryRoot, part), join(house, part), { recursive: true });
  }
  symlinkSync(bin(), join(house, 'node_modules'), 'junction');
  const { folder } = newAugmentation({ name: 'laid-down', house });
  run([process.execPath, bin('jest', 'bin', 'jest.js')], { cwd: folder });
  run([process.execPath, bin('typescript', 'bin', 'tsc'), '--noEmit'], { cwd: folder });
}

/** Lays down a repository of its own, and publishes it as its author would. */
export function publishLaidDown(folder: string, env: NodeJS.ProcessEnv): void {
  newAugmentation({ name: 'laid-down', standalone: folder });
  publish(folder, env);
}

/** Publishes the example, from a folder that has nothing of this repository around it. */
export function publishExample(folder: string, env: NodeJS.ProcessEnv): void {
  const tracked = run(['git', 'ls-files'], { cwd: join(repositoryRoot, 'examples/custom-augmentation') });
  for (const file of tracked.trim().split('\n')) {
    cpSync(join(repositoryRoot, 'examples/custom-augmentation', file), join(folder, file));
  }
  publish(folder, env);
}

/** Installs from the registry, runs types, tests and build (which `prepublishOnly` names), publishes, and checks what was packed. */
function publish(folder: string, env: NodeJS.ProcessEnv): void {
  run([...npm(), 'install'], { cwd: folder, env });
  const output = run([...npm(), 'publish', '--tag', 'latest'], { cwd: folder, env });
  assert.match(output, /refused with INVALID_OPTION/, 'the kit ran before publishing');
  const { keywords } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  assert.ok(keywords.includes('ser-augmentation'));
  run([...npm(), 'pack', '--ignore-scripts'], { cwd: folder, env });
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  run([process.execPath, bin('publint', 'src', 'cli.js'), 'run', join(folder, tarball), '--strict']);
  const types = [bin('@arethetypeswrong', 'cli', 'dist', 'index.js'), join(folder, tarball), '--profile', 'node16'];
  run([process.execPath, ...types, '--no-emoji', '--no-color']);
}

/** Trains the report's LSTM with the example as a user has it: installed from the registry, named on the command line. */
export function trainWithExample(project: string, env: NodeJS.ProcessEnv): void {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), `${JSON.stringify({ name: 'mine', private: true })}\n`);
  run([...npm(), 'install', 'ser-augment-mains-hum', '@ser/augment', '@ser/random'], { cwd: project, env });
  const program = join(repositoryRoot, 'examples/reproduce-report/src/index.ts');
  const options = ['--augment', 'ser-augment-mains-hum', '--augment-options', '{"snrDb":[10,20]}'];
  run(
    [
      ...[process.execPath, '--conditions=@ser/source', '--import', import.meta.resolve('tsx'), program],
      ...['--only', 'lstm', '--fold', 'speaker:1', ...options, '--out', 'out', '--cache', 'cache'],
    ],
    { cwd: project },
  );
  const [file = ''] = readdirSync(join(project, 'out/cells'));
  const { cell } = JSON.parse(readFileSync(join(project, 'out/cells', file), 'utf8'));
  assert.deepEqual(cell.augment.options, { snrDb: [10, 20], frequency: [49.9, 50.1], overtones: 20 });
  assert.deepEqual(
    cell.train.clips.map(({ versions }: { versions: string[] }) => versions),
    [['custom', 'noise', 'original', 'stretch+pitch']],
  );
  assert.deepEqual(cell.corpus.failed, []);
}
