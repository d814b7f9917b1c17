import { load } from '@ser/audio-io';
import { type RavdessRow, type RenderSyntheticOptions, renderSynthetic } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';

/** The sound of a row of the manifest, at 22,050 Hz. */
export function clipOf({ source }: RavdessRow): Promise<AudioClip> {
  return load(source.kind === 'file' ? source.path : renderSynthetic(source.options as RenderSyntheticOptions));
}
