import type { Emotion } from '../parseRavdessName';

/** How an emotion moves a speaker's neutral voice. */
export interface EmotionProfile {
  /** What this reading is called in the literature's finer distinctions (Banse & Scherer 1996). */
  readonly family: string;
  /** Mean fundamental frequency against the speaker's neutral one, in semitones. */
  readonly f0Mean: number;
  /** Height of the utterance's main pitch accent, in semitones. */
  readonly f0Range: number;
  /** Movement of pitch from the first to the last moment, in semitones: below 0 declines. */
  readonly f0Slope: number;
  /** Movement of pitch in the last quarter, in semitones: above 0 rises as a question does. */
  readonly f0Final: number;
  /** Cycle-to-cycle variation of the period, in per cent (standard deviation). */
  readonly jitter: number;
  /** Cycle-to-cycle variation of the amplitude, in per cent (standard deviation). */
  readonly shimmer: number;
  /** Trembling of pitch at 4.5 to 7 Hz, in semitones either way. */
  readonly tremor: number;
  /** Duration of the phones against neutral ones, as a factor: below 1 is fast. */
  readonly duration: number;
  /** Silence at each of the two phrase boundaries, in ms. */
  readonly pause: number;
  /** Level of the speech against neutral, in dB. */
  readonly level: number;
  /** How far the main accent stands out in level, in dB: intensity variability. */
  readonly levelAccent: number;
  /** Time in which a sound after silence grows to its amplitude, in ms: short is a hard attack. */
  readonly attack: number;
  /** Shape of the glottal pulse (Fant's Rd): 0.3 pressed and rich in overtones, 1 modal, 2.7 lax and poor in them. */
  readonly rd: number;
  /** Breath noise against the glottal excitation, in dB. */
  readonly aspiration: number;
  /** Factor on the first formant: a wider jaw raises it. */
  readonly f1: number;
  /** Factor on all formants: spread lips shorten the tract, protruded lips and a lowered larynx lengthen it. */
  readonly tract: number;
  /** Size of the vowel space against neutral, as a factor: above 1 precise, below 1 slurred. */
  readonly articulation: number;
  /** Factor on the formants' bandwidths: below 1 tense walls, above 1 lax walls and an open glottis. */
  readonly bandwidth: number;
}

const NEUTRAL: EmotionProfile = {
  family: 'neutral',
  f0Mean: 0,
  f0Range: 6,
  f0Slope: -3,
  f0Final: -5,
  jitter: 1,
  shimmer: 5,
  tremor: 0.1,
  duration: 1,
  pause: 50,
  level: 0,
  levelAccent: 3,
  attack: 40,
  rd: 0.9,
  aspiration: -29,
  f1: 1,
  tract: 1,
  articulation: 1,
  bandwidth: 1,
};

/**
 * The acoustic profiles of RAVDESS' eight emotions, at its two intensities.
 *
 * **Which way** a value goes from neutral is the literature's; the comment of each emotion says whose. **How far** it goes the
 * literature mostly leaves open (its tables say "high", "very much higher"): sizes were chosen so that what `npm run spectrograms`
 * measures of the audio comes near to what it measures of RAVDESS' actors, but never against the direction. Where actors and
 * literature disagree (the tempo of anger, the pitch of disgust) the literature is followed, and the README says so.
 *
 * Normal and strong are not one profile scaled: RAVDESS' actors had to make the strong reading "clear and unambiguous"
 * (Livingstone & Russo 2018), and the literature knows strong relatives of most emotions that sound otherwise: hot beside cold
 * anger, despair beside sadness, panic beside anxiety, elation beside happiness (Banse & Scherer 1996).
 *
 * - **[BS]** Banse & Scherer 1996, "Acoustic profiles in vocal emotion expression" (J. Pers. Soc. Psychol. 70)
 * - **[JL]** Juslin & Laukka 2003, "Communication of emotions in vocal expression and music performance" (Psychol. Bull. 129),
 *   the summary of 104 studies
 * - **[S]** Scherer 2003, "Vocal communication of emotion: a review of research paradigms" (Speech Communication 40)
 * - **[MA]** Murray & Arnott 1993, "Toward the simulation of emotion in synthetic speech" (JASA 93), the table of vocal effects
 * - **[BuS]** Burkhardt & Sendlmeier 2000, "Verification of acoustical correlates of emotional speech using formant-synthesis"
 *   (ISCA Workshop on Speech and Emotion)
 * - **[GN]** Gobl & Ni Chasaide 2003, "The role of voice quality in communicating emotion, mood and attitude" (Speech
 *   Communication 40): tense voice for anger, breathy and lax voice for sadness and for the relaxed, whisper for fear
 * - **[T]** Tartter 1980, "Happy talk" (Perception & Psychophysics 27): smiling raises pitch and formants
 * - **[LD]** Lienard & Di Benedetto 1999, "Effect of vocal effort on spectral properties of vowels" (JASA 106): effort raises
 *   fundamental frequency and first formant and flattens the spectrum
 * - **[LR]** Livingstone & Russo 2018, "The Ryerson Audio-Visual Database of Emotional Speech and Song" (PLoS ONE 13)
 */
