import type { DatasetRow } from '@ser/dataset';
import type { NamedFold } from '@ser/train';
import { customVersion } from '../customAugmentation';

/** Which versions of the training clips are trained on. The original always is; it is what is tested, too. */
export const augmentations: readonly { readonly name: string; readonly versions: readonly string[] }[] = [
  { name: 'none', versions: ['original'] },
  { name: 'noise', versions: ['original', 'noise'] },
  { name: 'stretch+pitch', versions: ['original', 'stretch+pitch'] },
  { name: 'both', versions: ['original', 'noise', 'stretch+pitch'] },
  { name: customVersion, versions: ['original', customVersion] },
];

/** The fold without the training rows of other versions. */
export function withVersions(
  rows: readonly DatasetRow[],
  { name, train, test }: NamedFold,
  versions: readonly string[],
): NamedFold {
  return { name, train: train.filter((row) => versions.includes(rows[row]!.version)), test };
}
