export { type BrokenPromise, type CheckOptions, checkAugmentation } from './checkAugmentation';
export {
  type DescribeOptions,
  describeAugmentation,
  type TestedFactory,
  type TestRunner,
} from './describeAugmentation';
export type { RuleName } from './rules';
