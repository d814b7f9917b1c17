import { titleOf } from '../reported';
import type { NetworkSummary, Results, TwinResult } from '../results';

const points = (share: number) => (100 * share).toFixed(1);

/** What the numbers say, in sentences: nothing here that they do not. */
export function findings({ corpus, summary, networks, twin }: Results): string[] {
  if (corpus.synthetic) return [];
  return [...ranking(summary, networks), ...callback(networks), ...leaks(twin), ...augmentation(twin)];
}

/** Is the report's ranking of its four CNNs more than noise? */
function ranking(summary: readonly NetworkSummary[], networks: Results['networks']): string[] {
  const cnns = summary.filter(({ name }) => /^cnn[1-4]$/.test(name));
  const intervals = cnns.flatMap(({ overSpeakers }) => (overSpeakers === undefined ? [] : [overSpeakers]));
  if (cnns.length < 4 || intervals.length < 4) return [];
  const overlap = Math.max(...intervals.map(({ low }) => low)) <= Math.min(...intervals.map(({ high }) => high));
  const ranges = cnns.map(
    ({ title, overSpeakers }) =>
      `${title.replace('2-D CNN, ', '')} ${points(overSpeakers!.low)} to ${points(overSpeakers!.high)}`,
  );
  const spreads = cnns.flatMap(({ name, title }) => {
    const seeds = networks.filter((run) => run.name === name).map(({ accuracy }) => accuracy);
    return seeds.length < 2 ? [] : [{ title, range: Math.max(...seeds) - Math.min(...seeds) }];
  });
  const widest = spreads.sort((a, b) => b.range - a.range)[0];
  return [
    `The 95 % intervals of the four 2-D CNNs over speakers, first seed, in percent: ${ranges.join(', ')}. ` +
      (overlap
        ? "They all overlap: the report's ranking of its CNNs is within the noise of its one split."
        : 'They do not all overlap.'),
    ...(widest === undefined ? [] : [`The seed alone moves ${widest.title} by ${points(widest.range)} points.`]),
  ];
}

/** Whether the learning-rate callback that the report describes would have done anything. */
function callback(networks: Results['networks']): string[] {
  const variants = networks.filter(({ name }) => name.endsWith('Plateau'));
  const idle = variants.filter(({ epochs }) => new Set(epochs.map(({ learningRate }) => learningRate)).size === 1);
  if (idle.length === 0) return [];
  const names = idle.map(({ name }) => titleOf(name.replace('Plateau', ''))).join(', ');
  return [
    `The learning-rate callback that the report describes never fires for ${names}: the training loss goes on falling, so the variant gives the same numbers.`,
  ];
}

/** A share in percent; of a part of the folds, it says of which. */
function shown({ pooled, folds, of }: TwinResult): string {
  const trained = new Set(folds.map(({ fold }) => fold)).size;
  return `${points(pooled.accuracy)} %${trained < of ? ` (${trained} of ${of} folds)` : ''}`;
}

/** What lies between the report's protocol and a new voice. */
function leaks(twin: readonly TwinResult[]): string[] {
  const whole = twin.filter(({ augmentation: versions }) => versions === undefined);
  return [...new Set(whole.map(({ network }) => network))].flatMap((network) => {
    const under = (protocol: string) =>
      whole.find((result) => result.network === network && result.protocol === protocol);
    const [report, clips, voices] = [under('report'), under('utterance'), under('speaker')];
    if (report === undefined || voices === undefined) return [];
    const between = clips === undefined ? '' : `, ${shown(clips)} with each clip's versions on one side`;
    const leak = points(report.pooled.accuracy - voices.pooled.accuracy);
    return [
      `${titleOf(network)}: ${shown(report)} under the report's protocol${between}, ${shown(voices)} on speakers that it never heard: the leak was worth ${leak} points.`,
    ];
  });
}

function augmentation(twin: readonly TwinResult[]): string[] {
  return twin.flatMap(({ network, title, augmentation: versions, againstNone }) => {
    if (versions !== 'both' || againstNone === undefined) return [];
    const { difference, pValue } = againstNone;
    const verdict =
      pValue < 0.05 ? '' : ', which exchanging speakers at random gives as often: no difference was shown';
    return [
      `${titleOf(network)}, ${title.split(':')[0]}: both augmentations together change the accuracy by ${difference < 0 ? '−' : '+'}${points(Math.abs(difference))} points (p = ${pValue.toFixed(3)})${verdict}.`,
    ];
  });
}
