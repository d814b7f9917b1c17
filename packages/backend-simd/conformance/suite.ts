/**
 * TensorFlow.js' own backend suite, run on one backend. This file is bundled (`bundleSuite.ts`) with one copy of
 * tfjs-core, our sources and jasmine, for Node and for a page alike, and leaves `runSuite` on the global object.
 */
// biome-ignore-start lint/style/noRestrictedImports: the suite is dist files by nature, and the bundler makes them one engine.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';
import { registerSimdBackend } from '../src';
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
async function runSuite(backendName: string): Promise<SuiteResult> {
  const jasmine = jasmineRequire.core(jasmineRequire);
  jasmine.DEFAULT_TIMEOUT_INTERVAL = SPEC_TIMEOUT_MS;
  const env = jasmine.getEnv();
  Object.assign(globalThis, jasmineRequire.interface(jasmine, env));
  env.configure({ random: false });
  // The suite reads its 2-D canvas' name from the environment's: 'cpu' is the one that fits both.
  registerSimdBackend();
  setTestEnvs([{ name: 'cpu', backendName, isDataSync: true }]);
  await import('@tensorflow/tfjs-core/dist/tests');

  const specs: SpecResult[] = [];
  const errors: string[] = [];
  env.addReporter({
    specDone(result: JasmineResult) {
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
  return { backendName, specs, errors };
}
// biome-ignore-end lint/style/noRestrictedImports: as above.

Object.assign(globalThis, { runSuite });
