import { workerEntry } from '../src/clipRunner';

describe('workerEntry', () => {
  it('is the worker beside the module, in the same form', () => {
    expect(workerEntry('file:///app/dist/index.js').entry).toMatch(/dist.worker\.js$/);
    expect(workerEntry('file:///app/dist/index.cjs')).toEqual({ entry: expect.stringMatching(/dist.worker\.cjs$/) });
  });

  it('brings loader and condition when it runs from source', () => {
    const { entry, execArgv } = workerEntry(new URL('../src/clipRunner.ts', import.meta.url).href);
    expect(entry).toMatch(/src.worker\.ts$/);
    expect(execArgv).toContain('--conditions=@ser/source');
  });
});
