import { axisX, axisY, dot, gridY, lineY, ruleX, text } from '@observablehq/plot';
import { requireFinite } from './checks';
import { composeFigure, type FigureOptions, figureWidth, svgText } from './composeFigure';
import { percent } from './confusionMatrixFigure';
import { ReportError } from './errors';
import { palette } from './palette';
import { plotPanel } from './plotPanel';

/** One epoch as `@ser/train` logs it; accuracies are shares of 1. */
export interface CurveEpoch {
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly learningRate?: number;
}

export interface TrainingCurvesOptions extends FigureOptions {
  /** All epochs in the order they ran, those of later stages after those of earlier ones. */
  readonly epochs: readonly CurveEpoch[];
  /** Epochs of each stage in order: lengths, or lengths with names. They must add up to `epochs.length`. Default: one stage. */
  readonly stages?: readonly (number | { readonly name: string; readonly epochs: number })[];
  /** Draw the learning rate below, on a logarithmic axis. Every epoch must have one. Default false. */
  readonly learningRate?: boolean;
  /** What the second line is. Default `test`. */
  readonly validationName?: string;
}

interface StageSpan {
  readonly name: string;
  /** First and last epoch, from 1. */
  readonly first: number;
  readonly last: number;
}

function stageSpans(options: TrainingCurvesOptions): StageSpan[] {
  const { epochs, stages = [] } = options;
  const spans: StageSpan[] = [];
  let first = 1;
  stages.forEach((stage, index) => {
    const length = typeof stage === 'number' ? stage : stage.epochs;
    const name = typeof stage === 'number' ? `stage ${index + 1}` : stage.name;
    if (!Number.isInteger(length) || length < 1) {
      throw new ReportError('INVALID_OPTION', `trainingCurves: stages[${index}] has ${length} epochs; 1 is the least`);
    }
    spans.push({ name, first, last: first + length - 1 });
    first += length;
  });
  if (stages.length > 0 && first - 1 !== epochs.length) {
    throw new ReportError(
      'SIZE_MISMATCH',
      `trainingCurves: the stages hold ${first - 1} epochs, but epochs has ${epochs.length}; they must add up`,
    );
  }
  return spans;
}

interface Series {
  readonly name: string;
  readonly tone: 'first' | 'second';
  readonly points: readonly { readonly epoch: number; readonly value: number }[];
}

interface PanelOptions {
  readonly heading: string;
  readonly series: readonly Series[];
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
  readonly tickFormat: (value: number) => string;
  readonly spans: readonly StageSpan[];
  readonly epochs: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly logarithmic?: boolean;
  readonly document?: Document;
}

const colours = { first: palette.blue, second: palette.vermillion } as const;
const textColours = { first: palette.blue, second: palette.vermillionText } as const;

function powersOfTen(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power++) powers.push(10 ** power);
  return powers;
}

