export { type Cell, type Column, comparisonTable, markdownTable, type Table } from './comparisonTable';
export type { FigureOptions } from './composeFigure';
export { type Confusion, type ConfusionMatrixOptions, confusionMatrixFigure } from './confusionMatrixFigure';
export { type EmotionCountsOptions, emotionCounts } from './emotionCounts';
export { ReportError, type ReportErrorCode } from './errors';
export { type HtmlReportOptions, htmlReport, type ReportFigure, type ReportSection } from './htmlReport';
export { type SpectrogramOptions, spectrogramFigure } from './spectrogramFigure';
export { type CurveEpoch, type TrainingCurvesOptions, trainingCurves } from './trainingCurves';
export { type WaveformOptions, waveform } from './waveform';
