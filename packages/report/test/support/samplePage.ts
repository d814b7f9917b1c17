import type { AudioClip } from '@ser/dsp';
import {
  confusionMatrixFigure,
  emotionCounts,
  htmlReport,
  type IntervalRow,
  intervalFigure,
  spectrogramComparison,
  spectrogramFigure,
  trainingCurves,
  waveform,
} from '@ser/report';
import { wavOf } from './wav';

const labels = ['angry', 'calm', 'disgust', 'fearful', 'happy', 'sad', 'surprised'];

/** A voice-like sweep: harmonics of a gliding pitch, louder in the middle. */
export function sweep(seconds: number, sampleRate: number, pitch: number): AudioClip {
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  let phase = 0;
  for (let n = 0; n < samples.length; n++) {
    const t = n / samples.length;
    phase += (2 * Math.PI * (pitch + 80 * Math.sin(2 * Math.PI * t))) / sampleRate;
    let sum = 0;
    for (let harmonic = 1; harmonic < 20; harmonic++) sum += Math.sin(harmonic * phase) / harmonic;
    samples[n] = 0.25 * Math.sin(Math.PI * t) * sum;
  }
  return { samples, sampleRate };
}

const networks = ['2-D CNN, model 1', '2-D CNN, model 4', 'LSTM', 'CNN+LSTM, 5 blocks'];
const protocols = [
  'as reported: rows at random',
  'clips apart, augmented rows in training only',
  'speakers apart',
  'sentences apart',
];

export const intervalRows: readonly IntervalRow[] = networks.flatMap((group, network) =>
  protocols.map((label, protocol) => {
    const value = 0.68 - 0.07 * protocol - 0.02 * network;
    const row = { group, label, value, low: value - 0.04, high: value + 0.05, second: value + 0.02 };
    return protocol === 0 ? { ...row, reference: 0.65 } : row;
  }),
);

const matrix = labels.map((_, actual) =>
  labels.map((__, predicted) => (actual === predicted ? 60 : actual * predicted)),
);

/** Shares around those at which digits change colour, and the ends. */
const shares = [100, 78, 77, 75, 68, 57, 56];
const shades = shares.map((share, actual) =>
  labels.map((_, predicted) =>
    predicted === actual ? share : predicted === (actual + 1) % labels.length ? 100 - share : 0,
  ),
);
const epochs = Array.from({ length: 24 }, (_, index) => ({
  loss: 2 / (index + 1),
  accuracy: 1 - 1 / (index + 1.2),
  valLoss: 1.2 + 0.4 / (index + 1),
  valAccuracy: 0.62 - 0.4 / (index + 1),
  learningRate: index < 12 ? 0.001 : 0.0001,
}));

/** A figure for wide and one for narrow screens. */
function twice(draw: (width?: number) => string): { svg: string; narrow: string } {
  return { svg: draw(), narrow: draw(360) };
}