export const emotionProfiles: Readonly<
  Record<Emotion, { readonly normal: EmotionProfile; readonly strong: EmotionProfile }>
> = {
  // A baseline. RAVDESS has it at normal intensity only [LR]; `strong` is never asked for.
  neutral: { normal: NEUTRAL, strong: NEUTRAL },

  // RAVDESS' second baseline, neutral with a mildly positive tone [LR]; in speech studied as tenderness: slow, soft, low and
  // level pitch, little high-frequency energy, soft onsets, regular cycles [JL]; lax and breathy for "relaxed" [GN].
  calm: {
    normal: {
      ...NEUTRAL,
      family: 'tenderness',
      f0Mean: -1,
      f0Range: 5,
      f0Final: -4,
      jitter: 0.8,
      shimmer: 4,
      duration: 1.16,
      pause: 65,
      level: -3,
      levelAccent: 2,
      attack: 55,
      rd: 1.06,
      aspiration: -26,
      articulation: 0.95,
      bandwidth: 1.1,
    },
    strong: {
      ...NEUTRAL,
      family: 'tenderness',
      f0Mean: -1.2,
      f0Range: 4.4,
      f0Final: -4,
      jitter: 0.7,
      shimmer: 3.5,
      duration: 1.3,
      pause: 85,
      level: -4,
      levelAccent: 1.5,
      attack: 65,
      rd: 1.18,
      aspiration: -24,
      articulation: 0.92,
      bandwidth: 1.2,
    },
  },

  // High and variable pitch, smooth upward inflections [MA, JL], medium to high level and high-frequency energy, fast onsets,
  // regular cycles [JL]; spread lips raise the formants [T, BuS]. Elation is higher, louder and faster than happiness [BS].
  happy: {
    normal: {
      ...NEUTRAL,
      family: 'happiness',
      f0Mean: 3.5,
      f0Range: 8,
      f0Slope: -1.5,
      f0Final: -2.5,
      jitter: 0.9,
      tremor: 0.15,
      duration: 0.95,
      pause: 35,
      level: 5.5,
      levelAccent: 4,
      attack: 30,
      rd: 0.78,
      f1: 1.04,
      tract: 1.04,
      articulation: 1.04,
      bandwidth: 0.95,
    },
    strong: {
      ...NEUTRAL,
      family: 'elation',
      f0Mean: 9,
      f0Range: 9.5,
      f0Slope: -1,
      f0Final: -1.5,
      tremor: 0.25,
      duration: 0.98,
      pause: 30,
      level: 15,
      levelAccent: 4.5,
      attack: 25,
      rd: 0.62,
      f1: 1.1,
      tract: 1.06,
      articulation: 1.08,
      bandwidth: 0.9,
    },
  },

  // Slow, soft, low and narrow in pitch, falling contours, little high-frequency energy, slow onsets, pauses, irregular cycles
  // [JL, S]; slurred [MA]; lax, breathy [GN]; "quiet sorrow" [BuS]. Its strong relative, despair, is high in pitch and level
  // [BS], trembling and tense: "crying despair" [BuS].
  sad: {
    normal: {
      ...NEUTRAL,
      family: 'sadness',
      f0Mean: -1.2,
      f0Range: 3,
      f0Slope: -2.5,
      f0Final: -5,
      jitter: 1.6,
      shimmer: 8,
      tremor: 0.35,
      duration: 1.2,
      pause: 130,
      level: -3.5,
      levelAccent: 2,
      attack: 70,
      rd: 1.22,
      aspiration: -20,
      f1: 0.97,
      tract: 0.985,
      articulation: 0.86,
      bandwidth: 1.25,
    },
    strong: {
      ...NEUTRAL,
      family: 'despair',
      f0Mean: 5,
      f0Slope: -3,
      f0Final: -3.5,
      jitter: 2.2,
      shimmer: 10,
      tremor: 0.9,
      duration: 1.3,
      pause: 170,
      level: 4,
      attack: 60,
      rd: 1.1,
      aspiration: -20,
      f1: 1,
      tract: 0.985,
      articulation: 0.88,
      bandwidth: 1.15,
    },
  },

  // Loud, high and wide in pitch, much high-frequency energy, fast, hard onsets [JL, S], downward contours, abrupt on stressed
  // syllables, tense articulation [MA]; tense voice [GN]; effort lifts the first formant [LD]. Cold anger is lower in level and
  // pitch than hot anger [BS].
  angry: {
    normal: {
      ...NEUTRAL,
      family: 'cold anger',
      f0Mean: 3,
      f0Range: 8,
      f0Slope: -4.5,
      f0Final: -5.5,
      jitter: 1.4,
      shimmer: 7,
      duration: 0.95,
      pause: 25,
      level: 9.5,
      levelAccent: 5,
      attack: 24,
      rd: 0.68,
      aspiration: -36,
      f1: 1.08,
      articulation: 1.1,
      bandwidth: 0.95,
    },
    strong: {
      ...NEUTRAL,
      family: 'hot anger',
      f0Mean: 10.5,
      f0Range: 10,
      f0Slope: -5,
      f0Final: -6,
      jitter: 2.2,
      shimmer: 10,
      duration: 0.92,
      pause: 10,
      level: 24,
      levelAccent: 6,
      attack: 18,
      rd: 0.5,
      aspiration: -36,
      f1: 1.18,
      tract: 1.015,
      articulation: 1.15,
      bandwidth: 0.9,
    },
  },

  // High, narrow in pitch, fast, irregular, rising contours; soft and poor in high frequencies, but not in panic [JL, BS];
  // "irregular voicing" [MA], trembling and falsetto [BuS]; whispery where it is timid [GN].
  fearful: {
    normal: {
      ...NEUTRAL,
      family: 'anxiety',
      f0Mean: 4.5,
      f0Range: 4.2,
      f0Slope: -1,
      f0Final: -1.5,
      jitter: 2.2,
      shimmer: 9,
      tremor: 0.6,
      duration: 0.9,
      pause: 65,
      level: 2.5,
      levelAccent: 3.5,
      attack: 32,
      rd: 1.25,
      aspiration: -24,
      f1: 0.98,
      tract: 1.015,
      bandwidth: 1.1,
    },
    strong: {
      ...NEUTRAL,
      family: 'panic fear',
      f0Mean: 11.5,
      f0Range: 4.8,
      f0Slope: -0.5,
      f0Final: -0.5,
      jitter: 2.8,
      shimmer: 11,
      tremor: 1,
      duration: 0.88,
      pause: 60,
      level: 16.5,
      levelAccent: 4.5,
      attack: 24,
      rd: 0.65,
      aspiration: -26,
      f1: 1.1,
      tract: 1.03,
      bandwidth: 0.95,
    },
  },

  // Very slow, low, wide downward movements at the end, "grumbled chest tone" [MA]; near the grand mean in level [BS]. Pharynx
  // narrowed and larynx lowered: lower formants, tense, rough cycles (Scherer 1986, Psychol. Bull. 99).
  disgust: {
    normal: {
      ...NEUTRAL,
      family: 'disgust',
      f0Mean: -1.5,
      f0Range: 8,
      f0Slope: -4,
      f0Final: -7,
      jitter: 2.8,
      shimmer: 12,
      duration: 1.22,
      pause: 65,
      level: 1,
      levelAccent: 4.5,
      attack: 45,
      rd: 0.78,
      aspiration: -29,
      f1: 1.03,
      tract: 0.955,
      bandwidth: 1.2,
    },
    strong: {
      ...NEUTRAL,
      family: 'disgust',
      f0Mean: -1.2,
      f0Range: 10.5,
      f0Slope: -5,
      f0Final: -9,
      jitter: 3.8,
      shimmer: 15,
      duration: 1.4,
      pause: 90,
      level: 5.5,
      levelAccent: 5.5,
      attack: 45,
      rd: 0.65,
      aspiration: -27,
      f1: 1.06,
      tract: 0.93,
      bandwidth: 1.2,
    },
  },

  // Much higher and much wider in pitch, fast, with a rising end [MA, and Scherer & Oshinsky 1977, Motivation and Emotion 1];
  // louder, the mouth open.
  surprised: {
    normal: {
      ...NEUTRAL,
      family: 'surprise',
      f0Mean: 4,
      f0Range: 11,
      f0Slope: 0,
      f0Final: 6,
      jitter: 1.1,
      tremor: 0.15,
      duration: 0.9,
      pause: 25,
      level: 5.5,
      levelAccent: 3.5,
      attack: 30,
      rd: 0.82,
      aspiration: -30,
      f1: 1.05,
      tract: 1.015,
      articulation: 1.05,
    },
    strong: {
      ...NEUTRAL,
      family: 'surprise',
      f0Mean: 6.5,
      f0Range: 12.5,
      f0Slope: 1,
      f0Final: 9,
      jitter: 1.3,
      tremor: 0.2,
      duration: 0.88,
      pause: 20,
      level: 10.5,
      levelAccent: 4,
      attack: 25,
      rd: 0.78,
      aspiration: -29,
      f1: 1.1,
      tract: 1.02,
      articulation: 1.08,
    },
  },
};