function curvePanel(options: PanelOptions): string {
  const { series, spans, width, height, logarithmic = false } = options;
  const marginLeft = 60;
  const marginRight = 92;
  const perEpoch = (width - marginLeft - marginRight) / options.epochs;
  // Plot would rule all of 2 to 9 between powers of ten: more lines than the panel is high.
  const yTicks = logarithmic ? powersOfTen(...options.domain) : 5;
  const { markup, scale } = plotPanel(
    {
      width,
      height,
      marginTop: 28,
      marginBottom: 42,
      marginLeft,
      marginRight,
      x: { domain: [1, Math.max(2, options.epochs)] },
      y: { domain: [...options.domain], type: logarithmic ? 'log' : 'linear' },
      marks: [
        gridY({ className: 'ser-grid', stroke: palette.grid, strokeOpacity: 1, ticks: yTicks }),
        axisX({
          label: 'epoch',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: 36,
          ticks: Math.min(options.epochs, 8, Math.floor((width - marginLeft - marginRight) / 30)),
          tickFormat: (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : ''),
        }),
        axisY({ label: null, tickSize: 0, ticks: yTicks, tickFormat: options.tickFormat }),
        // A boundary lies between the last epoch of one stage and the first of the next.
        ruleX(
          spans.slice(1).map(({ first }) => first - 0.5),
          { className: 'ser-rule', stroke: palette.muted, strokeDasharray: '2 3' },
        ),
        text(
          // A name wider than its stage would run into the next one: the number alone stands there.
          spans.map((span, index) => ({
            epoch: (span.first + span.last) / 2,
            name: (span.last - span.first + 1) * perEpoch > span.name.length * 6 + 4 ? span.name : String(index + 1),
          })),
          {
            x: 'epoch',
            frameAnchor: 'top',
            dy: -11,
            text: 'name',
            fontSize: 11,
            fill: palette.muted,
            className: 'ser-muted',
          },
        ),
        ...series.flatMap(({ points, tone }) => [
          lineY(points, {
            x: 'epoch',
            y: 'value',
            stroke: colours[tone],
            strokeWidth: tone === 'second' ? 2.2 : 1.6,
            strokeLinejoin: 'round',
            className: `ser-${tone}`,
            curve: logarithmic ? 'step' : 'linear',
          }),
          // With few epochs the line alone does not show where they are; with one there is no line at all.
          ...(points.length <= 16
            ? [dot(points, { x: 'epoch', y: 'value', r: 2.4, fill: colours[tone], className: `ser-${tone}-text` })]
            : []),
        ]),
      ],
    },
    options.document,
    options.x,
    options.y,
  );
  const toX = (epoch: number) => options.x + (scale('x')?.apply(epoch) as number);
  const toY = (value: number) => options.y + (scale('y')?.apply(value) as number);
  const ends = series
    .map((one) => ({ one, last: one.points[one.points.length - 1]! }))
    .map(({ one, last }) => ({ one, last, y: toY(last.value) }))
    .sort((a, b) => a.y - b.y);
  // Two labels need 15 px between their baselines; the pair is spread around its middle.
  if (ends.length === 2 && ends[1]!.y - ends[0]!.y < 15) {
    const middle = (ends[0]!.y + ends[1]!.y) / 2;
    ends[0]!.y = middle - 7.5;
    ends[1]!.y = middle + 7.5;
  }
  const labels = ends
    .map(({ one, last, y }) =>
      svgText(`${one.name} ${options.format(last.value)}`.trim(), toX(last.epoch) + 7, y + 4, {
        weight: 600,
        fill: textColours[one.tone],
        className: `ser-${one.tone}-text`,
      }),
    )
    .join('');
  // Over the panel's left edge, above the stage names.
  const heading = svgText(options.heading, options.x + 16, options.y - 2, { size: 14, weight: 600 });
  return markup + heading + labels;
}

function collect(options: TrainingCurvesOptions, key: keyof CurveEpoch): { epoch: number; value: number }[] {
  const points: { epoch: number; value: number }[] = [];
  options.epochs.forEach((epoch, index) => {
    const value = epoch[key];
    if (value === undefined) return;
    requireFinite(value, `trainingCurves: epochs[${index}].${key}`);
    points.push({ epoch: index + 1, value });
  });
  return points;
}

/**
 * Loss and accuracy over the epochs of all stages (the report's figures 5 and 7): train and test line in each panel,
 * dashed boundaries between stages, the last value at each line's end; the learning rate below on request.
 *
 * @param options epochs in the order they ran; accuracies in [0, 1]; width defaults to 960 px
 * @returns one SVG document
 * @throws ReportError `EMPTY` without epochs, `NOT_FINITE` for a NaN, `SIZE_MISMATCH` when stages do not add up, `INVALID_OPTION` for an accuracy outside [0, 1] or a learning rate that is missing
 * @example
 * ```ts
 * const svg = trainingCurves({ title: 'LSTM', epochs: [{ loss: 1.9, accuracy: 0.2 }, { loss: 1.7, accuracy: 0.3 }] });
 * ```
 */
