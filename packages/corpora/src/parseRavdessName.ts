import { CorpusError } from './errors';

/** The fields of a RAVDESS file name, `MM-CC-EE-II-SS-RR-AA`. */
export interface RavdessName {
  /** The name without folder and extension. */
  readonly id: string;
  readonly modality: 'audio-video' | 'video-only' | 'audio-only';
  readonly channel: 'speech' | 'song';
  readonly emotion: Emotion;
  readonly intensity: 'normal' | 'strong';
  /** 1 "Kids are talking by the door", 2 "Dogs are sitting by the door". */
  readonly statement: 1 | 2;
  readonly repetition: 1 | 2;
  /** Two digits, `'01'` to `'24'`. */
  readonly actor: string;
  /** Odd actors are male, even ones female. */
  readonly sex: 'male' | 'female';
}

/** In the order of the codes 01 to 08. */
export const EMOTIONS = ['neutral', 'calm', 'happy', 'sad', 'angry', 'fearful', 'disgust', 'surprised'] as const;
export type Emotion = (typeof EMOTIONS)[number];

const MODALITIES = ['audio-video', 'video-only', 'audio-only'] as const;
const CHANNELS = ['speech', 'song'] as const;
const INTENSITIES = ['normal', 'strong'] as const;
const ORDINALS = [1, 2] as const;
const PATTERN = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/;

/**
 * Reads a RAVDESS file name; folders before it and one extension after it are allowed.
 *
 * @throws {CorpusError} `INVALID_NAME`, naming the field and what it may hold
 * @example
 * parseRavdessName('Actor_12/03-01-05-01-02-01-12.wav').emotion; // 'angry'
 * @see Livingstone & Russo 2018, https://doi.org/10.1371/journal.pone.0196391
 */
export function parseRavdessName(fileName: string): RavdessName {
  const id = (String(fileName).split(/[\\/]/).at(-1) ?? '').replace(/\.[A-Za-z0-9]+$/, '');
  const match = PATTERN.exec(id);
  if (!match) {
    const expected = 'MM-CC-EE-II-SS-RR-AA, seven fields of two digits';
    throw new CorpusError('INVALID_NAME', `parseRavdessName: "${fileName}" is not of the form ${expected}`);
  }
  const field = <T>(index: number, name: string, values: readonly T[]): T => {
    const code = match[index] ?? '';
    const value = values[Number(code) - 1];
    if (value === undefined) {
      const accepted = `01 to ${String(values.length).padStart(2, '0')}`;
      throw new CorpusError(
        'INVALID_NAME',
        `parseRavdessName: ${name} of "${fileName}" is ${code}; ${accepted} was expected`,
      );
    }
    return value;
  };
  const emotion = field(3, 'emotion', EMOTIONS);
  const intensity = field(4, 'intensity', INTENSITIES);
  if (emotion === 'neutral' && intensity === 'strong') {
    throw new CorpusError(
      'INVALID_NAME',
      `parseRavdessName: "${fileName}" is neutral and strong; RAVDESS has no such clip`,
    );
  }
  const actor = field(7, 'actor', ACTORS);
  return {
    id,
    modality: field(1, 'modality', MODALITIES),
    channel: field(2, 'channel', CHANNELS),
    emotion,
    intensity,
    statement: field(5, 'statement', ORDINALS),
    repetition: field(6, 'repetition', ORDINALS),
    actor,
    sex: Number(actor) % 2 === 1 ? 'male' : 'female',
  };
}

/** `'01'` to `'24'`. */
export const ACTORS = Array.from({ length: 24 }, (_, index) => String(index + 1).padStart(2, '0'));

/** The 60 clips that one actor speaks: 4 neutral, 8 of each other emotion. Ascending. */
export function speechIds(actor: string): string[] {
  const ids: string[] = [];
  EMOTIONS.forEach((emotion, index) => {
    for (const intensity of emotion === 'neutral' ? [1] : [1, 2]) {
      for (const statement of ORDINALS) {
        for (const repetition of ORDINALS)
          ids.push(`03-01-0${index + 1}-0${intensity}-0${statement}-0${repetition}-${actor}`);
      }
    }
  });
  return ids;
}
