import {
  confusionMatrixFigure,
  emotionCounts,
  type FigureOptions,
  intervalFigure,
  spectrogramComparison,
  spectrogramFigure,
  trainingCurves,
  waveform,
} from '@ser/report';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { codeOf, expectInert, hostile, parseSvg, rastersOf, textsOf } from './markup';

const tone = {
  samples: Float32Array.from({ length: 8000 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 8000)),
  sampleRate: 8000,
};
const epochs = Array.from({ length: 12 }, (_, index) => ({
  loss: 2 / (index + 1),
  accuracy: index / 12,
  valLoss: 1.5,
  valAccuracy: index === 7 ? 0.75 : 0.5,
  learningRate: 0.001,
}));
const counts = [
  { label: 'angry', count: 192 },
  { label: 'neutral', count: 96 },
];
// The report's figure 6.
const matrix = [
  [78, 2, 20, 8, 16, 4, 22],
  [0, 104, 9, 1, 3, 38, 1],
  [9, 19, 60, 7, 9, 19, 16],
  [19, 8, 11, 35, 31, 16, 23],
  [10, 8, 10, 21, 50, 20, 21],
  [2, 35, 11, 7, 13, 53, 22],
  [8, 7, 19, 12, 20, 14, 60],
];
const labels = ['angry', 'calm', 'disgust', 'fearful', 'happy', 'sad', 'surprised'];

const intervals = [
  { group: 'network', label: 'rows at random', value: 0.65, low: 0.6, high: 0.7 },
  { group: 'network', label: 'speakers apart', value: 0.4 },
];
const marked = [{ ...intervals[0]!, reference: 0.9, second: 0.8 }, intervals[1]!];

const figures: Record<string, (options?: FigureOptions) => string> = {
  emotionCounts: (options) => emotionCounts({ counts, ...options }),
  waveform: (options) => waveform({ clip: tone, ...options }),
  confusionMatrixFigure: (options) => confusionMatrixFigure({ matrix, labels, ...options }),
  'confusionMatrixFigure with a reference': (options) =>
    confusionMatrixFigure({ matrix, labels, reference: { matrix }, ...options }),
  trainingCurves: (options) => trainingCurves({ epochs, stages: [6, 6], learningRate: true, ...options }),
  spectrogramFigure: (options) => spectrogramFigure({ clip: tone, ...options }),
  spectrogramComparison: (options) =>
    spectrogramComparison({
      panels: [
        { label: 'one', clip: tone },
        { label: 'two', clip: tone },
      ],
      ...options,
    }),
  intervalFigure: (options) => intervalFigure({ rows: intervals, ...options }),
  'intervalFigure with marks': (options) => intervalFigure({ rows: marked, ...options }),
};

