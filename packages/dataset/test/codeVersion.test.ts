import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeVersion } from '../src/codeVersion';
import { temporaryFolder } from './fixtures/manifest';

describe('codeVersion', () => {
  let root: string;
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const version = () => codeVersion([pathToFileURL(join(root, 'mine/src/index.ts')).href]);

  beforeEach(() => {
    root = temporaryFolder();
    write(
      'mine/package.json',
      JSON.stringify({
        name: 'mine',
        version: '1.0.0',
        dependencies: { linked: '1', installed: '1' },
        peerDependencies: { peer: '1' },
      }),
    );
    write('mine/src/index.ts', 'export {}');
    write('mine/src/deep/part.ts', 'export {}');
    write('mine/test/a.test.ts', '');
    write('linked/package.json', JSON.stringify({ name: 'linked', version: '1.0.0' }));
    write('linked/src/index.ts', 'export {}');
    write('mine/node_modules/installed/package.json', JSON.stringify({ name: 'installed', version: '1.0.0' }));
    write('mine/node_modules/installed/index.js', '');
    write('mine/node_modules/peer/package.json', JSON.stringify({ name: 'peer', version: '1.0.0' }));
    symlinkSync(join(root, 'linked'), join(root, 'mine/node_modules/linked'), 'junction');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays while nothing that computes changes', () => {
    const before = version();
    write('mine/test/a.test.ts', '// changed');
    write('mine/README.md', 'changed');
    write('mine/node_modules/installed/index.js', '// an installed version does not change');
    expect(version()).toBe(before);
  });

  it.each([
    ['the module', 'mine/src/index.ts', '// changed'],
    ['a file of its package', 'mine/src/deep/part.ts', '// changed'],
    ['a linked dependency', 'linked/src/index.ts', '// changed'],
    [
      'the version of an installed one',
      'mine/node_modules/installed/package.json',
      '{"name":"installed","version":"1.0.1"}',
    ],
    ['the version of a peer', 'mine/node_modules/peer/package.json', '{"name":"peer","version":"1.0.1"}'],
  ])('changes with %s', (_, path, text) => {
    const before = version();
    write(path, text);
    expect(version()).not.toBe(before);
  });
});
