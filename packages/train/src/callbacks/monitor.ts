import { TrainError } from '../errors';

const metrics = ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'valUar'] as const;

/** A figure of the epoch that a callback watches; Keras' `val_loss` is `valLoss` here. */
export type MonitoredMetric = (typeof metrics)[number];
/** Whether smaller or larger is better; `auto`: smaller for losses, larger for accuracies and UAR. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** Options shared by the callbacks that watch a figure. */
export interface MonitorOptions {
  /** Default `valLoss`. */
  readonly monitor?: MonitoredMetric;
  /** Default `auto`. */
  readonly mode?: MonitorMode;
}

/** Reads a figure and tells whether it got better. */
export interface Monitor {
  read(log: { readonly [metric in MonitoredMetric]?: number }): number;
  /** Better than `reference` by more than the minimum; true when there is no reference yet. */
  improves(current: number, reference: number | undefined): boolean;
}

/**
 * Keras' rule of improvement: current + minDelta < best for `min`, current - minDelta > best for `max`, compared in
 * float32 as Keras' backends compare. A NaN never improves, but as the first figure it becomes the best, which nothing
 * improves: so it is in Keras.
 */
export function createMonitor(
  functionName: string,
  { monitor = 'valLoss', mode = 'auto' }: MonitorOptions,
  minDelta: number,
): Monitor {
  if (!metrics.includes(monitor)) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: monitor=${String(monitor)}; expected one of ${metrics.join(', ')}`,
    );
  }
  if (!['auto', 'min', 'max'].includes(mode)) {
    throw new TrainError('INVALID_OPTION', `${functionName}: mode=${String(mode)}; expected auto, min or max`);
  }
  if (!Number.isFinite(minDelta)) {
    throw new TrainError('INVALID_OPTION', `${functionName}: minDelta=${minDelta}; expected a finite number`);
  }
  const smaller = mode === 'min' || (mode === 'auto' && monitor.toLowerCase().endsWith('loss'));
  const delta = Math.abs(minDelta);
  return {
    read(log) {
      const value = log[monitor];
      if (value === undefined) {
        throw new TrainError(
          'MISSING_METRIC',
          `${functionName}: monitor=${monitor} is not among this training's figures (${Object.keys(log).join(', ')}); give fit a validation set, or monitor loss or accuracy`,
        );
      }
      return value;
    },
    improves(current, reference) {
      if (reference === undefined) return true;
      return smaller
        ? Math.fround(current + delta) < Math.fround(reference)
        : Math.fround(current - delta) > Math.fround(reference);
    },
  };
}

/** Throws unless `value` is a whole number of at least `least`. */
export function checkCount(functionName: string, option: string, value: number, least = 0): void {
  if (!Number.isInteger(value) || value < least) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: ${option}=${String(value)}; expected a whole number of at least ${least}`,
    );
  }
}

/** Throws for a figure to beat that nothing could beat or miss. */
export function checkThreshold(functionName: string, option: string, value: number | undefined): void {
  if (value !== undefined && (typeof value !== 'number' || Number.isNaN(value))) {
    throw new TrainError('INVALID_OPTION', `${functionName}: ${option}=${String(value)}; expected a number`);
  }
}
