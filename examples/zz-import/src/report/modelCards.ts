import type { ReportCard } from '@ser/report';
import { titleOf } from '../reported';
import type { NetworkResult, Results } from '../results';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** One card a network: what it is, what it was trained and tested on, what it must not be used for. */
export function modelCards(results: Results): ReportCard[] {
  return results.summary.flatMap(({ name, seeds }) => {
    const run = results.networks.find((network) => network.name === name && network.seed === seeds[0]);
    return run === undefined ? [] : [card(run, results)];
  });
}

function card(run: NetworkResult, { corpus, twin }: Results): ReportCard {
  const onNewVoices = twin.find(
    ({ network, protocol, augmentation }) =>
      network === run.name && protocol === 'speaker' && augmentation === undefined,
  );
  return {
    title: titleOf(run.name),
    values: [
      ['Tells apart', run.labels.join(', ')],
      ['Parameters', run.parameters.toLocaleString('en')],
      ['Corpus', `${corpus.name}, ${corpus.speakers} speakers; licence ${corpus.licence}`],
      ['Rows', `${run.trainRows.toLocaleString('en')} trained on, ${run.testRows.toLocaleString('en')} tested`],
      ['Seed', String(run.seed)],
      ["Accuracy, the report's protocol", percent(run.accuracy)],
      ["UAR, the report's protocol", percent(run.classification.uar)],
      ['Accuracy on speakers never heard', onNewVoices && percent(onNewVoices.pooled.accuracy)],
      ['Leaks', run.leaks.message],
    ],
    notes: [
      corpus.synthetic
        ? 'Trained on made-up voices: for trying the pipeline only.'
        : 'Acted English speech of one corpus: for research on such recordings. Not for decisions about people.',
      ...(corpus.synthetic ? [] : [`Weights carry the terms of the data: ${corpus.licence}.`]),
    ],
  };
}
