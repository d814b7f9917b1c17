// Writes test-results/jest.json, from which .ci/run counts passed and failed tests over all packages.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

module.exports = class ResultsReporter {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
  }
  onRunComplete(_, results) {
    mkdirSync(join(this.rootDir, 'test-results'), { recursive: true });
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    writeFileSync(
      join(this.rootDir, 'test-results', 'jest.json'),
      JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }),
    );
  }
};
