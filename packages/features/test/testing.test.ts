import { type FeatureSet, logMelFeatures, report162Features, reportMfccFeatures } from '../src/index';
import { checkFeatureSet, describeFeatureSet, type FeatureSetCases, type FeatureSetRule } from '../src/testing';

const quiet = { report: () => {} };
describeFeatureSet(report162Features, {}, quiet);
describeFeatureSet(reportMfccFeatures, {}, quiet);
describeFeatureSet(
  logMelFeatures({ frames: 20, nMels: 24, nFft: 512, hopLength: 128 }),
  { make: logMelFeatures },
  quiet,
);

// A feature as plain as can be: the largest magnitude and the mean of the samples.
const few: FeatureSetCases = { sampleRates: [8000] };
const plain: FeatureSet = {
  name: 'plain',
  version: '1',
  columns: ['peak', 'mean'],
  units: ['1', '1'],
  shape: [2],
  extract({ samples, sampleRate }) {
    let peak = 0;
    let sum = 0;
    for (const value of samples) {
      peak = Math.max(peak, Math.abs(value));
      sum += value;
    }
    // NaN and infinities go through the sum.
    if (samples.length === 0 || !(sampleRate > 0) || sum - sum !== 0) {
      throw Object.assign(new Error('not a clip'), { code: 'BAD_CLIP' });
    }
    return Float32Array.of(peak, sum / samples.length);
  },
};
const changed = (extract: FeatureSet['extract']): FeatureSet => ({ ...plain, extract });
const memory = Float32Array.of(0, 0);
let calls = 0;

/** Sets that each break one promise, which the kit must tell. */
const broken: [string, FeatureSetRule, FeatureSet, FeatureSetCases?][] = [
  ['no version', 'declaration', { ...plain, version: '' }],
  ['a size of 0', 'declaration', { ...plain, columns: [], units: [], shape: [0] }],
  ['a column too few', 'declaration', { ...plain, columns: ['peak'], units: ['1'] }],
  ['two columns of one name', 'declaration', { ...plain, columns: ['peak', 'peak'] }],
  ['a unit too few', 'declaration', { ...plain, units: ['1'] }],
  ['a value too many', 'shape', changed((clip) => Float32Array.of(...plain.extract(clip), 1))],
  [
    'values that follow the length of the clip',
    'shape',
    changed((clip) => {
      const [peak] = plain.extract(clip);
      return clip.samples.map((value) => value + peak!);
    }),
  ],
  ['NaN on silence', 'finite', changed((clip) => plain.extract(clip).map((value) => value / plain.extract(clip)[0]!))],
  [
    'infinity at one rate',
    'finite',
    changed((clip) => plain.extract(clip).map((value) => (clip.sampleRate === 48000 ? 1 / 0 : value))),
    {},
  ],
  [
    'a throw on one sample',
    'finite',
    changed((clip) => {
      if (clip.samples.length === 1) throw new Error('too short');
      return plain.extract(clip);
    }),
  ],
  [
    'another result at every call',
    'determinism',
    changed((clip) => plain.extract(clip).map((value) => value + calls++)),
  ],
  [
    'one memory for all results',
    'determinism',
    changed((clip) => {
      memory.set(plain.extract(clip));
      return memory;
    }),
  ],
  [
    'a result in the memory of the clip',
    'determinism',
    changed((clip) => {
      plain.extract(clip);
      return clip.samples.length < 2 ? Float32Array.of(0, 0) : clip.samples.subarray(0, 2);
    }),
  ],
  [
    'a clip normalised in place',
    'purity',
    changed((clip) => {
      const [peak, mean] = plain.extract(clip);
      clip.samples.forEach((value, i) => {
        clip.samples[i] = value / 2;
      });
      return Float32Array.of(peak!, mean!);
    }),
  ],
  ['NaN taken for a sample', 'refusal', changed(({ samples }) => Float32Array.of(samples.length, 0))],
  [
    'a refusal without a code',
    'refusal',
    changed((clip) => {
      try {
        return plain.extract(clip);
      } catch {
        throw new TypeError('no');
      }
    }),
  ],
  ['clips taken that it calls too short', 'refusal', plain, { ...few, minSamples: 100 }],
  [
    'a function among the options',
    'json',
    { ...plain, reference: { module: 'm', export: 'e', options: { f: () => 1 } } },
  ],
  [
    'options of which nobody can make it',
    'json',
    { ...plain, reference: { module: 'm', export: 'e', options: { a: 1 } } },
  ],
  [
    'options that make another version',
    'json',
    { ...plain, reference: { module: 'm', export: 'e', options: { a: 1 } } },
    { ...few, make: () => ({ ...plain, version: '2' }) },
  ],
  [
    'options that make another feature',
    'json',
    { ...plain, reference: { module: 'm', export: 'e', options: { a: 1 } } },
    { ...few, make: () => changed((clip) => plain.extract(clip).map((value) => 2 * value)) },
  ],
];

