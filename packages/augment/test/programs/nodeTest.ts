// The kit under node:test, with the runner given.
import { describe, it } from 'node:test';
import { shift } from '../../src/index';
import { describeAugmentation } from '../../src/testing';

const runner = {
  describe: (name: string, define: () => void) => void describe(name, define),
  it: (name: string, test: () => void) => void it(name, test),
};
describeAugmentation(shift, [{ maxSamples: 50 }], { runner, onSpeed: () => {} });