export function trainingCurves(options: TrainingCurvesOptions): string {
  const { epochs, validationName = 'test' } = options;
  if (epochs.length === 0) throw new ReportError('EMPTY', 'trainingCurves: epochs is empty; one epoch is the least');
  const spans = stageSpans(options);
  const pair = (train: keyof CurveEpoch, validation: keyof CurveEpoch): Series[] => {
    const all: Series[] = [
      { name: 'train', tone: 'first', points: collect(options, train) },
      { name: validationName, tone: 'second', points: collect(options, validation) },
    ];
    return all.filter(({ points }) => points.length > 0);
  };
  const losses = pair('loss', 'valLoss');
  const accuracies = pair('accuracy', 'valAccuracy');
  for (const { points } of accuracies) {
    for (const { epoch, value } of points) {
      if (value < 0 || value > 1) {
        throw new ReportError(
          'INVALID_OPTION',
          `trainingCurves: an accuracy of epoch ${epoch} is ${value}; shares from 0 to 1 are accepted`,
        );
      }
    }
  }
  const width = figureWidth('trainingCurves', options.width, 960);
  // Under 720 px two panels side by side leave no room for lines: they stand one below the other.
  const stacked = width < 720;
  const panelWidth = stacked ? width : width / 2;
  const height = 260;
  const shared = { spans, epochs: epochs.length, width: panelWidth, height, document: options.document };
  const values = losses.flatMap(({ points }) => points.map(({ value }) => value));
  const lossFloor = Math.min(0, ...values);
  const lossCeiling = Math.max(...values);
  const top = 18;
  let body = curvePanel({
    ...shared,
    heading: 'Loss',
    series: losses,
    domain: [lossFloor, lossCeiling > lossFloor ? lossCeiling : lossFloor + 1],
    format: (value) => value.toFixed(2),
    tickFormat: (value) => String(Number(value.toPrecision(6))),
    x: 0,
    y: top,
  });
  body += curvePanel({
    ...shared,
    heading: 'Accuracy',
    series: accuracies,
    domain: [0, 1],
    format: (value) => percent(value),
    tickFormat: (value) => percent(value, 0),
    x: stacked ? 0 : panelWidth,
    y: stacked ? top + height + 24 : top,
  });
  let bodyHeight = top + (stacked ? 2 * height + 24 : height);
  if (options.learningRate === true) {
    const rates = collect(options, 'learningRate');
    if (rates.length !== epochs.length || rates.some(({ value }) => value <= 0)) {
      throw new ReportError(
        'INVALID_OPTION',
        `trainingCurves: learningRate is true, but only ${rates.filter(({ value }) => value > 0).length} of ${epochs.length} epochs have a rate over 0`,
      );
    }
    const least = Math.min(...rates.map(({ value }) => value));
    const most = Math.max(...rates.map(({ value }) => value));
    body += curvePanel({
      ...shared,
      heading: 'Learning rate',
      series: [{ name: '', tone: 'first', points: rates }],
      // Whole decades, so that there are always labels.
      domain: [10 ** Math.floor(Math.log10(least)) / 1.2, 10 ** Math.ceil(Math.log10(most)) * 1.2],
      format: (value) => value.toExponential(1),
      tickFormat: (value) => value.toExponential(0),
      logarithmic: true,
      x: 0,
      y: bodyHeight + 24,
      width,
      height: 150,
    });
    bodyHeight += 174;
  }
  const facts = curveFacts(options, validationName);
  return composeFigure({
    width,
    height: bodyHeight,
    body,
    title: options.title,
    subtitle: options.subtitle ?? facts,
    description:
      options.description ??
      `${options.title ?? 'Training curves'}. Loss and accuracy over ${epochs.length} epochs. ${facts}.`,
  });
}

function curveFacts({ epochs }: TrainingCurvesOptions, validationName: string): string {
  const last = epochs[epochs.length - 1]!;
  let best = -1;
  let bestEpoch = 0;
  epochs.forEach(({ valAccuracy }, index) => {
    if (valAccuracy !== undefined && valAccuracy > best) {
      best = valAccuracy;
      bestEpoch = index + 1;
    }
  });
  if (bestEpoch === 0 || last.valAccuracy === undefined)
    return `Train accuracy after the last epoch ${percent(last.accuracy)}`;
  const name = validationName.charAt(0).toUpperCase() + validationName.slice(1);
  return `${name} accuracy after the last epoch ${percent(last.valAccuracy)}, best ${percent(best)} (epoch ${bestEpoch} of ${epochs.length})`;
}
