it('exports exactly this list', async () => {
  expect(Object.keys(await import('@ser/report')).sort()).toEqual([
    'ReportError',
    'comparisonTable',
    'confusionMatrixFigure',
    'emotionCounts',
    'htmlReport',
    'intervalFigure',
    'markdownTable',
    'spectrogramComparison',
    'spectrogramFigure',
    'trainingCurves',
    'waveform',
  ]);
});