/** A page with everything a report can hold, wide tables and long commands among it. */
export function samplePage(): string {
  const clip = sweep(2.4, 22_050, 180);
  const counts = labels.map((label, index) => ({ label, count: 192 - 8 * index }));
  const wide = Array.from({ length: 9 }, (_, index) => `quantity number ${index + 1}`);
  const intervals = (width?: number) =>
    intervalFigure({
      rows: intervalRows,
      title: 'What the leak was worth',
      subtitle: 'Test accuracy, 95 % intervals',
      width,
    });
  return htmlReport({
    title: 'Speech emotion recognition in augmented data, reproduced',
    subtitle: 'Made-up numbers that fill a page',
    banner: 'Synthetic corpus: these figures say nothing about real speech.',
    sections: [
      {
        heading: 'Results',
        paragraphs: ['Accuracies of the last epoch are to be held against the report. '.repeat(3)],
        tables: [
          {
            caption: 'Test accuracy, reported and ours',
            columns: ['network', { label: 'reported, %', digits: 1 }, { label: 'ours, %', digits: 1 }, 'parameters'],
            rows: networks.map((name, index) => [
              name,
              65 - index,
              index === 2 ? null : 64.2 - index,
              1_234_567 * (index + 1),
            ]),
          },
          {
            caption: 'A wide one',
            columns: ['network', ...wide],
            rows: networks.map((name) => [name, ...wide.map((_, index) => index * 1000.5)]),
          },
          {
            columns: ['split', 'rows'],
            rows: [
              ['training', 3456],
              ['test', 864],
            ],
          },
        ],
      },
      {
        heading: 'What the leak was worth',
        figures: [
          {
            ...twice(intervals),
            caption: 'Each network under four protocols.',
            id: 'leak',
            data: { columns: ['network', 'accuracy'], rows: networks.map((name, index) => [name, 0.6 - index / 50]) },
          },
        ],
      },
      {
        heading: 'Figures of the report',
        figures: [
          {
            ...twice((width) => emotionCounts({ counts, title: 'Emotion count', width })),
            number: 1,
            caption: 'Clips of each emotion.',
          },
          { ...twice((width) => waveform({ clip, title: 'Sadness', width })), number: 2, caption: 'A waveform.' },
          {
            ...twice((width) =>
              confusionMatrixFigure({ matrix, labels, name: 'ours', reference: { matrix, name: 'reported' }, width }),
            ),
            number: 4,
            caption: 'Predictions per class.',
          },
          {
            ...twice((width) => trainingCurves({ epochs, stages: [12, 12], learningRate: true, title: 'LSTM', width })),
            number: 5,
            caption: 'Loss and accuracy.',
          },
          {
            svg: confusionMatrixFigure({ matrix: shades, labels }),
            reference: { svg: confusionMatrixFigure({ matrix, labels }) },
            caption: 'A pair of figures.',
          },
        ],
      },
      {
        heading: 'Synthetic and real',
        figures: [
          { ...twice((width) => spectrogramFigure({ clip, title: 'One clip', width })), caption: 'One spectrogram.' },
          {
            ...twice((width) =>
              spectrogramComparison({
                width,
                title: 'Two voices',
                panels: [
                  { label: 'synthetic, angry', clip },
                  { label: 'real, angry', clip: sweep(3.1, 48_000, 240) },
                  { label: 'synthetic, sad', clip: sweep(1.9, 22_050, 120) },
                  { label: 'real, sad', clip: sweep(2.8, 48_000, 130) },
                ],
              }),
            ),
            caption: 'Four spectrograms on one scale.',
          },
        ],
      },
      {
        heading: 'Misclassified clips',
        paragraphs: ['Heard by the network as something else.'],
        audio: [110, 160, 220].map((pitch, index) => ({
          caption: `Clip ${index + 1}: meant ${labels[index]}, heard ${labels[index + 1]} (63 %)`,
          wav: wavOf(sweep(1 + index / 2, 22_050, pitch)),
        })),
      },
      {
        heading: 'Model cards',
        cards: networks.slice(0, 3).map((title, index) => ({
          title,
          values: [
            ['parameters', 1_234_567 * (index + 1)],
            ['accuracy, %', 64.2],
            ['trained on', 'RAVDESS, 1,440 clips of 24 speakers, three versions each'],
            ['licence of the data', 'CC BY-NC-SA 4.0'],
            ['speaker-independent accuracy', null],
          ] as const,
          notes: ['Acted speech in North American English.', 'Not for decisions about people.'],
        })),
      },
      {
        heading: 'Run it again',
        list: ['Seed 7, Node 22', 'Two cores'],
        commands: [
          'npm start -- --data ../ravdess --profile full --seeds 3 --only cnn1,cnn2,cnn3,cnn4 --out out/full --cache ~/.cache/ser',
          {
            caption: 'On a cluster',
            command: 'for fold in 0 1 2 3 4 5; do\n\tnpm start -- --only cnn4 --fold $fold --seed 7\ndone',
          },
        ],
      },
    ],
    footer: 'Made by a test.',
  });
}
