import type { Table } from '@ser/report';
import type { Results } from '../results';
import { provenance } from './provenance';

/** What each split lets through from the training rows to the test rows. */
export function leakTable(results: Results): Table {
  const firstSeeds = results.networks.filter(({ name, seed }) => {
    return results.summary.some((network) => network.name === name && network.seeds[0] === seed);
  });
  return {
    caption: `What the test rows share with the training rows (${provenance(results)})`,
    columns: [
      'network',
      { label: 'training rows', align: 'right' },
      { label: 'test rows', align: 'right' },
      { label: 'test rows with a version of their clip in training', align: 'right' },
      { label: 'speakers on both sides', align: 'right' },
    ],
    rows: firstSeeds.map(({ name, trainRows, testRows, leaks }) => [
      name,
      String(trainRows),
      String(testRows),
      `${leaks.siblingTestRows} (${((100 * leaks.siblingTestRows) / testRows).toFixed(0)} %)`,
      String(leaks.sharedSpeakers),
    ]),
  };
}
