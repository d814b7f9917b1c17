import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const templates = join(dirname(fileURLToPath(import.meta.url)), 'templates');

export interface NewAugmentationOptions {
  /** In words, as of a package: `mains-hum`. */
  readonly name: string;
  /** Folder of a repository of its own; absent: a package of this one. */
  readonly standalone?: string;
  /** Folder of this repository, or of one that is laid out as it is. Default: this one. */
  readonly house?: string;
}

/** What was laid down. */
export interface NewAugmentation {
  readonly folder: string;
  /** The package's name. */
  readonly package: string;
  /** The factory's name. */
  readonly name: string;
}

/**
 * Lays down a package with an augmentation that passes the kit at once, its test, build and texts: to be changed into the one
 * that is wanted. Nothing that exists is written over, nothing is fetched.
 */
export function newAugmentation({
  name: words,
  standalone,
  house = repository,
}: NewAugmentationOptions): NewAugmentation {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(words)) {
    throw new Error(`"${words}" is no name; words of small letters and digits joined by "-" are, such as mains-hum`);
  }
  const name = words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  if (!isIdentifier(name)) throw new Error(`"${words}" is a word of JavaScript: add another to it`);
  const made: NewAugmentation =
    standalone === undefined
      ? { folder: join(house, 'packages', `augment-${words}`), package: `@ser/augment-${words}`, name }
      : { folder: standalone, package: `ser-augment-${words}`, name };
  if (existsSync(made.folder) && readdirSync(made.folder).length > 0)
    throw new Error(`${made.folder} is there already`);

  const values = { ...made, ...versions() };
  const lay = (template: string, path: string) => write(path, filled(join(templates, template), values));
  for (const kind of ['both', standalone === undefined ? 'here' : 'standalone']) {
    for (const path of filesOf(join(templates, kind))) {
      lay(
        join(kind, path),
        join(made.folder, path.replace('NAME', name).replace('gitignore', '.gitignore').slice(0, -'.tmpl'.length)),
      );
    }
  }
  if (standalone === undefined) {
    lay('house/changeset.md.tmpl', join(house, '.changeset', `augment-${words}.md`));
    lay('house/program.ts.tmpl', join(house, 'tools/packages/programs', `augment-${words}.ts`));
  } else {
    copyFileSync(join(repository, 'LICENSE'), join(made.folder, 'LICENSE'));
  }
  return made;
}

function isIdentifier(name: string): boolean {
  try {
    new Script(`'use strict'; let ${name};`);
    return true;
  } catch {
    return false; // A SyntaxError: the answer.
  }
}

/** What a new package depends on, as this repository does today. */
function versions(): Record<string, string> {
  const read = (path: string) => JSON.parse(readFileSync(join(repository, path), 'utf8'));
  const { tsup, tsx, typescript, '@types/node': types } = read('package.json').devDependencies;
  return { augment: read('packages/augment/package.json').version, tsup, tsx, typescript, types };
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return readFileSync(template, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${template}: nothing is known by the name ${key}`);
    return value;
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tmpl'));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}
