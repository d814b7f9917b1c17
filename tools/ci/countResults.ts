// Usage: countResults.ts STEPS_PASSED STEPS_FAILED
// Prints the gate's last line from what Jest, and suites beside it (conformance-*.json), wrote for each package, and
// fails when anything failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface JestCounts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

let passed = Number(process.argv[2] ?? 0);
let failed = Number(process.argv[3] ?? 0);
let skipped = 0;

for (const group of ['packages', 'examples']) {
  for (const folder of readdirSync(group)) {
    if (!existsSync(join(group, folder, 'jest.config.mjs'))) continue;
    const results = join(group, folder, 'test-results');
    if (!existsSync(join(results, 'jest.json'))) {
      // A package whose tests never ran must not look like a package without failures.
      console.log(`${group}/${folder}: no test results`);
      failed += 1;
      continue;
    }
    for (const file of readdirSync(results).sort()) {
      if (file !== 'jest.json' && !/^conformance-\w+\.json$/.test(file)) continue;
      const counts = JSON.parse(readFileSync(join(results, file), 'utf8')) as JestCounts;
      passed += counts.numPassedTests;
      failed += counts.numFailedTests + counts.numRuntimeErrorTestSuites;
      skipped += counts.numPendingTests;
      console.log(
        `${group}/${folder}${file === 'jest.json' ? '' : `, ${file.slice(0, -'.json'.length)}`}: ` +
          `${counts.numPassedTests} passed, ${counts.numFailedTests + counts.numRuntimeErrorTestSuites} failed, ` +
          `${counts.numPendingTests} skipped`,
      );
    }
  }
}

if (skipped > 0) console.log(`${skipped} tests were skipped; each says why in its package's output`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
