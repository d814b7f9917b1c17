import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav, load } from '@ser/audio-io';
import { renderSynthetic } from '@ser/corpora';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { cacheFolder } from '../training/cacheFolder';

const ID = '03-01-03-01-01-01-01';
const RATES = [48000, 22050, 16000] as const;
export type Rate = (typeof RATES)[number];

/** The clip that every case is about. */
export interface ClipFiles {
  /** The encoded file, 48 kHz. */
  readonly file: string;
  /** The stretch of it that the raw files hold, in seconds. */
  readonly offset: number;
  readonly duration: number;
  /** Its samples at each rate, float32, so that all calculators begin with the same ones. */
  readonly raw: Readonly<Record<Rate, string>>;
}

/** Lays the clip down: a real one where RAVDESS is, otherwise a synthetic one; `title` says which. */
export async function writeClip(): Promise<{ files: ClipFiles; title: string }> {
  const corpus = process.env.SER_RAVDESS ?? join(repositoryRoot, '../shared/ravdess');
  const real = join(corpus, `Actor_${ID.slice(-2)}`, `${ID}.flac`);
  const isReal = existsSync(real);
  const folder = cacheFolder('clip');
  const file = isReal ? real : join(folder, `${ID}.wav`);
  if (!isReal) writeFileSync(file, encodeWav(renderSynthetic({ seed: 0, id: ID }), { bitDepth: 16 }));
  const [offset, duration] = [0.5, 2.6];
  const raw = {} as Record<Rate, string>;
  for (const rate of RATES) {
    const { samples } = await load(file, { sampleRate: rate, offset, duration });
    raw[rate] = join(folder, `${rate}.f32`);
    writeFileSync(raw[rate], samples);
  }
  const title = isReal
    ? `${duration} s of RAVDESS ${ID} (FLAC, 48 kHz)`
    : `${duration} s of the synthetic ${ID} (WAV, 48 kHz: RAVDESS is not here, so no FLAC was read)`;
  return { files: { file, offset, duration, raw }, title };
}
