import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SimdBackendOptions } from '../src';
import { bundleSuite, type Host } from './bundleSuite';
import { compare } from './compare';
import { exceptions } from './exceptions';
import { report, writeCounts } from './report';
import type { SuiteResult } from './results';

/** Runs the bundled suite on one backend, in a process or page of its own. */
export type RunOn = (bundle: string, backendName: string, options: SimdBackendOptions) => Promise<SuiteResult>;

const results = fileURLToPath(new URL('../test-results', import.meta.url));

/** What the command line says about our backend: `--threads N`, `--relaxed`. */
function backendOptions(): SimdBackendOptions {
  const { values } = parseArgs({
    options: {
      threads: { type: 'string' },
      relaxed: { type: 'boolean', default: false },
      // Read in `browser.ts`.
      'not-isolated': { type: 'boolean' },
    },
  });
  return { threads: values.threads === undefined ? undefined : Number(values.threads), relaxed: values.relaxed };
}

/** Bundles the suite, runs it on the CPU backend and on ours, compares, prints, and sets the exit code. */
export async function run(title: string, host: Host, runOn: RunOn): Promise<void> {
  const folder = join(results, 'conformance');
  mkdirSync(folder, { recursive: true });
  const bundle = join(folder, host === 'node' ? 'suite.cjs' : 'suite.js');
  const options = backendOptions();
  const started = performance.now();
  await bundleSuite(host, bundle);
  const reference = await runOn(bundle, 'cpu', options);
  const candidate = await runOn(bundle, 'simd', options);
  if (reference.onSimdBackend !== 0 || candidate.onSimdBackend === 0) {
    throw new Error('conformance: the specs did not run on the backends they were meant for');
  }
  const comparison = compare(reference, candidate, exceptions);
  writeCounts(results, `conformance-${host}`, comparison);
  const conforms = report(title, [reference, candidate], comparison);
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
  process.exitCode = conforms ? 0 : 1;
}
