import { type RandomSplitOptions, randomSplit } from './randomSplit';
import type { Split } from './split';

/**
 * **Leaky, kept to reproduce the report.** Splits rows at random after each clip became several (original, noise,
 * stretched): a clip's versions land on both sides, and the test then measures recognition of clips already heard. Use
 * `groupSplit` by clip or speaker for a figure that means something; `auditLeaks` shows the difference.
 *
 * @param rows - all rows, augmented ones included
 * @throws TrainError as `randomSplit`
 */
export function splitAfterAugmentation(rows: readonly unknown[], options: RandomSplitOptions = {}): Split {
  return randomSplit(rows.length, options);
}
