import { intervalFigure, type Table } from '@ser/report';
import type { NetworkSummary, Results, Spread } from '../results';
import { drawn } from './figures';
import { provenance } from './provenance';

const points = (value: number) => (100 * value).toFixed(1);
const shown = ({ mean, deviation }: Spread) => points(mean) + (deviation === null ? '' : ` ± ${points(deviation)}`);

/** Network | reported | ours: last epoch, best epoch, after each stage | UAR | parameters | seconds. */
export function networkTable(results: Pick<Results, 'summary' | 'corpus' | 'profiles'>): Table {
  return {
    caption: `Test accuracy in percent, reported and reproduced: mean ± standard deviation over seeds (${provenance(results)})`,
    columns: [
      'network',
      { label: 'reported', align: 'right' },
      { label: 'last epoch', align: 'right' },
      { label: 'best epoch', align: 'right' },
      { label: 'after each stage', align: 'right' },
      { label: 'UAR', align: 'right' },
      { label: 'seeds', align: 'right' },
      { label: 'parameters', align: 'right' },
      { label: 'epochs', align: 'right' },
      { label: 'seconds', align: 'right' },
    ],
    rows: results.summary.map((network) => [
      network.title,
      reportedOf(network),
      shown(network.accuracy),
      shown(network.bestAccuracy),
      network.afterStages.length > 1 ? network.afterStages.map(shown).join(' / ') : null,
      shown(network.uar),
      String(network.seeds.length),
      network.parameters.toLocaleString('en'),
      network.epochs.mean.toFixed(0),
      network.seconds.mean.toFixed(0),
    ]),
  };
}

function reportedOf({ reported, reportedBest }: NetworkSummary): string | null {
  if (reported === undefined) return null;
  return reported.toFixed(2) + (reportedBest === undefined ? '' : ` (up to ${reportedBest})`);
}

export const networkFile = 'reported-and-reproduced.svg';

/** Each network's accuracy with its interval over speakers, the report's as a mark, the best epoch as a ring. */
export function networkFigure({ summary, networks }: Pick<Results, 'summary' | 'networks'>) {
  const rows = summary.flatMap(({ name, title, seeds, reported, overSpeakers }) => {
    const first = networks.find((run) => run.name === name && run.seed === seeds[0])!;
    const [group = title, label = title] = title.split(/, (.*)/);
    return {
      group,
      label,
      value: first.accuracy,
      second: first.bestAccuracy,
      ...(reported === undefined ? {} : { reference: reported / 100 }),
      ...(overSpeakers === undefined ? {} : { low: overSpeakers.low, high: overSpeakers.high }),
    };
  });
  return drawn((size) =>
    intervalFigure({
      title: 'Reported and reproduced',
      subtitle: 'Test accuracy, first seed; lines: 95 % over speakers',
      name: 'last epoch',
      referenceName: 'reported',
      secondName: 'best epoch',
      ...size,
      rows,
    }),
  );
}
