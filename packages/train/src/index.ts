export { Adam, type AdamOptions } from './adam';
export { mixup } from './batches/mixup';
export type { RowSource } from './batches/rows';
export type { BatchAugmentation, TrainBatch } from './batches/trainBatch';
export type { BatchLog, Callback, CallbackState, EpochLog, TrainContext } from './callback';
export { asTfjsCallback, type TfjsCallbackOptions } from './callbacks/asTfjsCallback';
export { type CsvLoggerOptions, csvLogger } from './callbacks/csvLogger';
export { type EarlyStoppingOptions, earlyStopping } from './callbacks/earlyStopping';
export { type JsonlLoggerOptions, jsonlLogger } from './callbacks/jsonlLogger';
export { learningRateScheduler } from './callbacks/learningRateScheduler';
export { type ModelCheckpointOptions, modelCheckpoint } from './callbacks/modelCheckpoint';
export type { MonitoredMetric, MonitorMode, MonitorOptions } from './callbacks/monitor';
export { progress } from './callbacks/progress';
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './callbacks/reduceLROnPlateau';
export type {
  AveragingState,
  CheckpointStore,
  OptimizerState,
  TrainCheckpoint,
  TrainIdentity,
} from './checkpoints/trainCheckpoint';
export type { GradientClipping } from './clipGradients';
export { TrainError, type TrainErrorCode, type TrainPosition } from './errors';
export { type Evaluation, evaluate } from './evaluate';
export { fit, type History } from './fit';
export type { FitOptions } from './fitOptions';
export { type ClassificationReport, type ClassReport, classificationReport } from './metrics/classificationReport';
export { confusionMatrix } from './metrics/confusionMatrix';
export { predict } from './predict';
export { reportStages } from './reportStages';
export { decodeWeights, encodeWeights } from './safetensors';
export type { Samples } from './samples';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosineDecay';
export { type OneCycleOptions, oneCycle } from './schedules/oneCycle';
export type { Schedule } from './schedules/schedule';
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from './softmaxCrossEntropy';
export { type AuditRow, auditLeaks, type LeakAudit } from './splits/auditLeaks';
export { type GroupSplitOptions, groupSplit } from './splits/groupSplit';
export { type RandomSplitOptions, randomSplit } from './splits/randomSplit';
export { type SpeakerFold, type SpeakerFoldsOptions, speakerFolds } from './splits/speakerFolds';
export type { Split } from './splits/split';
export { splitAfterAugmentation } from './splits/splitAfterAugmentation';
export { type Stage, type StagesOptions, stages } from './stages';
export { ema, swa, type WeightAveraging } from './weightAveraging';
export { exportWeights, importWeights, type ModelWeights, type WeightSpec } from './weights';
