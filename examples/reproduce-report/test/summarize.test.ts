import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import type { Cell } from '../src/cell';
import { findings } from '../src/report/findings';
import { networkTable } from '../src/report/networkTable';
import { predictionsCsv } from '../src/report/predictionsCsv';
import { splitsCsv } from '../src/report/splitsCsv';
import { summarize } from '../src/summarize';
import { someCell } from './support/someCell';

const { test } = someCell();
const allRight = { ...test, predicted: [0, 1, 0, 1] };
const ablation = (augmentation: string, parts: Partial<Cell> = {}) =>
  someCell({ study: 'ablation', network: 'cnnLstm5', protocol: 'speaker', augmentation, ...parts });

const humming = someCell({
  network: 'lstm',
  features: 'report162',
  augment: { name: 'mainsHum', options: { snrDb: 10 } },
});

describe('summarize', () => {
  it('gives the mean and the deviation over seeds, in the order of the report whatever the order of the files', () => {
    const cells = [
      someCell({ network: 'lstm' }),
      someCell({ seed: 1, test: allRight }),
      someCell({ network: 'cnn4Plateau' }),
      someCell(),
    ];
    const results = summarize(cells);
    expect(results.summary.map(({ name, seeds }) => [name, seeds])).toEqual([
      ['cnn4', [0, 1]],
      ['cnn4Plateau', [0]],
      ['lstm', [0]],
    ]);
    const [cnn4, plateau, lstm] = results.summary;
    expect(cnn4!.accuracy).toEqual({ mean: 0.875, deviation: Math.sqrt(0.03125) });
    expect(lstm!.accuracy).toEqual({ mean: 0.75, deviation: null });
    expect([cnn4!.reported, plateau!.reported, lstm!.reported]).toEqual([64.27, undefined, 44]);
    expect(cnn4!.overSpeakers).toMatchObject({ speakers: 2 });
    expect(summarize([...cells].reverse())).toEqual(results);
  });

  it('gives the accuracy after each stage, and the best of any epoch', () => {
    const epochs = [0.3, 0.9, 0.5, 0.6].map((valAccuracy, epoch) => ({ ...someCell().epochs[0]!, epoch, valAccuracy }));
    const [network] = summarize([someCell({ network: 'lstm', epochs, stageStarts: [0, 2, 3] })]).networks;
    expect(network).toMatchObject({ afterStages: [0.9, 0.5, 0.6], bestAccuracy: 0.9, bestEpoch: 2, seconds: 8 });
  });

  it('pools folds, and says how many of them there are', () => {
    const fold = (at: number, rows = test) =>
      someCell({ study: 'twin', protocol: 'speaker', fold: at, folds: 6, test: rows });
    const [result] = summarize([fold(2, allRight), fold(1)]).twin;
    expect(result).toMatchObject({ of: 6, accuracy: { mean: 0.875 }, pooled: { accuracy: 0.875 } });
    expect(result!.folds.map(({ fold: at, accuracy }) => [at, accuracy])).toEqual([
      [1, 0.75],
      [2, 1],
    ]);
    expect(result!.confusion).toEqual([
      [4, 0],
      [1, 3],
    ]);
  });

  it('holds each augmentation against none on the folds that both have', () => {
    const { twin } = summarize([
      ablation('both', { test: allRight }),
      ablation('both', { fold: 2 }),
      ablation('none'),
      ablation('noise'),
    ]);
    expect(twin.map(({ augmentation, againstNone }) => [augmentation, againstNone?.difference])).toEqual([
      ['none', undefined],
      ['noise', 0],
      ['both', 0.25],
    ]);
  });

  it('says which augmentation of the user the rows hold; the 2-D CNNs, which see none, may stand beside', () => {
    const results = summarize([humming, someCell()]);
    expect(results.augment).toEqual(humming.augment);
    expect(networkTable(results).caption).toContain('custom augmentation mainsHum {"snrDb":10}');
    expect(summarize([someCell()])).not.toHaveProperty('augment');
  });

  it.each([
    ['no result', [], 'NOTHING_ASKED', /no finished training/],
    [
      'two trainings of one name',
      [someCell(), someCell({ profile: 'quick', recipe: { epochs: 20 } })],
      'CANNOT_MERGE',
      /report cnn4, seed 0: one of profile "full", \{"epochs":1\}, one of profile "quick", \{"epochs":20\}/,
    ],
    [
      'two corpora',
      [someCell(), someCell({ seed: 1, corpus: { ...someCell().corpus, name: 'synthetic', synthetic: true } })],
      'CANNOT_MERGE',
      /RAVDESS \(8 clips\) and synthetic \(8 clips\)/,
    ],
    [
      'rows with and without an augmentation of the user',
      [humming, someCell({ network: 'cnnLstm5', features: 'report162' })],
      'CANNOT_MERGE',
      /are with \{"name":"mainsHum".* and without --augment/,
    ],
  ])('refuses %s', (_, cells, code, message) => {
    expect(() => summarize(cells)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  it('is described by the published schema, and one wrong value is not', () => {
    const results = JSON.parse(
      JSON.stringify(summarize([someCell(), humming, someCell({ study: 'twin' }), ablation('none'), ablation('both')])),
    );
    const schema = JSON.parse(readFileSync(join(__dirname, '..', 'results.schema.json'), 'utf8'));
    const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
    expect([validate(results), validate.errors]).toEqual([true, null]);
    results.networks[0].accuracy = '64 %';
    expect(validate(results)).toBe(false);
  });
});

describe('what other researchers check', () => {
  it('is one line a test row, with a column for each probability', () => {
    const csv = predictionsCsv([someCell(), someCell({ network: 'lstm', labels: ['calm', 'sad'] })]);
    const lines = csv.trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe(
      'study,network,protocol,augmentation,fold,seed,clip,version,speaker,actual,predicted,p_angry,p_calm,p_sad',
    );
    expect(lines[1]).toBe('report,cnn4,report,all,1,0,a,original,01,angry,angry,0.9,,0.1');
    expect(lines[8]).toBe('report,lstm,report,all,1,0,d,original,02,sad,calm,,0.7,0.3');
  });

  it('is the fold that was trained without each row', () => {
    const twin = (fold: number, clips: string[], trained: string[]) =>
      someCell({
        study: 'twin',
        protocol: 'speaker',
        fold,
        test: { ...test, clips, versions: clips.map(() => 'original') },
        train: { rows: 1, clips: [{ versions: ['noise', 'original'], clips: trained }] },
      });
    expect(splitsCsv([twin(1, ['a'], ['b']), twin(2, ['b'], ['a'])]).split('\n')).toEqual([
      'features,clip,version,speaker',
      'reportMfcc,a,noise,1',
      'reportMfcc,a,original,1',
      'reportMfcc,b,noise,2',
      'reportMfcc,b,original,2',
      '',
    ]);
  });
});

describe('the sentences over the tables', () => {
  const cnns = (predicted: number[]) =>
    ['cnn1', 'cnn2', 'cnn3', 'cnn4'].map((network) =>
      someCell({ network, test: network === 'cnn4' ? { ...test, predicted } : test }),
    );

  it('say that a ranking within overlapping intervals is noise, and nothing of the kind when they do not overlap', () => {
    expect(findings(summarize(cnns([0, 1, 0, 1]))).join()).toMatch(/They all overlap/);
    expect(findings(summarize(cnns([1, 0, 1, 0]))).join()).toMatch(/They do not all overlap/);
  });

  it('say what the leak was worth, in points', () => {
    const twin = (protocol: Cell['protocol'], rows: Cell['test']) => someCell({ study: 'twin', protocol, test: rows });
    expect(findings(summarize([twin('report', allRight), twin('speaker', test)]))).toEqual([
      "2-D CNN, model 4: 100.0 % under the report's protocol, 75.0 % on speakers that it never heard: the leak was worth 25.0 points.",
    ]);
    const part = someCell({ study: 'twin', protocol: 'speaker', folds: 6 });
    expect(findings(summarize([twin('report', allRight), part]))[0]).toContain('75.0 % (1 of 6 folds) on speakers');
  });

  it('say that the learning-rate callback changed nothing, where it did not', () => {
    const rates = (...values: number[]) =>
      values.map((learningRate, epoch) => ({ ...someCell().epochs[0]!, epoch, learningRate }));
    const variant = (...values: number[]) =>
      summarize([someCell({ network: 'cnn4Plateau', epochs: rates(...values) })]);
    expect(findings(variant(1e-3, 1e-3))).toEqual([expect.stringMatching(/never fires for 2-D CNN, model 4:/)]);
    expect(findings(variant(1e-3, 4e-4))).toEqual([]);
  });

  it('are not said of made-up voices', () => {
    const corpus = { ...someCell().corpus, synthetic: true };
    expect(findings(summarize(cnns([0, 1, 0, 1]).map((cell) => ({ ...cell, corpus }))))).toEqual([]);
  });

  it('stand over a table with a line a network', () => {
    const { columns, rows, caption } = networkTable(summarize([someCell(), someCell({ seed: 1, test: allRight })]));
    expect(caption).toContain('(RAVDESS, profile "full")');
    expect(rows).toHaveLength(1);
    expect((rows[0] as unknown[]).slice(0, 3)).toEqual(['2-D CNN, model 4', '64.27', '87.5 ± 17.7']);
    expect(rows[0]).toHaveLength(columns.length);
  });
});
