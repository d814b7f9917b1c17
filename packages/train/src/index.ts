export { Adam, type AdamOptions } from './adam';
export { mixBatches } from './batches/mixBatches';
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
export type { CellId, CellPredictions, CellStore } from './cells/cellStore';
export type { CellOutput } from './cells/checkCellOutput';
export { type ScoredCell, type ScoreSummaries, type ScoreSummary, summarizeScores } from './cells/summarizeScores';
export { decodeCheckpoint } from './checkpoints/decodeCheckpoint';
export { encodeCheckpoint } from './checkpoints/encodeCheckpoint';
export { memoryCheckpoints } from './checkpoints/memoryCheckpoints';
export type {
  AveragingState,
  CheckpointStore,
  OptimizerState,
  TrainCheckpoint,
  TrainIdentity,
} from './checkpoints/trainCheckpoint';
export type { GradientClipping } from './clipGradients';
export {
  type CellProgress,
  type CellResult,
  type CrossValidateCell,
  type CrossValidateFold,
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type SeedResult,
} from './crossValidate';
export { TrainError, type TrainErrorCode, type TrainPosition } from './errors';
export { type Evaluation, evaluate } from './evaluate';
export { fit, type History } from './fit';
export type { FitOptions } from './fitOptions';
export { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from './metrics/bootstrapInterval';
export {
  type AverageReport,
  type ClassificationReport,
  type ClassReport,
  classificationReport,
  type Scores,
  scoresOf,
} from './metrics/classificationReport';
export { confusionMatrix } from './metrics/confusionMatrix';
export {
  type CalibrationBin,
  type CalibrationError,
  type CalibrationErrorOptions,
  expectedCalibrationError,
} from './metrics/expectedCalibrationError';
export { type FormatReportOptions, formatReport } from './metrics/formatReport';
export type { IntervalMethod } from './metrics/intervalOf';
export { mostProbable } from './metrics/mostProbable';
export { normalizeConfusion } from './metrics/normalizeConfusion';
export {
  type PermutationTest,
  type PermutationTestOptions,
  pairedPermutationTest,
} from './metrics/pairedPermutationTest';
export { type MulticlassRocAuc, multiclassRocAuc, rocAuc } from './metrics/rocAuc';
export { type ScoreIntervalsOptions, scoreIntervals } from './metrics/scoreIntervals';
export { applyTemperature, fitTemperature, type TemperatureFit, type TemperatureOptions } from './metrics/temperature';
export { predict } from './predict';
export { reportStages } from './reportStages';
export { decodeWeights, encodeWeights } from './safetensors';
export type { Samples } from './samples';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosineDecay';
export { type OneCycleOptions, oneCycle } from './schedules/oneCycle';
export type { Schedule } from './schedules/schedule';
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from './softmaxCrossEntropy';
export {
  type AuditLeaksOptions,
  type AuditRow,
  auditLeaks,
  type LeakAudit,
  type LeakVerdict,
} from './splits/auditLeaks';
export { type CheckSplitOptions, checkSplit } from './splits/checkSplit';
export { type GroupKFoldOptions, groupKFold } from './splits/groupKFold';
export { type GroupSplitOptions, groupSplit } from './splits/groupSplit';
export { type KFoldOptions, kFold } from './splits/kFold';
export { parseSplitList, type SplitListEntry } from './splits/parseSplitList';
export {
  type ProtocolFoldsOptions,
  type ProtocolName,
  type ProtocolRow,
  protocolFolds,
} from './splits/protocolFolds';
export { type RandomSplitOptions, randomSplit } from './splits/randomSplit';
export { type SpeakerFold, type SpeakerFoldsOptions, speakerFolds } from './splits/speakerFolds';
export type { NamedFold, Split } from './splits/split';
export { splitAfterAugmentation } from './splits/splitAfterAugmentation';
export { foldsFromList, type ListedRow, type SplitFromListOptions, splitFromList } from './splits/splitFromList';
export { stratifiedKFold } from './splits/stratifiedKFold';
export { stratifiedSplit } from './splits/stratifiedSplit';
export { type ThreeWaySplit, withValidation } from './splits/withValidation';
export { type Stage, type StagesOptions, stages } from './stages';
export { ema, swa, type WeightAveraging } from './weightAveraging';
export { exportWeights, importWeights, type ModelWeights, type WeightSpec } from './weights';
