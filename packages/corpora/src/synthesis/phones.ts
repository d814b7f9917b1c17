/** One acoustic stretch of a phone, as an adult male at a middling rate would speak it. */
export interface Segment {
  /** In ms. */
  readonly duration: number;
  /** First three formants, in Hz. */
  readonly formants: readonly [number, number, number];
  /** Amplitudes in [0, 1]: of the voice, of noise at the glottis, of noise at the constriction. */
  readonly voice: number;
  readonly aspiration: number;
  readonly frication: number;
  /** Where the constriction's noise is centred, and how wide, in Hz. */
  readonly noiseCentre: number;
  readonly noiseWidth: number;
  /** Nasals and voice bars damp the formants: factor on the bandwidths. */
  readonly damping: number;
  /** Height of the pitch accent that begins here, 0 for none, 1 for the utterance's main one. */
  readonly accent: number;
}

const BASE: Segment = {
  duration: 80,
  formants: [500, 1500, 2500],
  voice: 0,
  aspiration: 0,
  frication: 0,
  noiseCentre: 4000,
  noiseWidth: 2000,
  damping: 1,
  accent: 0,
};

type Formants = Segment['formants'];
const segment = (values: Partial<Segment>): Segment => ({ ...BASE, ...values });

/** Nobody speaks. */
export function silence(duration: number, formants: Formants): Segment {
  return segment({ duration, formants });
}

/** Open vowels would be 6 dB louder than close ones in the cascade; speakers make up for some of that. */
function vowel(duration: number, formants: Formants, accent = 0): Segment {
  return segment({ duration, formants, voice: formants[0] > 550 ? 0.72 : 1, accent });
}

function nasal(duration: number, formants: Formants): Segment {
  return segment({ duration, formants, voice: 0.6, damping: 2.2 });
}

function fricative(
  duration: number,
  noiseCentre: number,
  frication: number,
  voice: number,
  formants: Formants,
): Segment {
  return segment({ duration, formants, frication, voice, noiseCentre, noiseWidth: 3500, damping: 1.6 });
}

/** Closure (with a voice bar if voiced), burst, and the breath after an unvoiced one. */
function stop(closure: number, locus: Formants, noiseCentre: number, isVoiced: boolean, breath = 0): Segment[] {
  const low: Formants = [220, locus[1], locus[2]];
  const shut = segment({ duration: closure, formants: low, voice: isVoiced ? 0.25 : 0, damping: 3 });
  const burst = segment({
    duration: 10,
    formants: locus,
    frication: 0.28,
    noiseCentre,
    noiseWidth: 1800,
    voice: isVoiced ? 0.3 : 0,
  });
  const after = segment({ duration: breath, formants: locus, aspiration: 0.6, frication: 0.06, noiseCentre });
  return breath > 0 ? [shut, burst, after] : [shut, burst];
}

// Formants after Peterson & Barney 1952 and Stevens 1998; durations after Klatt 1976.
const AO: Formants = [620, 990, 2540];
const IH: Formants = [400, 1950, 2550];
const R: Formants = [420, 1250, 1650];
const ALVEOLAR: Formants = [320, 1750, 2650];
const VELAR: Formants = [300, 1950, 2350];
const LABIAL: Formants = [320, 900, 2250];
const DENTAL: Formants = [320, 1300, 2550];

const areArticle = [vowel(70, [700, 1150, 2450]), segment({ ...vowel(55, R), voice: 0.8 })];
const byTheDoor = [
  ...stop(55, LABIAL, 1000, true),
  vowel(85, [750, 1250, 2500], 0.55),
  vowel(75, [420, 2000, 2600]),
  fricative(45, 5500, 0.06, 0.5, DENTAL),
  vowel(50, [500, 1450, 2450]),
  ...stop(60, ALVEOLAR, 3800, true),
  vowel(150, AO, 0.65),
  segment({ ...vowel(130, [480, 1150, 1700]), voice: 0.75 }),
];
const ending = [vowel(65, IH), nasal(75, [280, 2050, 2600])];

/** The two statements of RAVDESS, phrase by phrase. */
export const STATEMENTS: Readonly<Record<1 | 2, readonly (readonly Segment[])[]>> = {
  // Kids are talking by the door
  1: [
    [
      ...stop(20, VELAR, 2300, false, 45),
      vowel(105, IH, 0.8),
      ...stop(45, ALVEOLAR, 3800, true),
      fricative(65, 7600, 0.3, 0.35, ALVEOLAR),
    ],
    [
      ...areArticle,
      ...stop(60, ALVEOLAR, 4200, false, 45),
      vowel(125, AO, 1),
      ...stop(60, VELAR, 1700, false, 25),
      ...ending,
    ],
    byTheDoor,
  ],
  // Dogs are sitting by the door
  2: [
    [
      ...stop(35, ALVEOLAR, 3800, true),
      vowel(140, AO, 0.8),
      ...stop(45, [300, 1300, 2200], 1600, true),
      fricative(65, 7600, 0.3, 0.35, ALVEOLAR),
    ],
    [
      ...areArticle,
      fricative(105, 8200, 0.5, 0, ALVEOLAR),
      vowel(85, IH, 1),
      ...stop(40, ALVEOLAR, 4200, false, 20),
      ...ending,
    ],
    byTheDoor,
  ],
};
