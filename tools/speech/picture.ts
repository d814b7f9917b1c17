import { type Augmentation, pitchShift, speechPitchShift, timeStretch, vtlp, wsola } from '@ser/augment';
import { type AudioClip, resample } from '@ser/dsp';
import { createRng } from '@ser/random';
import { spectrogramFigure } from '@ser/report';
import { gridPicture } from '../spectrograms/gridPicture';

const RATE = 10000;
const WIDTH = 380;
/** Of the clip, in s. */
const BEGIN = 1;
const END = 1.9;

/** What the transforms for speech do to a clip, each below librosa's: tempo on the left, pitch on the right. */
export function speechPicture(clip: AudioClip): string {
  const shown = (title: string, augmentation?: Augmentation, rate = 1) => {
    const { samples, sampleRate } = augmentation?.apply(clip, createRng(0)) ?? clip;
    const part = samples.subarray((BEGIN * sampleRate) / rate, (END * sampleRate) / rate);
    const narrow = { samples: resample(part, sampleRate, RATE), sampleRate: RATE };
    return spectrogramFigure({ clip: narrow, nFft: 128, hopLength: 25, width: WIDTH, title, subtitle: '' });
  };
  return gridPicture(
    [
      [shown('The clip'), shown('vtlp, factor 1.1', vtlp({ factor: 1.1 }))],
      [
        shown('timeStretch, rate 0.7', timeStretch({ rate: 0.7 }), 0.7),
        shown('pitchShift, 4 steps', pitchShift({ nSteps: 4 })),
      ],
      [
        shown('wsola, rate 0.7', wsola({ rate: 0.7 }), 0.7),
        shown('speechPitchShift, 4 steps', speechPitchShift({ nSteps: 4 })),
      ],
    ],
    'Spectrograms of a synthetic voice: the clip; slower by timeStretch and by wsola; higher by pitchShift and by speechPitchShift; vtlp.',
  );
}
