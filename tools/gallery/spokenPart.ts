import { load } from '@ser/audio-io';
import { type RavdessRow, type RenderSyntheticOptions, renderSynthetic } from '@ser/corpora';
import { type AudioClip, trim } from '@ser/dsp';

/** Seconds of the silence around speech that are kept at either end. */
const AROUND = 0.25;

/** The clip's speech, with little of the silence around it. */
export async function spokenPart({ source }: RavdessRow): Promise<AudioClip> {
  const sound = source.kind === 'file' ? source.path : renderSynthetic(source.options as RenderSyntheticOptions);
  const { samples, sampleRate } = await load(sound);
  const { start, end } = trim(samples, { topDb: 40 });
  const around = Math.round(AROUND * sampleRate);
  return { samples: samples.slice(Math.max(0, start - around), end + around), sampleRate };
}
