import assert from 'node:assert/strict';
import { confusionMatrixFigure, emotionCounts, htmlReport } from '@ser/report';

const figure = confusionMatrixFigure({
  matrix: [
    [3, 1],
    [0, 4],
  ],
  labels: ['angry', 'calm'],
  title: 'Two emotions',
});
assert.match(figure, /^<svg/);
assert.match(emotionCounts({ counts: [{ label: 'angry', count: 3 }], title: 'Clips' }), /angry/);
assert.match(
  htmlReport({ title: 'A report', sections: [{ heading: 'Results', paragraphs: ['None yet.'] }] }),
  /A report/,
);
