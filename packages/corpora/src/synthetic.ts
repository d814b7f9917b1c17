import { CorpusError } from './errors';
import { type Manifest, type RavdessRow, sortRows } from './manifest';
import { ACTORS, EMOTIONS, type Emotion, parseRavdessName, speechIds } from './parseRavdessName';

export interface SyntheticOptions {
  /** Another seed, other voices and readings (default 0). */
  readonly seed?: number;
  /** Speakers 01 to this, 1 to 24 (default 24); odd ones male. */
  readonly speakers?: number;
  /** Default all eight. */
  readonly emotions?: readonly Emotion[];
  /** Default `['normal', 'strong']`; neutral has `normal` only. */
  readonly intensities?: readonly ('normal' | 'strong')[];
  /** Default `[1, 2]`. */
  readonly statements?: readonly (1 | 2)[];
  /** Default `[1, 2]`. */
  readonly repetitions?: readonly (1 | 2)[];
}

/**
 * A corpus that needs no download: RAVDESS' design (60 clips a speaker, ids of the same form, 48 kHz) spoken by a
 * source-filter synthesizer. Rows are made at once; the audio only when a row's source is rendered.
 *
 * It is for trying a pipeline, not for findings: say "synthetic corpus" wherever its figures are shown.
 *
 * @returns rows whose sources name `renderSynthetic` of this package
 * @throws {CorpusError} `INVALID_ARGUMENT`
 * @example
 * const { rows } = synthetic({ seed: 1, speakers: 4, repetitions: [1] }); // 120 rows
 */
export function synthetic(options: SyntheticOptions = {}): Manifest<RavdessRow> {
  const { seed = 0, speakers = 24, emotions = EMOTIONS, intensities = ['normal', 'strong'] } = options;
  const { statements = [1, 2], repetitions = [1, 2] } = options;
  if (!Number.isSafeInteger(seed)) fail(`seed is ${seed}; a whole number was expected`);
  if (!Number.isInteger(speakers) || speakers < 1 || speakers > ACTORS.length) {
    fail(`speakers is ${speakers}; 1 to ${ACTORS.length} were expected`);
  }
  checkList('emotions', emotions, EMOTIONS);
  checkList('intensities', intensities, ['normal', 'strong']);
  checkList('statements', statements, [1, 2]);
  checkList('repetitions', repetitions, [1, 2]);
  const rows = ACTORS.slice(0, speakers)
    .flatMap(speechIds)
    .map((id): RavdessRow => {
      const name = parseRavdessName(id);
      return {
        id,
        source: { kind: 'generated', module: '@ser/corpora', export: 'renderSynthetic', options: { seed, id } },
        label: name.emotion,
        speaker: name.actor,
        sex: name.sex,
        intensity: name.intensity,
        statement: name.statement,
        repetition: name.repetition,
      };
    })
    .filter(
      (row) =>
        emotions.some((emotion) => emotion === row.label) &&
        intensities.includes(row.intensity) &&
        statements.some((statement) => statement === row.statement) &&
        repetitions.some((repetition) => repetition === row.repetition),
    );
  if (rows.length === 0) fail('no clip is left: neutral has normal intensity only');
  return {
    corpus: 'synthetic corpus',
    ...sortRows(rows),
    warnings: ['synthetic corpus: figures made from it say nothing about people'],
    licence: 'Apache-2.0',
    citation: '@ser/corpora, synthetic()',
  };
}

function checkList<T>(name: string, list: readonly T[], accepted: readonly T[]): void {
  const wrong = Array.isArray(list) ? list.find((item) => !accepted.includes(item)) : list;
  if (!Array.isArray(list) || list.length === 0 || wrong !== undefined) {
    fail(`${name} is ${JSON.stringify(list)}; a non-empty array out of ${JSON.stringify(accepted)} was expected`);
  }
}

function fail(message: string): never {
  throw new CorpusError('INVALID_ARGUMENT', `synthetic: ${message}`);
}
