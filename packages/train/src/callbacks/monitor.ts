import type { EpochLog } from '../callback';
import { TrainError } from '../errors';

/** A figure of the epoch that a callback watches; Keras' `val_loss` is `valLoss` here. */
export type MonitoredMetric = 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy';
/** Whether smaller or larger is better; `auto`: smaller for losses, larger for accuracies. */
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
  read(log: EpochLog): number;
  /** Better than `reference` by more than the minimum; true when there is no reference yet. */
  improves(current: number, reference: number | undefined): boolean;
}

/**
 * Keras' rule of improvement: current + minDelta < best for `min`, current - minDelta > best for `max`, compared in
 * float32 as Keras' backends compare; a NaN never improves.
 */
export function createMonitor(
  functionName: string,
  { monitor = 'valLoss', mode = 'auto' }: MonitorOptions,
  minDelta: number,
): Monitor {
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

/** Throws unless `value` is a whole number of at least 0. */
export function checkCount(functionName: string, option: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: ${option}=${String(value)}; expected a whole number of at least 0`,
    );
  }
}
