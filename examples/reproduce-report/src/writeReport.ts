import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from '@ser/audio-io';
import type { Manifest } from '@ser/corpora';
import { loadRow } from '@ser/dataset';
import {
  comparisonTable,
  confusionMatrixFigure,
  emotionCounts,
  htmlReport,
  trainingCurves,
  waveform,
} from '@ser/report';
import { differences } from './differences';
import { reportedConfusions, reportedNetworks } from './reported';
import type { NetworkResult, Results } from './results';