describe('the kit', () => {
  it('finds nothing in a set that keeps its promises', () => {
    expect(checkFeatureSet(plain)).toEqual([]);
    const withOptions = { ...plain, reference: { module: 'm', export: 'e', options: { a: [1, { b: null }] } } };
    expect(checkFeatureSet(withOptions, { ...few, make: () => withOptions })).toEqual([]);
  });

  it.each(broken)('tells %s', (_name, rule, set, cases = few) => {
    const rules = new Set(checkFeatureSet(set, cases).map((problem) => problem.rule));
    expect(rules).toContain(rule);
  });

  it.each(['declaration', 'shape', 'finite', 'determinism', 'purity', 'refusal', 'json'])(
    'has a broken set for %s',
    (rule) => {
      expect(broken.map((entry) => entry[1])).toContain(rule);
    },
  );

  it('says which clip a promise was broken on, and how', () => {
    const set = changed((clip) => plain.extract(clip).map((value) => (clip.samples.length === 1 ? Number.NaN : value)));
    expect(checkFeatureSet(set, few)).toEqual([
      { rule: 'finite', message: 'plain: on one sample at 8000 Hz: value 0 (peak) is NaN' },
    ]);
  });

  it('tries the clips that it is given', () => {
    const clip = { samples: Float32Array.of(0.123), sampleRate: 11025 };
    const set = changed((given) =>
      plain.extract(given).map((value) => (given.sampleRate === 11025 ? Number.NaN : value)),
    );
    const problems = checkFeatureSet(set, { ...few, clips: [{ name: 'mine', clip }] });
    expect(problems[0]?.message).toContain('on mine');
  });
});

describe('describeFeatureSet', () => {
  /** Runs it as a test runner would; what each test threw, by its name. */
  function runIn(
    set: FeatureSet,
    cases: FeatureSetCases,
  ): { name: string; outcomes: Map<string, unknown>; lines: string[] } {
    const outcomes = new Map<string, unknown>();
    const lines: string[] = [];
    let name = '';
    describeFeatureSet(set, cases, {
      describe: (title, body) => {
        name = title;
        body();
      },
      it: (title, body) => {
        try {
          body();
          outcomes.set(title, 'passed');
        } catch (error) {
          outcomes.set(title, error);
        }
      },
      report: (line) => lines.push(line),
    });
    return { name, outcomes, lines };
  }

  it('declares a test a promise in any runner, and reports the speed', () => {
    const { name, outcomes, lines } = runIn(plain, few);
    expect(name).toBe('feature set plain 1');
    expect([...outcomes.values()]).toEqual(new Array(8).fill('passed'));
    expect(lines).toEqual([expect.stringMatching(/^plain 1: [\d.]+ ms for 2.6 s at 8000 Hz/)]);
  });

  it('fails the test of the promise that is broken, and only that', () => {
    const { outcomes } = runIn({ ...plain, version: '' }, few);
    const failed = [...outcomes.values()].filter((outcome) => outcome !== 'passed');
    expect(failed).toEqual([expect.objectContaining({ message: expect.stringContaining("breaks 'declaration'") })]);
  });
});
