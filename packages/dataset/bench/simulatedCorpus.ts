import type { Manifest } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';
import type { FeatureSet } from '@ser/features';

const here = import.meta.url;
const FRAMES = 224;
const COEFFICIENTS = 20;

/** A corpus of any size, whose clips take no time: what is measured is the building, not the features. */
export function simulatedCorpus(clips: number): Manifest {
  const labels = ['angry', 'calm', 'happy', 'sad'];
  const rows = Array.from({ length: clips }, (_, clip) => ({
    id: `simulated-${String(clip).padStart(7, '0')}`,
    source: { kind: 'generated' as const, module: here, export: 'ramp', options: clip },
    label: labels[clip % labels.length]!,
    speaker: String(clip % 91),
  }));
  return { corpus: 'simulated', rows, labels, warnings: [], licence: 'none', citation: 'none' };
}

/** A few samples that no other clip has. */
export function ramp(clip: number): AudioClip {
  return { samples: Float32Array.from({ length: 400 }, (_, n) => ((clip + n) % 1009) / 1009), sampleRate: 8000 };
}

/** As many values as the report's MFCC image, 18 kB a clip, for next to nothing. */
export const simulatedImage: FeatureSet = {
  name: 'simulatedImage',
  version: '1',
  columns: Array.from({ length: COEFFICIENTS }, (_, i) => `value_${String(i).padStart(2, '0')}`),
  shape: [FRAMES, COEFFICIENTS],
  reference: { module: here, export: 'simulatedImage' },
  extract: ({ samples }) => Float32Array.from({ length: FRAMES * COEFFICIENTS }, (_, i) => samples[i % 400]! + i),
};
