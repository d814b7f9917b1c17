import { type Measured, measured, type Results } from './results';
import { networkNames, networkTitles } from './tasks';

/** A line of the table of marks and goals; `value` is undefined where this run did not measure it. */
export interface Goal {
  readonly what: string;
  readonly value: number | undefined;
  readonly unit: string;
  /** Whether more is better. */
  readonly more: boolean;
  readonly mark: number;
  /** Where there is only a mark. */
  readonly goal?: number;
}

const networkGoals = {
  cnn4: { mark: 0.41, goal: 1 },
  lstm: { mark: 0.6, goal: 0.8 },
  cnnLstm4: { mark: 0.5, goal: 1 },
  cnnLstm5: { mark: 0.5, goal: 1 },
};

function ratio(above: Measured | undefined, below: Measured | undefined): number | undefined {
  return above === undefined || below === undefined ? undefined : above.median / below.median;
}

/** What we promised ourselves, with what this run reached: ratios of the same run, never of another. */
export function goalsOf(results: Results): Goal[] {
  const of = (what: string, peer: string) => measured(results, what, peer);
  const ours = (what: string) => of(what, 'simd')?.median;
  const peak = results.rows.filter(
    (row): row is Measured => 'median' in row && row.peer === 'simd' && row.what.startsWith('train:'),
  );
  const has = (peer: string) => results.peers.some(({ name }) => name === peer);
  const bytes = peak.length === networkNames.length ? Math.max(...peak.map(({ peakBytes }) => peakBytes)) : undefined;
  return [
    ...networkNames
      .filter(() => has('keras'))
      .map((network) => ({
        what: `${networkTitles[network]}: speed of Keras`,
        value: ratio(of(`train:${network}`, 'keras'), of(`train:${network}`, 'simd')),
        unit: 'x',
        more: true,
        ...networkGoals[network],
      })),
    ...networkNames
      .filter((network) => network !== 'lstm' && has('cpu'))
      .map((network) => ({
        what: `${networkTitles[network]}: speed of TensorFlow.js \`cpu\``,
        value: ratio(of(`train:${network}`, 'cpu'), of(`train:${network}`, 'simd')),
        unit: 'x',
        more: true,
        mark: 100,
      })),
    {
      what: 'matrix multiply 1024^3, one thread (goal: 90 % of the 128-bit peak)',
      value: ours('multiply:1'),
      unit: 'GFLOP/s',
      more: true,
      mark: 38,
      goal: 0.9 * results.peak,
    },
    {
      what: 'matrix multiply 1024^3, two threads against one',
      value: ratio(of('multiply:2', 'simd'), of('multiply:1', 'simd')),
      unit: 'x',
      more: true,
      mark: 1.9,
    },
    { what: 'inference, one clip, model 4', value: ours('infer'), unit: 'ms', more: false, mark: 2, goal: 0.6 },
    {
      what: 'import to the end of the first training step, model 4',
      value: ours('firstStep'),
      unit: 'ms',
      more: false,
      mark: 1000,
      goal: 300,
    },
    {
      what: 'import to the first result, ES modules',
      value: ours('firstResult'),
      unit: 'ms',
      more: false,
      mark: 150,
    },
    {
      what: 'import to the first result, CommonJS',
      value: ours('firstResult:require'),
      unit: 'ms',
      more: false,
      mark: 150,
    },
    {
      what: 'peak memory of the training process, largest network',
      value: bytes === undefined ? undefined : bytes / 1e6,
      unit: 'MB',
      more: false,
      mark: 500,
      goal: 300,
    },
  ];
}
