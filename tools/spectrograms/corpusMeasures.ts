import { load } from '@ser/audio-io';
import { type RavdessRow, type RenderSyntheticOptions, renderSynthetic } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';
import { measureVoice, type VoiceMeasures } from './measureVoice';

/** Means of one emotion at one intensity. Pitch, level and duration are against the same speaker's neutral clips. */
export interface Cell {
  readonly emotion: string;
  readonly intensity: 'normal' | 'strong';
  readonly clips: number;
  /** In semitones. */
  readonly f0: number;
  readonly f0Range: number;
  readonly f0End: number;
  /** In dB. */
  readonly level: number;
  readonly levelSd: number;
  readonly attack: number;
  readonly alphaRatio: number;
  readonly hnr: number;
  /** As a factor. */
  readonly duration: number;
  readonly pauses: number;
}

export interface CorpusMeasures {
  readonly clips: number;
  readonly speakers: number;
  readonly cells: readonly Cell[];
}

/** A row's audio at the file's own rate. */
export function clipOf({ source }: RavdessRow): Promise<AudioClip> {
  return load(
    source.kind === 'file' ? source.path : renderSynthetic(source.options as unknown as RenderSyntheticOptions),
    { sampleRate: null },
  );
}

/** Measures every clip of the rows, which must hold each speaker's neutral clips. */
export async function measureCorpus(rows: readonly RavdessRow[]): Promise<CorpusMeasures> {
  const measured: { readonly row: RavdessRow; readonly voice: VoiceMeasures }[] = [];
  for (const row of rows) measured.push({ row, voice: measureVoice(await clipOf(row)) });
  const neutral = new Map<string, { f0: number; level: number; duration: number }>();
  for (const speaker of new Set(rows.map((row) => row.speaker))) {
    const own = measured.filter(({ row }) => row.speaker === speaker && row.label === 'neutral');
    if (own.length === 0) throw new RangeError(`measureCorpus: speaker ${speaker} has no neutral clip to compare with`);
    neutral.set(speaker, {
      f0: mean(own.map(({ voice }) => Math.log2(voice.f0))),
      level: mean(own.map(({ voice }) => voice.level)),
      duration: mean(own.map(({ voice }) => voice.duration)),
    });
  }
  const relative = measured.map(({ row, voice }) => {
    const { f0, level, duration } = neutral.get(row.speaker)!;
    const against = {
      ...voice,
      f0: 12 * (Math.log2(voice.f0) - f0),
      level: voice.level - level,
      duration: voice.duration / duration,
    };
    return { key: `${row.label} ${row.intensity}`, row, against };
  });
  const cells = [...new Set(relative.map(({ key }) => key))].map((key): Cell => {
    const own = relative.filter((one) => one.key === key);
    const average = (name: keyof VoiceMeasures) => mean(own.map(({ against }) => against[name]));
    return {
      emotion: own[0]!.row.label,
      intensity: own[0]!.row.intensity,
      clips: own.length,
      f0: average('f0'),
      f0Range: average('f0Range'),
      f0End: average('f0End'),
      level: average('level'),
      levelSd: average('levelSd'),
      attack: average('attack'),
      alphaRatio: average('alphaRatio'),
      hnr: average('hnr'),
      duration: average('duration'),
      pauses: average('pauses'),
    };
  });
  return { clips: rows.length, speakers: neutral.size, cells };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
