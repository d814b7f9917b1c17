import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from './compare';
import type { SpecStatus, SuiteResult } from './results';

/** An array comparison prints both arrays; the first lines say what is wrong. */
const LONGEST_MESSAGE = 400;

function counts({ backendName, specs }: SuiteResult): string {
  const count = (status: SpecStatus) => specs.filter((spec) => spec.status === status).length;
  return `${backendName}: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}

/** Prints what was found, and tells whether the candidate conforms. */
export function report(title: string, runs: readonly SuiteResult[], comparison: Comparison): boolean {
  console.log(`${title}: ${runs.map(counts).join(' · ')}`);
  for (const name of comparison.notCompared)
    console.log(`  not compared, not passed on ${runs[0]?.backendName}: ${name}`);
  for (const { name, reason } of comparison.excepted) console.log(`  exception: ${name} (${reason})`);
  for (const { name, messages } of comparison.failures) {
    console.error(`✗ ${name}`);
    for (const message of messages)
      console.error(`    ${message.slice(0, LONGEST_MESSAGE).replaceAll('\n', '\n    ')}`);
  }
  for (const problem of comparison.problems) console.error(`✗ ${problem}`);
  const wrong = comparison.failures.length + comparison.problems.length;
  console.log(`${comparison.passed} passed, ${wrong} failed, ${comparison.excepted.length} exceptions`);
  return wrong === 0;
}

/** Writes the counts for tools/ci/countResults.ts, in the words of Jest's. */
export function writeCounts(folder: string, name: string, { passed, failures, excepted, problems }: Comparison): void {
  mkdirSync(folder, { recursive: true });
  const counted = {
    numPassedTests: passed,
    numFailedTests: failures.length,
    numPendingTests: excepted.length,
    numRuntimeErrorTestSuites: problems.length,
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(counted));
}
