import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolveModule } from '../src/resolveModule';

describe('resolveModule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-resolve-'));
  const from = join(folder, 'package.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  function addPackage(name: string, manifest: object, files: readonly string[]): string {
    const own = join(folder, 'node_modules', name);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    for (const file of files) writeFileSync(join(own, file), '');
    return own;
  }

  it('finds packages by name, those for import only too, and files', () => {
    const esm = addPackage('esm-only', { type: 'module', exports: { import: './a.js' } }, ['a.js']);
    const both = addPackage('both', { exports: { '.': { import: './a.mjs', require: './a.cjs' } } }, [
      'a.mjs',
      'a.cjs',
    ]);
    const plain = addPackage('plain', { main: 'a.js' }, ['a.js']);
    writeFileSync(join(folder, 'own.mjs'), '');
    expect(['esm-only', 'both', 'plain', './own.mjs'].map((name) => resolveModule(name, from))).toEqual(
      [join(esm, 'a.js'), join(both, 'a.cjs'), join(plain, 'a.js'), join(folder, 'own.mjs')].map(
        (path) => pathToFileURL(path).href,
      ),
    );
  });

  it('says that there is none', () => {
    addPackage('hidden', { exports: { './other': './a.js' } }, ['a.js']);
    expect(['missing', 'hidden', './missing.mjs'].map((name) => resolveModule(name, from))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
