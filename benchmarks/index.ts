/**
 * Runs a benchmark by its folder's name: `npm run bench -w benchmarks -- features --quick`. What follows the name is its own;
 * paths are those of the repository's root.
 */
import { existsSync, readdirSync } from 'node:fs';
import { repositoryRoot } from '../tools/packages/stagePackages';

const program = (name: string) => new URL(`./${name}/index.ts`, import.meta.url);
const names = readdirSync(import.meta.dirname).filter((name) => existsSync(program(name)));

const [name] = process.argv.splice(2, 1);
if (name === undefined) {
  console.log(`Name a benchmark: npm run bench -w benchmarks -- ${names.join(' | ')}`);
} else if (names.includes(name)) {
  process.chdir(repositoryRoot);
  await import(program(name).href);
} else {
  console.error(`${name} is no benchmark; choose from ${names.join(', ')}`);
  process.exitCode = 1;
}
