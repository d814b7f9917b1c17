import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '@ser/random';
import { folderCellStore } from '../../src/cells/folderCellStore';
import { crossValidate } from '../../src/crossValidate';
import { kFold } from '../../src/splits/kFold';

/** Runs 5 folds x 4 seeds of a made-up model, each cell a few milliseconds; the result goes to `result.json`. */
async function main(folder: string, pause: number): Promise<void> {
  const y = Array.from({ length: 400 }, (_, row) => row % 4);
  const result = await crossValidate({
    folds: kFold(400, { folds: 5 }),
    seeds: [1, 2, 3, 4],
    rows: y.map((_, row) => ({ clipId: String(row), speaker: String(row) })),
    y,
    labels: ['a', 'b', 'c', 'd'],
    store: folderCellStore(join(folder, 'cells')),
    key: 'drawn',
    train: async ({ fold, seed, split }) => {
      const rng = createRng(`${fold} ${seed}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
      const probabilities = Array.from(split.test).flatMap(() => [rng.uniform(), rng.uniform(), rng.uniform(), 0.5]);
      return { probabilities };
    },
    onCell: ({ source, damaged }) => console.log(source, damaged ?? ''),
  });
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
}

main(process.argv[2]!, Number(process.argv[3]));
