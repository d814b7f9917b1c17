/**
 * TensorFlow.js' own backend suite, run on one backend. This file is bundled (`bundleSuite.ts`) with one copy of
 * tfjs-core, our sources and jasmine, for Node and for a page alike, and leaves `runSuite` on the global object.
 */
// biome-ignore-start lint/style/noRestrictedImports: the suite is dist files by nature, and the bundler makes them one engine.
import { findBackend, getBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';
import { registerSimdBackend, SimdBackend, type SimdBackendOptions } from '../src';
import type { SpecResult, SpecStatus, SuiteResult } from './results';

/** Slow machines and a page's first compilation take longer than jasmine's five seconds. */
const SPEC_TIMEOUT_MS = 60_000;

interface Expectation {
  readonly message: string;
}

interface JasmineResult {
  readonly fullName: string;
  readonly status: string;
  readonly failedExpectations: readonly Expectation[];
}

const statuses: Readonly<Record<string, SpecStatus>> = { passed: 'passed', failed: 'failed' };
const messagesOf = (result: Pick<JasmineResult, 'failedExpectations'>) =>
  result.failedExpectations.map(({ message }) => message);

/** Runs every spec in the suite's own order (some lean on it) and hands back each one's outcome. */
async function runSuite(backendName: string, options: SimdBackendOptions): Promise<SuiteResult> {
  const jasmine = jasmineRequire.core(jasmineRequire);
  jasmine.DEFAULT_TIMEOUT_INTERVAL = SPEC_TIMEOUT_MS;
  const env = jasmine.getEnv();
  Object.assign(globalThis, jasmineRequire.interface(jasmine, env));
  env.configure({ random: false, forbidDuplicateNames: false });
  registerSimdBackend(options);
  // One name for both, so that specs are named alike; some specs read from it which canvas they draw on.
  setTestEnvs([{ name: 'cpu', backendName, isDataSync: true }]);
  await import('@tensorflow/tfjs-core/dist/tests');

  const specs: SpecResult[] = [];
  const errors: string[] = [];
  let onSimdBackend = 0;
  env.addReporter({
    specDone(result: JasmineResult) {
      if (getBackend() === backendName && findBackend(backendName) instanceof SimdBackend) onSimdBackend += 1;
      const status = statuses[result.status] ?? 'skipped';
      specs.push({ name: result.fullName, status, messages: messagesOf(result) });
    },
    suiteDone(result: JasmineResult) {
      for (const message of messagesOf(result)) errors.push(`${result.fullName}: ${message}`);
    },
    jasmineDone(result: JasmineResult) {
      errors.push(...messagesOf(result));
    },
  });
  await env.execute();
  return { backendName, onSimdBackend, specs, errors };
}
// biome-ignore-end lint/style/noRestrictedImports: as above.

Object.assign(globalThis, { runSuite });
