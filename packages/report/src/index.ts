export { type Column, comparisonTable, markdownTable, type Table } from './comparisonTable';
export type { FigureOptions } from './composeFigure';
export { type Confusion, type ConfusionMatrixOptions, confusionMatrixFigure } from './confusionMatrixFigure';
export { type EmotionCountsOptions, emotionCounts } from './emotionCounts';
export { ReportError, type ReportErrorCode } from './errors';
export { type HtmlReportOptions, htmlReport } from './htmlReport';
export { type IntervalFigureOptions, type IntervalRow, intervalFigure } from './intervalFigure';
export type { ReportAudio } from './reportAudio';
export type { ReportCard } from './reportCard';
export type { ReportCommand } from './reportCommand';
export type { ReportFigure } from './reportFigure';
export type { ReportSection } from './reportSection';
export type { Cell } from './showCell';
export {
  type SpectrogramComparisonOptions,
  type SpectrogramPanel,
  spectrogramComparison,
} from './spectrogramComparison';
export { type SpectrogramOptions, spectrogramFigure } from './spectrogramFigure';
export { type CurveEpoch, type TrainingCurvesOptions, trainingCurves } from './trainingCurves';
export { type WaveformOptions, waveform } from './waveform';
