import type { EpochLog } from './callback';
import { earlyStopping } from './callbacks/earlyStopping';
import { modelCheckpoint } from './callbacks/modelCheckpoint';
import type { MonitoredMetric, MonitorMode } from './callbacks/monitor';
import { reduceLROnPlateau } from './callbacks/reduceLROnPlateau';
import type { Stage } from './stages';
import type { ModelWeights } from './weights';

/**
 * The report's four stages for its LSTM and CNN+LSTM networks, with callbacks made anew:
 *
 * | stage | early stopping (patience 6) | best checkpoint | rate reduced on plateau |
 * |---|---|---|---|
 * | 1 | none | accuracy | loss, factor 0.4, patience 3, not below 1e-7 |
 * | 2 | accuracy | accuracy | accuracy, factor 0.1, patience 6 |
 * | 3 | val loss | val loss | val loss, factor 0.1, patience 6 |
 * | 4 | val accuracy | val accuracy | val accuracy, factor 0.1, patience 6 |
 *
 * Stages 3 and 4 need a validation set (in the report: the test rows). Checkpoints are only taken when `save` is given:
 * in the report too they are loaded but never used, so training goes on from the last epoch either way.
 *
 * @param options.epochs - at most this many in each stage; default 60
 * @param options.save - gets each best checkpoint, with the stage's index (0 to 3)
 */
export function reportStages(
  options: {
    readonly epochs?: number;
    readonly save?: (weights: ModelWeights, log: EpochLog, stage: number) => void | Promise<void>;
  } = {},
): Stage[] {
  const { epochs = 60, save } = options;
  const checkpoint = (stage: number, monitor: MonitoredMetric, mode: MonitorMode) =>
    save
      ? [modelCheckpoint({ monitor, mode, saveBestOnly: true, save: (weights, log) => save(weights, log, stage) })]
      : [];
  const later = (stage: number, monitor: MonitoredMetric, mode: MonitorMode): Stage => ({
    epochs,
    callbacks: [
      earlyStopping({ monitor, mode, patience: 6 }),
      ...checkpoint(stage, monitor, mode),
      reduceLROnPlateau({ monitor, mode, factor: 0.1, patience: 6 }),
    ],
  });
  return [
    {
      epochs,
      callbacks: [
        ...checkpoint(0, 'accuracy', 'max'),
        reduceLROnPlateau({ monitor: 'loss', mode: 'min', factor: 0.4, patience: 3, minLR: 1e-7 }),
      ],
    },
    later(1, 'accuracy', 'max'),
    later(2, 'valLoss', 'min'),
    later(3, 'valAccuracy', 'max'),
  ];
}