describe.each(Object.entries(figures))('%s', (_name, draw) => {
  it('gives the same bytes whatever was drawn before and in whichever document', () => {
    const first = draw({ title: 'T' });
    for (const other of Object.values(figures)) other();
    expect(draw({ title: 'T' })).toBe(first);
    const { document } = parseHTML('<!doctype html><html><body><p>another page</p></body></html>');
    expect(draw({ title: 'T', document: document as Document })).toBe(first);
  });

  it('has a role, a text alternative and no ids, numbers that are NaN or outside references', () => {
    const svg = draw({ title: 'Title' });
    const root = parseSvg(svg);
    expect(root.getAttribute('role')).toBe('img');
    expect(root.getAttribute('aria-label')).toMatch(/^Title\. .*\d/);
    expect(svg).not.toMatch(/\sid="|NaN|Infinity|undefined/);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(/);
  });

  it('shows hostile titles and subtitles as text', () => {
    const svg = draw({ title: hostile, subtitle: hostile, description: hostile });
    expectInert(svg);
    expect(parseSvg(svg).getAttribute('onload')).toBeNull();
    expect(textsOf(svg).join('')).toContain('<script>');
  });

  it('refuses a width nobody could read', () => {
    expect(codeOf(() => draw({ width: 10 }))).toBe('INVALID_OPTION');
    expect(codeOf(() => draw({ width: Number.NaN }))).toBe('INVALID_OPTION');
  });
});

describe('intervalFigure', () => {
  it('writes each share, and draws interval and dot on one scale', () => {
    const svg = intervalFigure({ rows: intervals });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['network', 'rows at random', '65.0 %', '40.0 %']));
    const page = parseSvg(svg);
    const [interval] = Array.from(page.querySelectorAll('line.ser-first'));
    const dots = Array.from(page.querySelectorAll('circle'), (dot) => Number(dot.getAttribute('cx')));
    const at = (name: string) => Number(interval!.getAttribute(name));
    expect(dots[0]).toBeCloseTo((at('x1') + at('x2')) / 2, 1);
    expect((dots[0]! - dots[1]!) / (at('x2') - at('x1'))).toBeCloseTo(2.5, 1);
    expect(page.getAttribute('aria-label')).toContain('rows at random: 65.0 % (60.0 % to 70.0 %)');
  });

  it('draws reference and second share on the same scale, and a legend of what is there', () => {
    const svg = intervalFigure({ rows: marked, referenceName: 'in the paper' });
    const page = parseSvg(svg);
    const titled = Array.from(page.querySelectorAll('circle'), (circle) => Number(circle.getAttribute('cx')));
    const [legendMark, mark] = Array.from(page.querySelectorAll('line.ser-second'), (line) =>
      Number(line.getAttribute('x1')),
    );
    // Circles in drawing order: two of the legend, ring and dot of the first row, dot of the second.
    const [, , ring, value, other] = titled as [number, number, number, number, number];
    const scale = (value - other) / 0.25;
    expect((ring - value) / scale).toBeCloseTo(0.15, 2);
    expect((mark! - value) / scale).toBeCloseTo(0.25, 2);
    expect(legendMark).toBeLessThan(other);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['ours', 'best epoch', 'in the paper']));
    expect(page.getAttribute('aria-label')).toContain('best epoch 80.0 %, in the paper 90.0 %');

    const plain = textsOf(intervalFigure({ rows: [intervals[1]!] }));
    expect(plain).not.toContain('ours');
    const withReference = textsOf(intervalFigure({ rows: [{ ...intervals[1]!, reference: 0.5 }] }));
    expect(withReference).toContain('reported');
    expect(withReference).not.toContain('best epoch');
  });

  it('shows every word of a long label, beside its line or over it', () => {
    const label = 'clips apart with all of the augmented rows of a clip in training and none of them in the test rows';
    for (const width of [260, 360, 720]) {
      const texts = textsOf(intervalFigure({ rows: [{ group: label, label, value: 0.5 }], width })).join(' ');
      expect(texts.split(label)).toHaveLength(3);
    }
  });

  it('refuses what is no share', () => {
    const row = intervals[1]!;
    expect(codeOf(() => intervalFigure({ rows: [] }))).toBe('EMPTY');
    expect(codeOf(() => intervalFigure({ rows: [{ ...row, value: 65 }] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => intervalFigure({ rows: [{ ...row, low: 0.1 }] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => intervalFigure({ rows: [{ ...row, reference: 65 }] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => intervalFigure({ rows: [{ ...row, second: Number.NaN }] }))).toBe('NOT_FINITE');
    expect(codeOf(() => intervalFigure({ rows: [{ ...row, value: Number.NaN }] }))).toBe('NOT_FINITE');
  });
});

describe('emotionCounts', () => {
  it('writes each count and the total', () => {
    expect(textsOf(emotionCounts({ counts }))).toEqual(expect.arrayContaining(['angry', '192', '96', '288 clips']));
  });

  it('draws bars in proportion to the counts', () => {
    const bars = Array.from(parseSvg(emotionCounts({ counts })).querySelectorAll('.ser-fill rect'), (bar) =>
      Number(bar.getAttribute('width')),
    );
    expect(bars[0]).toBeCloseTo(2 * bars[1]!, 6);
  });

  it('refuses nothing, halves, NaN and equal labels', () => {
    expect(codeOf(() => emotionCounts({ counts: [] }))).toBe('EMPTY');
    expect(codeOf(() => emotionCounts({ counts: [{ label: 'a', count: 0.5 }] }))).toBe('NOT_A_COUNT');
    expect(codeOf(() => emotionCounts({ counts: [{ label: 'a', count: Number.NaN }] }))).toBe('NOT_FINITE');
    expect(codeOf(() => emotionCounts({ counts: [counts[0]!, counts[0]!] }))).toBe('DUPLICATE');
  });

  it('shows hostile labels as text', () => {
    expectInert(emotionCounts({ counts: [{ label: hostile, count: 1 }] }));
  });
});

describe('waveform', () => {
  it('says duration, rate and peak', () => {
    expect(textsOf(waveform({ clip: tone }))).toContain('1.00 s at 8,000 Hz, peak 0.500');
  });

  it('draws silence and a single sample', () => {
    expect(waveform({ clip: { samples: new Float32Array(100), sampleRate: 8000 } })).not.toContain('NaN');
    expect(waveform({ clip: { samples: new Float32Array([0.5]), sampleRate: 8000 } })).not.toContain('NaN');
  });

  it('keeps a one-sample click visible in a long clip', () => {
    const samples = new Float32Array(1_000_000);
    samples[123_456] = 0.9;
    expect(textsOf(waveform({ clip: { samples, sampleRate: 48_000 } })).join()).toContain('peak 0.900');
  });

  it('refuses empty clips, NaN, rates and amplitudes of zero', () => {
    expect(codeOf(() => waveform({ clip: { samples: new Float32Array(0), sampleRate: 1 } }))).toBe('EMPTY');
    expect(codeOf(() => waveform({ clip: { samples: new Float32Array([Number.NaN]), sampleRate: 1 } }))).toBe(
      'NOT_FINITE',
    );
    expect(codeOf(() => waveform({ clip: { ...tone, sampleRate: 0 } }))).toBe('INVALID_OPTION');
    expect(codeOf(() => waveform({ clip: tone, amplitude: 0 }))).toBe('INVALID_OPTION');
  });
});

describe('confusionMatrixFigure', () => {
  it('writes accuracy, UAR, every count and every recall', () => {
    const texts = textsOf(confusionMatrixFigure({ matrix, labels }));
    // 440 of 1,011 is the report's 44 %; UAR is the mean of the seven recalls.
    expect(texts).toContain('Accuracy 43.5 % (440 of 1,011), UAR 43.1 %');
    for (const count of matrix.flat()) expect(texts).toContain(String(count));
    expect(texts).toEqual(expect.arrayContaining(['52 %', '67 %', '24 %', 'predicted', 'actual']));
  });

  it('shades a cell by its share of the row', () => {
    const shares = Array.from(
      parseSvg(
        confusionMatrixFigure({
          matrix: [
            [3, 1],
            [0, 5],
          ],
          labels: ['a', 'b'],
        }),
      ).querySelectorAll('.ser-heat rect'),
      (rect) => Number(rect.getAttribute('fill-opacity')),
    );
    expect(shares).toEqual([0.75, 0.25, 0, 1]);
  });

  it('leaves classes that do not occur out of the UAR', () => {
    const svg = confusionMatrixFigure({
      matrix: [
        [3, 1],
        [0, 0],
      ],
      labels: ['a', 'b'],
    });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Accuracy 75.0 % (3 of 4), UAR 75.0 %', '\u2013']));
  });

  it('puts the reference on the left, each with its own figures', () => {
    const texts = textsOf(
      confusionMatrixFigure({
        matrix: [
          [1, 1],
          [0, 2],
        ],
        labels: ['a', 'b'],
        reference: {
          matrix: [
            [2, 0],
            [0, 2],
          ],
        },
      }),
    );
    expect(texts.indexOf('Reported')).toBeLessThan(texts.indexOf('Ours'));
    expect(texts).toContain('accuracy 100.0 % (4 of 4), UAR 100.0 %');
    expect(texts).toContain('accuracy 75.0 % (3 of 4), UAR 75.0 %');
  });

  it('puts two matrices below each other where there is no room beside', () => {
    const heightAt = (width: number) =>
      Number(parseSvg(confusionMatrixFigure({ matrix, labels, reference: { matrix }, width })).getAttribute('height'));
    expect(heightAt(360)).toBeGreaterThan(1.4 * heightAt(720));
  });

  it('refuses matrices and labels that do not fit', () => {
    expect(codeOf(() => confusionMatrixFigure({ matrix: [], labels: [] }))).toBe('EMPTY');
    expect(codeOf(() => confusionMatrixFigure({ matrix: [[0]], labels: ['a'] }))).toBe('EMPTY');
    expect(codeOf(() => confusionMatrixFigure({ matrix: [[1, 2]], labels: ['a'] }))).toBe('NOT_SQUARE');
    expect(codeOf(() => confusionMatrixFigure({ matrix, labels: ['a'] }))).toBe('LABEL_MISMATCH');
    expect(codeOf(() => confusionMatrixFigure({ matrix: [[-1]], labels: ['a'] }))).toBe('NOT_A_COUNT');
    expect(
      codeOf(() =>
        confusionMatrixFigure({
          matrix: [
            [1, 0],
            [0, 1],
          ],
          labels: ['a', 'a'],
        }),
      ),
    ).toBe('DUPLICATE');
    const reference = { matrix, labels: [...labels].reverse() };
    expect(codeOf(() => confusionMatrixFigure({ matrix, labels, reference }))).toBe('LABEL_MISMATCH');
  });

  it('draws any square of counts without NaN', () => {
    const squares = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.array(fc.array(fc.nat(999), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(squares, (square) => {
        fc.pre(square.flat().some((count) => count > 0));
        const names = square.map((_, index) => `class ${index}`);
        expect(confusionMatrixFigure({ matrix: square, labels: names })).not.toMatch(/NaN|undefined/);
      }),
      { numRuns: 20, seed: 6 },
    );
  });

  it('shows hostile labels as text', () => {
    const svg = confusionMatrixFigure({
      matrix: [[1]],
      labels: [hostile],
      reference: { matrix: [[1]], name: hostile },
    });
    expectInert(svg);
  });
});

describe('trainingCurves', () => {
  it('says the last and the best accuracy, and each line its last value', () => {
    const texts = textsOf(trainingCurves({ epochs }));
    expect(texts).toContain('Test accuracy after the last epoch 50.0 %, best 75.0 % (epoch 8 of 12)');
    expect(texts).toEqual(expect.arrayContaining(['train 91.7 %', 'test 50.0 %', 'train 0.17', 'test 1.50']));
  });

  it('draws one boundary between two stages, in both panels', () => {
    const rules = (stages?: number[]) =>
      parseSvg(trainingCurves({ epochs, stages })).querySelectorAll('.ser-rule line').length;
    expect(rules()).toBe(0);
    expect(rules([12])).toBe(0);
    expect(rules([6, 6])).toBe(2);
    expect(rules([4, 4, 4])).toBe(4);
  });

  it('draws one epoch, no validation and losses all equal', () => {
    expect(trainingCurves({ epochs: [{ loss: 0, accuracy: 1 }] })).not.toMatch(/NaN|undefined/);
    expect(textsOf(trainingCurves({ epochs: [{ loss: 0, accuracy: 1 }] }))).toContain(
      'Train accuracy after the last epoch 100.0 %',
    );
  });

  it('refuses NaN, percentages, no epochs and stages that do not add up', () => {
    const one = { loss: 1, accuracy: 0.5 };
    expect(codeOf(() => trainingCurves({ epochs: [] }))).toBe('EMPTY');
    expect(codeOf(() => trainingCurves({ epochs: [{ ...one, loss: Number.NaN }] }))).toBe('NOT_FINITE');
    expect(codeOf(() => trainingCurves({ epochs: [{ ...one, accuracy: 50 }] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => trainingCurves({ epochs: [one], stages: [2] }))).toBe('SIZE_MISMATCH');
    expect(codeOf(() => trainingCurves({ epochs: [one], stages: [0, 1] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => trainingCurves({ epochs: [one], learningRate: true }))).toBe('INVALID_OPTION');
  });
});

describe('spectrogramFigure', () => {
  it('refuses sizes the transform cannot take', () => {
    expect(codeOf(() => spectrogramFigure({ clip: tone, nFft: 1023 }))).toBe('INVALID_OPTION');
    expect(codeOf(() => spectrogramFigure({ clip: tone, hopLength: 0 }))).toBe('INVALID_OPTION');
    expect(codeOf(() => spectrogramFigure({ clip: tone, fmax: 5000 }))).toBe('INVALID_OPTION');
  });

  it('is brightest at the tone and dark elsewhere', () => {
    const [raster] = rastersOf(spectrogramFigure({ clip: tone }));
    const { width, height, steps } = raster!;
    const column = Array.from({ length: height }, (_, row) => steps[row * width + Math.floor(width / 2)]!);
    // 440 Hz is bin 56.3 of 1,024 points at 8 kHz, counted from the bottom.
    expect(height - 1 - column.indexOf(255)).toBe(56);
    expect(column[0]).toBeLessThan(30);
  });
});
